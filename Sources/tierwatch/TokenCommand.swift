internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import Store
internal import SupplyModel

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Who else may read and write: tokens of one registrant, or of those who coordinate.",
        discussion: """
              tierwatch token create erp-upload --registrant local:example --scope read --scope write
              tierwatch token list
              tierwatch token revoke erp-upload
            """,
        subcommands: [Create.self, List.self, Check.self, Revoke.self], defaultSubcommand: List.self)

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a token and shows it once; the register keeps only a digest.",
            discussion: """
                  tierwatch token create erp-upload --registrant local:example --scope read --scope write --for 30d
                  tierwatch token create duty-desk --scope coordinate
                """)

        @Argument(help: ArgumentHelp("What it is called.", valueName: "name"))
        var name: String

        @Option(
            help: ArgumentHelp(
                "In whose name its bearer acts: a USCC, an LEI, or local:NAME.", valueName: "id"))
        var registrant: String?

        @Option(help: "read, write, coordinate or admin; may be repeated.")
        var scope: [TokenScope] = []

        @Option(
            name: .customLong("for"),
            help: ArgumentHelp("How long it holds: 12h, 30d. Default: 90d.", valueName: "time"))
        var duration: String?

        @Option(
            help: ArgumentHelp("Until when it holds: RFC 3339, or a date, to its end.", valueName: "time"))
        var until: String?

        @OptionGroup var query: QueryOptions

        func run() throws {
            var id: FirmID?
            if let registrant {
                do throws(IdentityFault) { id = try FirmID(registrant) } catch {
                    throw UsageFault("--registrant '\(registrant)': \(error.sentence)")
                }
            }
            var wish = TokenDesk.Wish(name: name, registrant: id, scopes: Set(scope))
            wish.duration = duration
            wish.until = until
            try query.answer(inStore: false) { try TokenDesk($0, now: Clock.now()).create(wish) }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the tokens that are good, newest first.",
            discussion: """
                  tierwatch token list --all
                """)

        @Flag(help: "Also those that are expired or revoked.")
        var all = false

        @OptionGroup var query: QueryOptions

        func run() throws {
            try query.answer(inStore: true) { try TokenDesk($0, now: Clock.now()).list(all: all) }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says what the token on standard input is good for.",
            discussion: """
                  tierwatch token check < erp.token
                """)

        @OptionGroup var query: QueryOptions

        func run() throws {
            let text = try TokenInput.text(of: nil)
            try query.answer(inStore: true) { try TokenDesk($0, now: Clock.now()).check(text) }
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a token for good.",
            discussion: """
                  tierwatch token revoke erp-upload
                """)

        @Argument(help: ArgumentHelp("Its name or id.", valueName: "name"))
        var name: String

        @OptionGroup var query: QueryOptions

        func run() throws {
            try query.answer(inStore: true) { try TokenDesk($0, now: Clock.now()).revoke(name) }
        }
    }
}
