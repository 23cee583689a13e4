internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import Store

struct Deliveries: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Messages to channels: delivered, waiting, failed or superseded.",
        discussion: """
              tierwatch deliveries list --format json
              tierwatch deliveries replay --channel ops --since 2026-01-31
            """,
        subcommands: [List.self, Show.self, Replay.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists deliveries, newest first.",
            discussion: """
                What failed for good is listed until it is sent again.

                  tierwatch deliveries list
                  tierwatch deliveries list --state failed --channel ops --since 2026-01-31
                """)

        @Option(help: "Only these: waiting, sending, merged, delivered, failed or superseded.")
        var state: DeliveryState?

        @Option(help: ArgumentHelp("Only messages to this channel.", valueName: "name"))
        var channel: String?

        @Option(help: ArgumentHelp("Only messages since then: RFC 3339, or a date.", valueName: "time"))
        var since: String?

        @Option(help: ArgumentHelp("Only messages whose id begins so.", valueName: "id"))
        var id: String?

        @Option(
            help: ArgumentHelp(
                "Only messages about this alert: its fingerprint, or the first digits.",
                valueName: "fingerprint"))
        var fingerprint: String?

        @OptionGroup var query: QueryOptions

        func run() throws {
            var choice = DeliveryChoice()
            choice.state = state
            choice.channel = channel
            choice.since = since
            choice.id = id
            choice.fingerprint = fingerprint
            try query.answer { try $0.deliveries(choice) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One message: what it says, and every attempt with what was answered and decided.",
            discussion: """
                  tierwatch deliveries show alert_3fb01c…_firing_ops
                """)

        @Argument(help: "The message's id.")
        var id: String

        @OptionGroup var query: QueryOptions

        func run() throws { try query.answer { try $0.delivery(id) } }
    }

    struct Replay: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends messages again that failed for good, under their old ids.",
            discussion: """
                A receiver that has one already can drop it by its id.

                  tierwatch deliveries replay --channel ops --since 2026-01-31 --dry-run
                  tierwatch deliveries replay --id alert_3fb01c…_firing_ops
                """)

        @Option(help: ArgumentHelp("One message, also if it arrived.", valueName: "id"))
        var id: String?

        @Option(help: ArgumentHelp("Only messages to this channel.", valueName: "name"))
        var channel: String?

        @Option(help: ArgumentHelp("Only messages since then: RFC 3339, or a date.", valueName: "time"))
        var since: String?

        @Flag(help: "Those that arrived too.")
        var all = false

        @Flag(help: "Lists what would be sent again, and changes nothing.")
        var dryRun = false

        @OptionGroup var query: QueryOptions

        func run() throws {
            var choice = ReplayChoice()
            choice.id = id
            choice.channel = channel
            choice.since = since
            choice.all = all
            try query.answer { try $0.replay(choice, isTrial: dryRun, now: Clock.now()) }
        }
    }
}
