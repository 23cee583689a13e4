internal import ArgumentParser
internal import Daemon
internal import Foundation

extension Alerts {
    struct MakeSilence: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "silence",
            abstract: "Keeps alerts from being told for a time; they fire and are listed as ever.",
            discussion: """
                What begins to fire meanwhile is told when the silence is over, if it still fires then.

                  tierwatch alerts silence --match region=320500 --for 2h --reason drill
                  tierwatch alerts silence --match firm=/^9132/ --match severity=info \\
                      --start 2027-02-05 --until 2027-02-12 --reason 春节 --dry-run
                """)

        @Option(
            help: ArgumentHelp(
                "Which alerts: rule, severity, metric or a label; may be repeated, and all must fit.",
                valueName: "label=value"))
        var match: [String] = []

        @Option(help: ArgumentHelp("Why, for whoever misses these alerts.", valueName: "text"))
        var reason: String = ""

        @Option(help: ArgumentHelp("Who makes it. Default: $USER.", valueName: "name"))
        var owner: String?

        @Option(help: ArgumentHelp("When it starts: RFC 3339, or a date. Default: now.", valueName: "time"))
        var start: String?

        @Option(
            name: .customLong("for"), help: ArgumentHelp("How long it lasts: 90m, 2h, 7d.", valueName: "time")
        )
        var duration: String?

        @Option(
            help: ArgumentHelp("Until when it lasts: RFC 3339, or a date, to its end.", valueName: "time"))
        var until: String?

        @Option(
            help: ArgumentHelp(
                "Ends this silence and makes the new one in its place, at once.", valueName: "id"))
        var replace: String?

        @Flag(help: "Shows which open alerts it would fall over, and makes none.")
        var dryRun = false

        @OptionGroup var query: QueryOptions

        func run() throws {
            let user = ProcessInfo.processInfo.environment["USER"] ?? ""
            var wish = SilenceDesk.Wish(matchers: match, author: owner ?? user, reason: reason)
            wish.start = start
            wish.duration = duration
            wish.until = until
            wish.replaces = replace
            try query.answer { try SilenceDesk($0, now: Clock.now()).silence(wish, isTrial: dryRun) }
        }
    }

    struct EndSilence: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unsilence", abstract: "Ends a silence; it stays in the history.",
            discussion: """
                  tierwatch alerts unsilence 3f9a
                """)

        @Argument(help: "The silence's id, or as many of its first characters as are needed.")
        var id: String

        @OptionGroup var query: QueryOptions

        func run() throws { try query.answer { try SilenceDesk($0, now: Clock.now()).end(id) } }
    }

    struct Silences: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists silences that are planned or active.",
            discussion: """
                  tierwatch alerts silences --all
                """)

        @Flag(help: "Those that are over too.")
        var all = false

        @OptionGroup var query: QueryOptions

        func run() throws { try query.answer { try SilenceDesk($0, now: Clock.now()).list(all: all) } }
    }
}
