internal import ArgumentParser
internal import Daemon
internal import SupplyModel

extension AidCommand {
    struct Match: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Who can stand in for one product of one firm, best first, and what comes of it.",
            discussion: """
                Candidates are the firm's backups, its suppliers that can spare more, and those who sell the product to others. Without
                --without, --event and --from-status everything counts that stands still by status reports and events. Day 0 is
                when the first of it began; whoever steps in begins now. The firm's own sites are taken to go on. Those of others'
                chains have no names, so that the answer may be passed on to the firm: with --request those whose owner consented have
                (`tierwatch aid consent`), with --names all, for who coordinates. With --view nothing in it follows from what others
                declare.

                  tierwatch aid match --firm local:example --product 座椅 --without 上海
                  tierwatch aid match --request HB-2026-0001 --plan
                  tierwatch aid match --request HB-2026-0001 --names
                """)

        @Option(help: ArgumentHelp("The firm that needs help: its identity or legal name.", valueName: "id"))
        var firm: String?

        @Option(help: "What it lacks: the product as it buys it. Default: the only one of --request.")
        var product: String?

        @Option(
            help: ArgumentHelp(
                "The request by whose firm and product it is asked, in place of --firm; what stands still now counts.",
                valueName: "id"))
        var request: String?

        @OptionGroup var stops: AidStopOptions

        @Option(parsing: .unconditional, help: "How many candidates are looked at closely. Default: 20.")
        var top = StandInQuestion.usualTop

        @Flag(help: "Look for the set that closes the gap with the least new concentration.")
        var plan = false

        @Flag(help: "Name those of others' chains too; the look is in the trail.")
        var names = false

        @OptionGroup var snapshot: SnapshotOptions

        func validate() throws {
            if stops.days != nil, stops.without.isEmpty {
                throw ValidationError("--days is of what --without names.")
            }
            guard StandInQuestion.topRange.contains(top) else {
                throw ValidationError("--top is 1 to \(StandInQuestion.topRange.upperBound), not \(top).")
            }
            if request != nil {
                if firm != nil {
                    throw ValidationError("--request says which firm is meant; leave --firm out.")
                }
                if stops.isNarrowed {
                    throw ValidationError(
                        "With --request everything counts that stands still; leave --without, --event and --from-status out."
                    )
                }
            } else if firm == nil || product == nil {
                throw ValidationError("Name --firm and --product, or --request.")
            }
            if names, snapshot.view != nil {
                throw ValidationError("--names is about the whole register; leave --view out.")
            }
        }

        func run() throws {
            var question = StandInQuestion()
            question.firm = firm
            question.product = product
            question.request = request
            question.ask = try stops.ask()
            question.top = top
            question.isPlanned = plan
            question.showsNames = names
            let folder = try snapshot.query.common.configuration().alerts
            try snapshot.answer { try $0.standIns(question, folder: folder, now: Clock.now()) }
        }
    }
}

/// What is supposed to stand still, for commands that look for help.
struct AidStopOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A region or a firm that stops now: a code or a name; may be repeated.", valueName: "what"))
    var without: [String] = []

    @Option(
        help: ArgumentHelp(
            "An event, by its id or a part of its id or title; may be repeated.", valueName: "id"))
    var event: [String] = []

    @Flag(help: "What firms report counts too, beside what is named.")
    var fromStatus = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("What --without loses of its capacity: 0.8 or 80%. Default: 1.", valueName: "loss")
    )
    var loss: String?

    @Option(parsing: .unconditional, help: "How many days it lasts. Default: 14.")
    var days: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How many days from now on are worked out. Default: 60 after the end.", valueName: "day")
    )
    var until: Int?

    func validate() throws {
        if loss != nil, without.isEmpty { throw ValidationError("--loss is of what --without names.") }
        if let loss, LossText.fraction(loss) == nil {
            throw ValidationError("--loss: '\(loss)' \(LossText.advice).")
        }
        for (flag, value) in [("--days", days), ("--until", until)] {
            if let value, !WhatIfCommand.dayRange.contains(value) {
                throw ValidationError("\(flag) is 1 to \(WhatIfCommand.dayRange.upperBound), not \(value).")
            }
        }
    }

    /// Whether it is said what stands still, so that not everything counts that does.
    var isNarrowed: Bool { !without.isEmpty || !event.isEmpty || fromStatus }

    func ask() throws -> StopQuestion {
        var ask = StopQuestion()
        ask.without = without
        ask.events = event
        ask.startsFromStatus = fromStatus
        if let loss = loss.flatMap(LossText.fraction) { ask.loss = loss }
        if let days { ask.days = days }
        ask.untilDay = until
        return ask
    }
}
