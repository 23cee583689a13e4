internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import SupplyModel

struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Who changed what: a trail that is only added to.",
        discussion: """
              tierwatch audit list --since 2026-01-31
              tierwatch audit verify
            """,
        subcommands: [List.self, Verify.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the trail, newest first.",
            discussion: """
                  tierwatch audit list --actor token:erp-upload --action import
                """)

        @Option(help: ArgumentHelp("Only what this one did, such as cli:root or daemon.", valueName: "name"))
        var actor: String?

        @Option(
            help: ArgumentHelp(
                "Only these acts: \(TrailAction.allCases.map(\.rawValue).joined(separator: ", ")).",
                valueName: "action"))
        var action: TrailAction?

        @Option(help: ArgumentHelp("Only since then: RFC 3339, or a date.", valueName: "time"))
        var since: String?

        @OptionGroup var query: QueryOptions

        func run() throws {
            var filter = TrailDesk.Filter()
            filter.actor = actor
            filter.action = action
            filter.since = since
            try query.answer(inStore: true) { try TrailDesk($0).list(filter) }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Checks that every entry follows from the one before; exits with 65 where one does not.",
            discussion: """
                Whoever can write the store's file can write a new trail. Note the head elsewhere, and give it the next time.

                  tierwatch audit verify
                  tierwatch audit verify --noted 12:5f1e…
                """)

        @Option(help: ArgumentHelp("A head that an earlier check showed.", valueName: "number:chain"))
        var noted: String?

        @OptionGroup var query: QueryOptions

        func run() throws {
            var isWhole = false
            try query.answer(inStore: true) { store in
                let found = try TrailDesk(store).verify(noted: noted)
                isWhole = found.isWhole
                return found.answer
            }
            guard isWhole else {
                Console.error(
                    "tierwatch: the trail is broken; compare with a copy of the store, and find out who wrote to it"
                )
                throw Finished(status: ExitStatus.badData)
            }
        }
    }
}
