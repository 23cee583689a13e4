internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import SupplyModel

struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What changed in the register between two times, and what that did to the figures.",
        discussion: """
              tierwatch diff 2026-01-31
              tierwatch diff 2026-01-31 2026-02-28 --firm local:example --metric regional_exposure
            """)

    @Argument(
        help: ArgumentHelp(
            "The earlier time: RFC 3339, or a date, which means its end in China.", valueName: "from"))
    var from: String

    @Argument(help: ArgumentHelp("The later one. Default: now.", valueName: "to"))
    var to: String?

    @Option(help: ArgumentHelp("Only this firm's chain: its identity or legal name.", valueName: "id"))
    var firm: String?

    @Option(help: "Only this metric, such as hhi or tier_coverage.")
    var metric: Metric?

    @OptionGroup var query: QueryOptions

    func run() throws {
        var filter = DifferenceFilter(
            from: try DeskInput.time(from), to: try to.map { try DeskInput.time($0) } ?? Clock.now())
        guard filter.from <= filter.to else {
            throw UsageFault(
                to.map { "\(from) is later than \($0); give the earlier time first" }
                    ?? "\(from) is still to come (a date means the end of its day in China); give an earlier time"
            )
        }
        filter.firm = firm
        filter.metric = metric
        let bar = SharedProgressBar()
        try query.answer { try $0.difference(filter) { bar.show($0, $1) } }
    }
}
