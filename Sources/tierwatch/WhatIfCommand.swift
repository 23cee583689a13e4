internal import ArgumentParser
internal import Daemon
internal import SupplyModel

struct WhatIfCommand: ParsableCommand {
    /// Days that a flag may name.
    static let dayRange = 1...3_650

    static let configuration = CommandConfiguration(
        commandName: "whatif",
        abstract: "What leading firms lose, day by day, when a region or a firm stops.",
        discussion: """
              tierwatch whatif --region 上海 --loss 80% --days 14
              tierwatch whatif --firm-stop local:example --firm local:leader --mitigate
              tierwatch whatif --scenario Drills/typhoon.yaml
              tierwatch whatif --from-status --region 上海 --days 7
              tierwatch whatif --event 台风
            """)

    @Option(
        help: ArgumentHelp(
            "A region that stops: a code or a name of any level; may be repeated.", valueName: "region"))
    var region: [String] = []

    @Option(
        help: ArgumentHelp(
            "A firm that stops: its identity or legal name; may be repeated.", valueName: "id"))
    var firmStop: [String] = []

    @Option(
        help: ArgumentHelp(
            "An event, by its id or a part of its id or title; may be repeated.",
            valueName: "id"))
    var event: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("What they lose of their capacity: 0.8 or 80%. Default: 1.", valueName: "loss"))
    var loss: String?

    @Option(parsing: .unconditional, help: "How many days they stop. Default: 14.")
    var days: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many days are worked out. Default: 60 after the last stop.", valueName: "day")
    )
    var until: Int?

    @Option(help: ArgumentHelp("Only this firm, even where it loses nothing.", valueName: "id"))
    var firm: String?

    @Flag(help: "Let backups step in.")
    var mitigate = false

    @Option(help: ArgumentHelp("A file of shocks, for drills that are run again.", valueName: "file"))
    var scenario: String?

    @Flag(
        help: """
            Start from what firms report: each site that reported makes no more than its operating rate, for --days. \
            Alone, or with what else stops; of two losses the larger counts.
            """)
    var fromStatus = false

    @OptionGroup var snapshot: SnapshotOptions

    func validate() throws {
        if region.isEmpty, firmStop.isEmpty {
            guard scenario != nil || fromStatus || !event.isEmpty else {
                throw ValidationError(
                    "Say what stops: --region, --firm-stop, --event, --scenario or --from-status.")
            }
            if fromStatus, loss != nil {
                throw ValidationError(
                    "--loss is of what --region and --firm-stop name; reports have their own rates.")
            }
            if !fromStatus, loss != nil || days != nil {
                throw ValidationError(
                    "--loss and --days are of what --region and --firm-stop name; a scenario file or an event has its own."
                )
            }
        }
        if let loss, LossText.fraction(loss) == nil {
            throw ValidationError("--loss: '\(loss)' \(LossText.advice).")
        }
        for (flag, value) in [("--days", days), ("--until", until)] {
            if let value, !Self.dayRange.contains(value) {
                throw ValidationError("\(flag) is 1 to \(Self.dayRange.upperBound), not \(value).")
            }
        }
    }

    func run() throws {
        var question = WhatIf()
        question.regions = region
        question.firms = firmStop
        question.events = event
        if let loss = loss.flatMap(LossText.fraction) { question.loss = loss }
        if let days { question.days = days }
        question.untilDay = until
        question.isMitigated = mitigate
        question.scenarioFile = scenario
        question.startsFromStatus = fromStatus
        question.firm = firm
        question.isDrawn = snapshot.query.format == .table && Console.outputIsTerminal
        var bar = ProgressBar()
        try snapshot.answer { inquiry in
            try inquiry.whatIf(
                question, now: Clock.now(), progress: { bar.show("", $0) },
                warn: { Console.error("warning: \($0)") })
        }
    }
}
