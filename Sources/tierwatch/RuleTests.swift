internal import ArgumentParser
internal import Daemon
internal import Foundation

/// What rules do, before they are in force.
extension Rules {
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Runs the tests of rules, Alerts/tests/*.yaml, on a fake clock.",
            discussion: """
                Each test gives figures over runs, and the alerts and messages that must come of them.

                  tierwatch rules test
                  tierwatch rules test Alerts --format json
                """)

        @Argument(
            help: ArgumentHelp(
                "The folder of rules and their tests. Default: the configuration's.", valueName: "dir"))
        var folder: String?

        @OptionGroup var query: QueryOptions

        func run() throws {
            let configuration = try query.common.configuration(folder.map { ["alerts": $0] } ?? [:])
            let language = query.lang ?? configuration.language
            let (answer, allPassed) = try RuleTrials(folder: configuration.alerts).answer(in: language)
            Console.output(answer.rendered(as: query.format, in: language))
            if !allPassed { throw Finished(status: ExitStatus.badData) }
        }
    }

    struct Backtest: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Replays the figures that the store has kept under other rules, beside the current ones.",
            discussion: """
                For each rule: how often it would have fired, for how long, and how many messages that makes. \
                Without a folder the current rules are held to what really happened. Nothing is written.

                  tierwatch rules backtest Changed --since 2026-01-01
                  tierwatch rules backtest --since 2026-01-01 --rule city-above-forty
                """)

        @Argument(
            help: ArgumentHelp("The folder of rules to try. Default: the configuration's.", valueName: "dir"))
        var folder: String?

        @Option(help: ArgumentHelp("Since when: RFC 3339, or a date.", valueName: "time"))
        var since: String

        @Option(help: ArgumentHelp("Until when. Default: now.", valueName: "time"))
        var until: String?

        @Option(help: ArgumentHelp("One rule alone.", valueName: "name"))
        var rule: String?

        @OptionGroup var query: QueryOptions

        func run() throws {
            let current = try query.common.configuration().alerts
            let folder = folder ?? current
            let question = Daemon.Backtest.Question(since: since, until: until, rule: rule)
            let bar = SharedProgressBar()
            try query.answer { inquiry in
                try Daemon.Backtest(inquiry, folder: folder, current: current).answer(
                    question, now: Clock.now(), progress: { bar.show("replaying runs", $0) })
            }
        }
    }
}
