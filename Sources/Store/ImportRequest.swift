public import SupplyModel

/// One file on its way into the register.
public struct ImportRequest: Sendable {
    public var registrant: FirmID
    /// The file's name as problems show it.
    public var file: String
    /// A digest of the file's bytes and of all that decides how they are read; equal digests mean equal rows.
    public var digest: String
    public var now: Timestamp
    /// Tells the time when the last row is in, which is the revision's; nil for `now`.
    public var clock: (@Sendable () -> Timestamp)?
    /// Takes the good rows of a file that also has bad ones.
    public var isPartial = false
    /// Also withdraws this registrant's declarations that the file no longer has.
    public var replaces = false
    /// Adds the figures of rows that name the same supply twice, instead of refusing them.
    public var sumsDuplicates = false
    /// Whether whoever sends the file can ask for that, and so is told of it.
    public var offersSums = false
    /// Does everything but keep the result.
    public var isDryRun = false
    /// Lets nothing of what others declared show in what becomes of the rows: neither conflicts nor the places of firms.
    public var isPrivate = false
    /// The invitation under which the registrant declares; nil where it does so on its own.
    public var invitation: Invitation?

    public init(registrant: FirmID, file: String, digest: String, now: Timestamp) {
        self.registrant = registrant
        self.file = file
        self.digest = digest
        self.now = now
    }
}

/// What became of the rows of one file.
public struct ImportReport: Sendable {
    /// Rows that were new or changed something.
    public var accepted = 0
    /// Rows that say what was already known.
    public var unchanged = 0
    /// Rows that were refused.
    ///
    /// If there are any and the file was not to be taken in part, nothing was kept.
    public var rejected = 0
    /// Declarations that were withdrawn because a replacing file no longer has them.
    public var withdrawn = 0
    public var problems: [Problem] = []
    public var warnings: [Problem] = []
    /// The refused lines, each with the reason of its first problem.
    public var refusedLines: [Int: String] = [:]

    public init() {}

    /// Problems that are listed; a file with more is refused whole.
    public static let problemLimit = 100_000
    /// Warnings that are kept.
    public static let warningLimit = 1_000

    mutating func refuse(line: Int, _ problem: Problem) {
        if refusedLines.updateValue(problem.message, forKey: line) == nil { rejected += 1 }
        problems.append(problem)
    }

    mutating func warn(_ problem: Problem) {
        if warnings.count < Self.warningLimit { warnings.append(problem) }
    }
}

/// Why an import stopped before its end: not a fault of the store, and nothing was kept.
public enum ImportFault: Error, Equatable, CustomStringConvertible {
    case tooManyProblems(file: String)

    public var description: String { "\(problem.place): \(problem.message)" }

    /// The fault in the form of a row's problems, for lists that hold both.
    public var problem: Problem {
        switch self {
        case .tooManyProblems(let file):
            Problem(
                file: file, line: 0, column: "", code: "too_many_problems", value: "",
                message:
                    "more than \(ImportReport.problemLimit) problems; this is hardly the right table: check its columns"
            )
        }
    }
}
