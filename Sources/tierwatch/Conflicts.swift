internal import ArgumentParser
internal import Daemon

struct Conflicts: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What registrants say differently of the same supply: what stands, and what another says.",
        discussion: """
            Figures that differ by more than a tenth, and words that differ; the newest declaration stands.

              tierwatch conflicts
              tierwatch conflicts --firm local:example --format csv
            """)

    @Option(
        help: ArgumentHelp(
            "Only supplies that this firm takes part in or declared: its identity or legal name.",
            valueName: "id"))
    var firm: String?

    @OptionGroup var snapshot: SnapshotOptions

    func run() throws { try snapshot.answer { try $0.conflicts(of: firm) } }
}
