internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import SupplyModel

struct AidCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aid",
        abstract: "Mutual protection (互保): who asks which province for what help, and what came of it.",
        discussion: """
            A request is registered 已登记, assigned 已交办, in progress 办理中, answered 已反馈 and closed 已销号; or returned 已退回.

              tierwatch aid list
              tierwatch aid request --firm local:example --to 江苏 --kind resume --reason 座椅断供
              tierwatch aid assign HB-2026-0001 --to 赵 --by 钱
            """,
        subcommands: [
            List.self, Show.self, Request.self, Register.self, Assign.self, Start.self, AnswerRequest.self,
            Close.self, Return.self, Reopen.self, Drop.self, Letter.self, Report.self, Policy.self,
            Match.self, Allocate.self, Splits.self, Consent.self, Consents.self, DrillCommand.self,
            Drills.self,
        ],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists requests that are open, those whose lines stop first come first.",
            discussion: """
                  tierwatch aid list --to 浙江 --overdue
                  tierwatch aid list --all --at 2026-11-25
                """)

        @Flag(help: "Those that are closed or dropped too.")
        var all = false

        @Option(help: "Only those in this state.")
        var state: AidState?

        @Flag(help: "Only those whose deadline has passed.")
        var overdue = false

        @Option(help: ArgumentHelp("Only those of this province.", valueName: "province"))
        var from: String?

        @Option(help: ArgumentHelp("Only those to this province.", valueName: "province"))
        var to: String?

        @Option(help: ArgumentHelp("Only those of this leading firm.", valueName: "id"))
        var firm: String?

        @OptionGroup var snapshot: SnapshotOptions

        func run() throws {
            var question = Inquiry.AidQuestion()
            question.all = all
            question.state = state
            question.overdue = overdue
            question.from = from
            question.to = to
            question.firm = firm
            try snapshot.answer { try $0.aid(question, now: Clock.now()) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One request: what is asked, of whom, and every step.",
            discussion: """
                  tierwatch aid show HB-2026-0001
                  tierwatch aid show 1
                """)

        @Argument(help: "The request's id, or its number where no other year has it.")
        var id: String

        @OptionGroup var snapshot: SnapshotOptions

        func run() throws { try snapshot.answer { try $0.aidRequest(id, now: Clock.now()) } }
    }

    struct Request: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a request and sends it to the province that is asked.",
            discussion: """
                Without --supplier it is about all who stand still there and stop the firm's line. The date on which the line stops
                follows from stocks, status reports and events.

                  tierwatch aid request --firm local:example --to 江苏 --kind resume --dry-run
                  tierwatch aid request --firm local:example --to 浙江 --kind transport_pass --supplier 乙厂 \\
                      --product 座椅 --reason 车辆在省界受阻 --deadline 24h
                """)

        @Option(help: ArgumentHelp("The leading firm: its identity or legal name.", valueName: "id"))
        var firm: String

        @Option(help: ArgumentHelp("The province that is asked.", valueName: "province"))
        var to: String

        @Option(help: ArgumentHelp("The province that asks. Default: the firm's.", valueName: "province"))
        var from: String?

        @Option(help: "What is asked for.")
        var kind: AidKind

        @Option(
            help: ArgumentHelp(
                "A supplier that it is about; may be repeated. Default: those that stand still there.",
                valueName: "id"))
        var supplier: [String] = []

        @Option(help: "Only this product of the suppliers.")
        var product: String?

        @Option(help: ArgumentHelp("What is asked for, in your words.", valueName: "text"))
        var reason: String = ""

        @Option(help: ArgumentHelp("Whom to call. Default: the firm's contact.", valueName: "text"))
        var contact: String?

        @Option(
            help: ArgumentHelp(
                "Until when it is to be answered: 24h, 2d, a date or RFC 3339. Default: by kind.",
                valueName: "time"))
        var deadline: String?

        @Option(
            help: ArgumentHelp(
                "The alert that it rests on, or how its fingerprint begins.", valueName: "fingerprint"))
        var alert: String?

        @Option(help: ArgumentHelp("Who writes it. Default: $USER.", valueName: "name"))
        var by: String?

        @Flag(
            help: "It rests on white lists: each supplier must be on one that counts in the asking province."
        )
        var byWhiteList = false

        @Flag(help: "Keep it as a draft, to be registered later.")
        var draft = false

        @Flag(help: "Show it and write nothing.")
        var dryRun = false

        @OptionGroup var query: QueryOptions

        func run() throws {
            var wish = AidDesk.Wish(firm: firm, to: to, kind: kind, by: by ?? AidCommand.user)
            wish.from = from
            wish.suppliers = supplier
            wish.product = product
            wish.reason = reason
            wish.contact = contact
            wish.deadline = deadline
            wish.alert = alert
            wish.isDraft = draft
            wish.isByWhiteList = byWhiteList
            try AidCommand.atDesk(query) { try $0.write(wish, isTrial: dryRun) }
        }
    }

    static var user: String { ProcessInfo.processInfo.environment["USER"] ?? "" }

    /// Does something at the desk and prints its answer.
    static func atDesk(_ query: QueryOptions, _ act: (AidDesk) throws -> Answer) throws {
        let folder = try query.common.configuration().alerts
        try query.answer { try act(AidDesk($0, folder: folder, now: Clock.now())) }
    }
}
