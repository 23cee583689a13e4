internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import SupplyModel

extension AidCommand {
    struct Allocate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "How what is left of a supplier's output can be split among its buyers, by three rules.",
            discussion: """
                proportional: to each the same part of its need; least-lost-days: so that all together lose the fewest days;
                max-min: so that the need which is covered worst, by all of its suppliers, is covered as well as can be.
                --choose keeps one of them, with who chose it and why.

                  tierwatch aid allocate --supplier 乙厂 --remaining 40% --days 20
                  tierwatch aid allocate --supplier 乙厂 --remaining 40% --choose max-min \\
                      --by 钱 --reason 会商决定
                """)

        @Option(help: ArgumentHelp("Whose output is short: its identity or legal name.", valueName: "id"))
        var supplier: String

        @Option(help: "Only its deliveries of this product.")
        var product: String?

        @Option(
            parsing: .unconditional,
            help: ArgumentHelp(
                "What is left of its deliveries: 0.4 or 40%. Default: what it makes by what stands still today.",
                valueName: "part"))
        var remaining: String?

        @Option(
            help: ArgumentHelp(
                "Only this rule: \(SplitQuestion.rules.joined(separator: ", ")).", valueName: "rule"))
        var rule: String?

        @Option(help: ArgumentHelp("Keep the split by this rule as the one that holds.", valueName: "rule"))
        var choose: String?

        @Option(help: ArgumentHelp("Who chooses. Default: $USER.", valueName: "name"))
        var by: String?

        @Option(help: ArgumentHelp("Why, for those who get less.", valueName: "text"))
        var reason: String?

        @OptionGroup var stops: AidStopOptions

        @OptionGroup var snapshot: SnapshotOptions

        func validate() throws {
            if remaining != nil, !stops.without.isEmpty || !stops.event.isEmpty || stops.fromStatus {
                throw ValidationError(
                    "--remaining says what is left, and --without, --event and --from-status let it follow; give one or the other."
                )
            }
            if let remaining, LossText.fraction(remaining) == nil {
                throw ValidationError(
                    "--remaining: '\(remaining)' is no part; write a fraction from 0 to 1 or a percentage from 0% to 100%."
                )
            }
            for (flag, value) in [("--rule", rule), ("--choose", choose)] {
                if let value, SplitQuestion.rule(named: value) == nil {
                    throw ValidationError(
                        "\(flag) is one of \(SplitQuestion.rules.joined(separator: ", ")), not '\(value)'.")
                }
            }
            if rule != nil, choose != nil {
                throw ValidationError("--choose names the rule; leave --rule out.")
            }
            if choose == nil, by != nil || reason != nil {
                throw ValidationError("--by and --reason are of --choose.")
            }
            if choose != nil, snapshot.at != nil || snapshot.view != nil {
                throw ValidationError(
                    "--choose is about now and the whole register; leave --at and --view out.")
            }
        }

        func run() throws {
            var question = SplitQuestion(supplier: supplier)
            question.product = product
            question.remaining = remaining.flatMap(LossText.fraction)
            question.ask = try stops.ask()
            question.rule = (choose ?? rule).flatMap { SplitQuestion.rule(named: $0) }
            guard choose != nil else {
                return try snapshot.answer { try $0.splits(question, now: Clock.now()) }
            }
            let author = by ?? ProcessInfo.processInfo.environment["USER"] ?? ""
            try snapshot.answer {
                try AllocationDesk($0, now: Clock.now()).choose(
                    question, author: author, reason: reason ?? "")
            }
        }
    }

    struct Splits: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "allocations",
            abstract: "Lists the splits that were chosen, newest first: by which rule, by whom and why.",
            discussion: """
                  tierwatch aid allocations --supplier 乙厂
                """)

        @Option(help: ArgumentHelp("Only this supplier's: its identity or legal name.", valueName: "id"))
        var supplier: String?

        @OptionGroup var snapshot: SnapshotOptions

        func run() throws {
            try snapshot.answer { try AllocationDesk($0, now: Clock.now()).list(supplier: supplier) }
        }
    }
}
