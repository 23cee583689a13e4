internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import SupplyModel

struct Alerts: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Alerts that are pending, firing or resolved.",
        discussion: """
              tierwatch alerts list --severity critical
              tierwatch alerts show 3fb01c
              tierwatch alerts why 3fb01c
              tierwatch alerts breaches --view local:example
              tierwatch alerts silence --match region=JP --for 2h --reason drill
              tierwatch alerts ack 3fb01c --owner 张伟 --note "calling the supplier" --for 4h
            """,
        subcommands: [
            List.self, Show.self, Acknowledge.self, Unacknowledge.self, MakeSilence.self, EndSilence.self,
            Silences.self, Why.self, Breaches.self,
        ],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists alerts, worst and newest first.",
            discussion: """
                  tierwatch alerts list --state firing --rule city
                """)

        @Option(
            help:
                "pending, firing, recovering, nodata, error or resolved; may be repeated. Default: all but resolved."
        )
        var state: [AlertState] = []

        @Option(help: "info, warning or critical; may be repeated.")
        var severity: [Severity] = []

        @Option(help: "Only rules whose name contains this.")
        var rule: String?

        @Option(help: ArgumentHelp("Only alerts about this firm's chain.", valueName: "id"))
        var firm: String?

        @OptionGroup var snapshot: SnapshotOptions

        func run() throws {
            var filter = AlertFilter()
            filter.states = state.isEmpty ? nil : Set(state)
            filter.severities = severity.isEmpty ? nil : Set(severity)
            filter.rule = rule
            filter.firm = firm
            try snapshot.answer { try $0.alerts(filter, now: Clock.now()) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One alert with its changes and deliveries.",
            discussion: """
                  tierwatch alerts show 3fb01c
                """)

        @Argument(help: "The fingerprint, or as many of its first digits as are needed.")
        var fingerprint: String

        @OptionGroup var query: QueryOptions

        func run() throws { try query.answer { try $0.alert(fingerprint, now: Clock.now()) } }
    }
}

extension Alerts {
    struct Why: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Why an alert stands where it stands, and who was told what.",
            discussion: """
                The rule, the figure over time and what makes it, what mutes the alert, its groups, and every \
                attempt to tell it with what was answered and decided; --format json has the messages too.

                  tierwatch alerts why 3fb01c
                """)

        @Argument(help: "The fingerprint, or as many of its first digits as are needed.")
        var fingerprint: String

        @OptionGroup var query: QueryOptions

        func run() throws {
            let folder = try query.common.configuration().alerts
            try query.answer { try $0.why(fingerprint, folder: folder, now: Clock.now()) }
        }
    }
}

struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The configuration in force.",
        discussion: """
              tierwatch config show
            """,
        subcommands: [Show.self], defaultSubcommand: Show.self)

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every value, and where it came from.",
            discussion: """
                  tierwatch config show --format json
                """)

        @OptionGroup var query: QueryOptions

        func run() throws {
            let configuration = try query.common.configuration()
            let records = configuration.settings.map {
                [
                    Answer.Field("key", .text($0.key)), Answer.Field("value", .text($0.value)),
                    Answer.Field("source", .text($0.source)),
                ]
            }
            let answer = Answer(columns: ["key", "value", "source"], records: records)
            Console.output(answer.rendered(as: query.format, in: query.lang ?? configuration.language))
        }
    }
}
