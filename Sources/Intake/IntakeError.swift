public import SupplyModel

/// Why a register as a whole was refused.
public struct IntakeError: Error, Hashable, Sendable, CustomStringConvertible {
    public var path: String
    /// The sheet of a workbook; nil in text, and for a workbook as a whole.
    public var sheet: String?
    /// 1-based; 0 for the file as a whole.
    public var line: Int
    public var fault: IntakeFault

    public init(path: String, sheet: String? = nil, line: Int = 0, fault: IntakeFault) {
        self.path = path
        self.sheet = sheet
        self.line = line
        self.fault = fault
    }

    /// `file:line: what is wrong; what to do`.
    public var description: String { "\(problem.place): \(fault.sentence)" }

    /// The error in the form of a row's problems, for lists that hold both.
    public var problem: Problem {
        Problem(
            file: path, sheet: sheet, line: line, column: "", code: fault.code, value: "",
            message: fault.sentence)
    }
}

/// What can be wrong with a file as a whole.
public enum IntakeFault: Error, Hashable, Sendable {
    case missing
    /// A folder, a pipe, a device or a socket: `what` names it.
    case notAFile(what: String)
    case unreadable(reason: String)
    case readFailed(reason: String)
    case cannotCreate(reason: String)
    case workbook(WorkbookFault)
    case event(EventFileFault)
    case empty
    case noRows
    case tooManyRows(limit: Int)
    case truncated
    case badEncoding(String)
    case nulByte
    case openQuote
    case textAfterQuote
    case recordTooLong
    case tooManyColumns
    case noHeader
    case noStatusHeader
    case noEventsHeader
    case noWhiteListHeader
    /// A sheet of answers where a register is meant.
    case survey
    /// A white list where a register is meant.
    case whiteList
    /// `unknown`: the headers that no column answers to, as they may be shown.
    case missingColumns([String], unknown: [String])
    case duplicateColumn(String, headers: [String])
    case unknownUnit(header: String)

    /// Which of the exit codes of sysexits a fault belongs to.
    public enum Category: Sendable { case noInput, inputOutput, cannotCreate, badData }

    /// Whether the file is not there, cannot be read, cannot be made, or is bad.
    public var category: Category {
        switch self {
        case .missing, .notAFile, .unreadable: .noInput
        case .readFailed: .inputOutput
        case .cannotCreate: .cannotCreate
        default: .badData
        }
    }
}
