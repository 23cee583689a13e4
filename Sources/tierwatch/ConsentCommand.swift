internal import ArgumentParser
internal import Daemon
internal import Store
internal import SupplyModel

struct ConsentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent",
        abstract:
            "Whose declarations count in anonymous facts: about how many firms of a chain others name too.",
        discussion: """
              tierwatch consent give --registrant local:example
              tierwatch consent shared --registrant local:example
            """,
        subcommands: [Give.self, Withdraw.self, List.self, Shared.self], defaultSubcommand: List.self)

    /// Whose consent is meant.
    struct Whose: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                "Whose: a USCC, an LEI, or local:NAME. Default: the configuration's.", valueName: "id"))
        var registrant: String?

        @OptionGroup var query: QueryOptions

        func id() throws -> FirmID { try query.common.configuration().registrant(named: registrant) }

        func set(_ isGiven: Bool) throws {
            let id = try id()
            try query.answer(inStore: true) { try ConsentDesk($0, now: Clock.now()).set(isGiven, of: id) }
        }
    }

    struct Give: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets a registrant's declarations count, from the next month on.",
            discussion: "  tierwatch consent give --registrant local:example")

        @OptionGroup var whose: Whose

        func run() throws { try whose.set(true) }
    }

    struct Withdraw: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets them count no longer, from the next month on.",
            discussion: "  tierwatch consent withdraw --registrant local:example")

        @OptionGroup var whose: Whose

        func run() throws { try whose.set(false) }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists who consents, and who no longer does.", discussion: "  tierwatch consent list")

        @OptionGroup var query: QueryOptions

        func run() throws {
            try query.answer(inStore: true) { try ConsentDesk($0, now: Clock.now()).list() }
        }
    }

    struct Shared: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "About how many firms of a registrant's chain three others or more name too, this month.",
            discussion: "  tierwatch consent shared --registrant local:example")

        @OptionGroup var whose: Whose

        func run() throws {
            let id = try whose.id()
            try whose.query.answer { try $0.sharedUpstream(of: id, now: Clock.now()) }
        }
    }
}
