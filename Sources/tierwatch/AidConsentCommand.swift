internal import ArgumentParser
internal import Daemon
internal import SupplyModel

extension AidCommand {
    struct Consent: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Asks owners whether who is in their chain may be named for a request, and keeps what they say (征得同意).",
            discussion: """
                An owner is a registrant whose declarations name the supplier. What one says is of one request, and ends with it.

                  tierwatch aid consent ask HB-2026-0001 --supplier local:x:F
                  tierwatch aid consent give HB-2026-0001 --supplier local:x:F --owner local:x
                """,
            subcommands: [Ask.self, Give.self, Refuse.self, Withdraw.self])

        struct Ask: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract:
                    "Asks the owners of somebody who could stand in; who was asked already is not asked again.",
                discussion: """
                      tierwatch aid consent ask HB-2026-0001 --supplier local:x:F
                      tierwatch aid consent ask HB-2026-0001 --supplier local:x:F --product 座椅 \\
                          --owner local:x
                    """)

            @Argument(help: "The request's id, or its number where no other year has it.")
            var id: String

            @Option(help: ArgumentHelp("Who could stand in: identity or legal name.", valueName: "id"))
            var supplier: String

            @Option(help: "What is lacking. Default: the only product of the request that the firm buys.")
            var product: String?

            @Option(help: ArgumentHelp("Only this owner. Default: all.", valueName: "registrant"))
            var owner: String?

            @Option(help: ArgumentHelp("Who asks. Default: $USER.", valueName: "name"))
            var by: String?

            @Option(help: ArgumentHelp("A word for the trail; the owner does not see it.", valueName: "text"))
            var note: String = ""

            @OptionGroup var query: QueryOptions

            func run() throws {
                var question = AidDesk.ConsentQuestion(supplier: supplier, by: by ?? AidCommand.user)
                question.product = product
                question.owner = try owner.map { try RegistrantOption.id($0, of: "--owner") }
                question.note = note
                let folder = try query.common.configuration().alerts
                try AidCommand.atDesk(query) { try $0.ask(id, question, folder: folder) }
            }
        }

        /// What an owner says.
        struct Word: ParsableArguments {
            @Argument(help: "The request's id, or its number where no other year has it.")
            var id: String

            @Option(help: ArgumentHelp("Who was asked about: identity or legal name.", valueName: "id"))
            var supplier: String

            @Option(
                help: ArgumentHelp(
                    "What was asked about, in the words of either side; where several questions about the supplier could be meant."
                ))
            var product: String?

            @Option(help: ArgumentHelp("The owner that says so.", valueName: "registrant"))
            var owner: String

            @Option(help: ArgumentHelp("Who says it for the owner. Default: $USER.", valueName: "name"))
            var by: String?

            @Option(help: ArgumentHelp("What is to be said of it.", valueName: "text"))
            var note: String = ""

            @Option(
                help: ArgumentHelp(
                    "The version that was looked at; where there is a newer one, nothing is done.",
                    valueName: "n"))
            var seen: Int?

            @OptionGroup var query: QueryOptions

            func say(_ action: ConsentAction) throws {
                var word = AidDesk.ConsentWord(
                    action, supplier: supplier, owner: try RegistrantOption.id(owner, of: "--owner"),
                    by: by ?? AidCommand.user)
                word.product = product
                word.note = note
                word.seen = seen
                try AidCommand.atDesk(query) { try $0.say(id, word, isOwner: false) }
            }
        }

        struct Give: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Lets a supplier be named for a request (同意).",
                discussion: """
                      tierwatch aid consent give HB-2026-0001 --supplier local:x:F --owner local:x
                      tierwatch aid consent give 1 --supplier local:x:F --product 座椅 --owner local:x
                    """)

            @OptionGroup var word: Word

            func run() throws { try word.say(.give) }
        }

        struct Refuse: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Does not let a supplier be named for a request (不同意).",
                discussion: """
                      tierwatch aid consent refuse 1 --supplier local:x:F --owner local:x
                    """)

            @OptionGroup var word: Word

            func run() throws { try word.say(.refuse) }
        }

        struct Withdraw: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Takes back a consent that was given: the supplier is named no longer (撤回同意).",
                discussion: """
                      tierwatch aid consent withdraw 1 --supplier local:x:F --owner local:x
                    """)

            @OptionGroup var word: Word

            func run() throws { try word.say(.withdraw) }
        }
    }

    struct Consents: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Lists what owners were asked and have not answered, what is to be answered first before all.",
            discussion: """
                With --view it is what that owner is shown, who learns nothing of the firm in need.

                  tierwatch aid consents --request HB-2026-0001 --all
                  tierwatch aid consents --view local:x
                """)

        @Option(help: ArgumentHelp("Only what this owner was asked.", valueName: "registrant"))
        var owner: String?

        @Option(help: ArgumentHelp("Only about this request: its id, or its number.", valueName: "id"))
        var request: String?

        @Flag(help: "What was answered, and what is over, too.")
        var all = false

        @OptionGroup var snapshot: SnapshotOptions

        func validate() throws {
            if owner != nil, snapshot.view != nil {
                throw ValidationError("--view is of one owner already; leave --owner out.")
            }
        }

        func run() throws {
            var filter = Inquiry.ConsentFilter()
            filter.owner = try owner.map { try RegistrantOption.id($0, of: "--owner") }
            filter.request = request
            filter.all = all
            try snapshot.answer { try $0.consents(filter) }
        }
    }
}
