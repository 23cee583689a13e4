internal import ArgumentParser
internal import Daemon
internal import SupplyModel

struct Declarations: ParsableCommand {
    /// Days that may be asked about.
    static let dayRange = 0.0...3_650.0

    static let configuration = CommandConfiguration(
        abstract:
            "Declarations whose validity has ended or ends soon, oldest first, with who must confirm them.",
        discussion: """
            A declaration is valid for 90 days, or as long as `validity_days` says. Backups count, what was ended does not.

              tierwatch declarations --firm local:example
              tierwatch declarations --within 30 --format csv
            """)

    @Option(help: ArgumentHelp("Only the chain of this firm: its identity or legal name.", valueName: "id"))
    var firm: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Also what ends within so many days.", valueName: "days"))
    var within = 14.0

    @OptionGroup var snapshot: SnapshotOptions

    func validate() throws {
        guard Self.dayRange.contains(within) else {
            throw ValidationError("--within is 0 to \(Int(Self.dayRange.upperBound)) days, not \(within).")
        }
    }

    func run() throws {
        let validDays = try snapshot.query.common.configuration().validityDays
        try snapshot.answer {
            try $0.endingDeclarations(
                firm: firm, soonDays: within, validDays: validDays, now: Clock.now())
        }
    }
}
