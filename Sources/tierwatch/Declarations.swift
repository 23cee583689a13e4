internal import ArgumentParser
internal import Daemon
internal import SupplyModel

struct Declarations: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How long what was declared is still valid, and the word that it still holds.",
        discussion: """
            A declaration is valid for 90 days, or as long as `validity_days` says, from when it was made or last confirmed.

              tierwatch declarations --firm local:example
              tierwatch declarations confirm --registrant local:example
            """,
        subcommands: [List.self, Confirm.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        /// Days that may be asked about.
        static let dayRange = 0.0...3_650.0

        static let configuration = CommandConfiguration(
            abstract:
                "Declarations whose validity has ended or ends soon, oldest first, with who must confirm them.",
            discussion: """
                Backups count, what was ended does not.

                  tierwatch declarations list --firm local:example
                  tierwatch declarations list --within 30 --format csv
                """)

        @Option(
            help: ArgumentHelp("Only the chain of this firm: its identity or legal name.", valueName: "id"))
        var firm: String?

        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("Also what ends within so many days.", valueName: "days"))
        var within = 14.0

        @OptionGroup var snapshot: SnapshotOptions

        func validate() throws {
            guard Self.dayRange.contains(within) else {
                throw ValidationError(
                    "--within is 0 to \(Int(Self.dayRange.upperBound)) days, not \(within).")
            }
        }

        func run() throws {
            try snapshot.answer {
                try $0.endingDeclarations(firm: firm, soonDays: within, now: Clock.now())
            }
        }
    }

    struct Confirm: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Notes that what a registrant declared still holds, so that it is valid for as long again.",
            discussion: """
                Nothing else changes: the declarations keep their values and their age, and no figure moves but `validity_days_left`. What
                has changed is imported instead.

                  tierwatch declarations confirm --registrant local:example
                  tierwatch declarations confirm --registrant local:example --supplier 91310000132260250X
                """)

        @Option(help: ArgumentHelp("Who confirms. Default: the configuration's.", valueName: "id"))
        var registrant: String?

        @Option(
            help: ArgumentHelp(
                "Only what was declared about this supplier: its identity or legal name.", valueName: "id"))
        var supplier: String?

        @OptionGroup var query: QueryOptions

        func run() throws {
            let registrant = try query.common.configuration().registrant(named: registrant)
            try query.answer {
                try ConfirmationDesk($0, now: Clock.now()).confirm(supplier: supplier, by: registrant)
            }
        }
    }
}
