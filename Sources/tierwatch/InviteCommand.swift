internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import Store
internal import SupplyModel

struct InviteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Asks suppliers to register their own suppliers, one tier further up.",
        discussion: """
            Whoever invites sees what is declared under its invitations, and nothing else that the supplier declares.

              tierwatch invite create --registrant local:example --supplier 91310000132260250X --product 电池
              tierwatch invite use suppliers.csv --token-file invitation.token
              tierwatch invite list --registrant local:example --coverage
              tierwatch invite revoke 0f14bc66
            """,
        subcommands: [Create.self, Use.self, List.self, Revoke.self], defaultSubcommand: List.self)

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes an invitation and shows its token once; the register keeps only a digest.",
            discussion: """
                Whoever was invited invites its own suppliers with the token of its invitation.

                  tierwatch invite create --registrant local:example --supplier 91310000132260250X --product 电池 --for 30d
                  tierwatch invite create --token-stdin --supplier local:example:steel --product 钢 < invitation.token
                """)

        @Option(
            help: ArgumentHelp(
                "Who invites: a USCC, an LEI, or local:NAME. Default: the configuration's.", valueName: "id"))
        var registrant: String?

        @Option(help: ArgumentHelp("Who is invited: a USCC, an LEI, or local:NAME.", valueName: "id"))
        var supplier: String

        @Option(help: "The product that it supplies, as it is declared.")
        var product: String

        @Option(
            parsing: .unconditional, help: "The tier to ask for, 2 to 5. Default: above the supply's own.")
        var tier: Int?

        @Option(
            name: .customLong("for"),
            help: ArgumentHelp("How long it holds: 12h, 30d. Default: 30d.", valueName: "time"))
        var duration: String?

        @Option(
            help: ArgumentHelp(
                "Until when it holds: RFC 3339, or a date, to its end; at most \(InviteDesk.longestDays) days ahead.",
                valueName: "time"))
        var until: String?

        @OptionGroup var token: TokenInput
        @OptionGroup var query: QueryOptions

        func run() throws {
            var wish = InviteDesk.Wish(
                supplier: try RegistrantOption.id(supplier, of: "--supplier"), product: product)
            wish.tier = tier
            wish.duration = duration
            wish.until = until
            let text = try token.text()
            guard text == nil || registrant == nil else {
                throw UsageFault("both a token and --registrant are given; the token says who invites")
            }
            let registrant =
                text == nil ? try query.common.configuration().registrant(named: registrant) : nil
            try query.answer(inStore: true) { store in
                let desk = InviteDesk(store, gazetteer: Gazetteer(), now: Clock.now())
                if let registrant { return try desk.create(wish, by: registrant) }
                return try desk.create(wish, token: text ?? "")
            }
        }
    }

    struct Use: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Registers the suppliers of whoever was invited (CSV or XLSX).",
            discussion: """
                  tierwatch invite use suppliers.csv --token-stdin < invitation.token
                  tierwatch invite use suppliers.xlsx --token-file invitation.token --dry-run
                """)

        @Argument(help: "A table of supplies; the invited firm is the buyer of every row.")
        var file: String

        @Option(help: ArgumentHelp("The sheet of a workbook to read, by its name.", valueName: "name"))
        var sheet: String?

        @Flag(help: "Do everything but keep the result.")
        var dryRun = false

        @OptionGroup var token: TokenInput
        @OptionGroup var query: QueryOptions

        func run() throws {
            guard let text = try token.text() else {
                throw UsageFault("no token is given; name its place with --token-stdin or --token-file FILE")
            }
            var options = ImportOptions()
            options.isDryRun = dryRun
            options.sheet = sheet
            let configuration = try query.common.configuration()
            let desk = InviteDesk(
                try configuration.store(isExpected: true), gazetteer: Gazetteer(), now: Clock.now())
            var bar = ProgressBar()
            let summary = try desk.use(file, token: text, options: options, progress: { bar.show($0, $1) })
            try Import.show(
                summary, isDryRun: dryRun, as: query.format, in: query.lang ?? configuration.language)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the invitations that are good, newest first.",
            discussion: """
                  tierwatch invite list --registrant local:example --coverage
                  tierwatch invite list --all
                """)

        @Option(help: ArgumentHelp("Only those that stem from this registrant.", valueName: "id"))
        var registrant: String?

        @Flag(help: "Also those that are expired or revoked.")
        var all = false

        @Flag(help: "With the tier coverage when each was made, and now.")
        var coverage = false

        @OptionGroup var query: QueryOptions

        func run() throws {
            let registrant = try RegistrantOption.parse(registrant)
            try query.answer(inStore: true) {
                try InviteDesk($0, gazetteer: Gazetteer(), now: Clock.now()).list(
                    from: registrant, all: all, showsCoverage: coverage)
            }
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends an invitation, and those made under it, for good; what was declared stays.",
            discussion: """
                With --withdraw, what was declared under them and still stands is taken back too, also later.

                  tierwatch invite revoke 0f14bc66
                  tierwatch invite revoke 0f14bc66 --withdraw --dry-run
                """)

        @Argument(help: "Its id.")
        var id: String

        @Flag(help: "Also take back what was declared under them; it stays in the history.")
        var withdraw = false

        @Flag(help: "Say how many declarations that would be, and change nothing.")
        var dryRun = false

        @OptionGroup var query: QueryOptions

        func run() throws {
            try query.answer(inStore: true) {
                try InviteDesk($0, gazetteer: Gazetteer(), now: Clock.now()).revoke(
                    id, withdraws: withdraw, isDryRun: dryRun)
            }
        }
    }
}
