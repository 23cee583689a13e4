internal import ArgumentParser
internal import Daemon
internal import SupplyModel

/// Flags of every step of a request.
struct AidStepOptions: ParsableArguments {
    @Argument(help: "The request's id, or its number where no other year has it.")
    var id: String

    @Option(help: ArgumentHelp("Who does it. Default: $USER.", valueName: "name"))
    var by: String?

    @Option(help: ArgumentHelp("What is to be said of it.", valueName: "text"))
    var note: String = ""

    @Option(
        help: ArgumentHelp(
            "The version that was looked at; where there is a newer one, nothing is done.", valueName: "n"))
    var seen: Int?

    @OptionGroup var query: QueryOptions

    func validate() throws {
        if let seen, seen < 1 { throw ValidationError("--seen is a version, 1 or more, not \(seen).") }
    }

    /// Takes the step.
    func take(_ action: AidAction, _ change: (inout AidDesk.Step) -> Void = { _ in }) throws {
        var step = AidDesk.Step(action, by: by ?? AidCommand.user)
        step.note = note
        step.seen = seen
        change(&step)
        try AidCommand.atDesk(query) { try $0.take(id, step) }
    }
}

extension AidCommand {
    struct Register: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends a draft, or a request that was returned, to the province that is asked (登记).",
            discussion: """
                  tierwatch aid register HB-2026-0001 --by 王
                """)

        @Option(help: ArgumentHelp("Another deadline: 24h, 2d, a date or RFC 3339.", valueName: "time"))
        var deadline: String?

        @OptionGroup var step: AidStepOptions

        func run() throws { try step.take(.register) { $0.deadline = deadline } }
    }

    struct Assign: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a request to somebody who handles it (交办).",
            discussion: """
                  tierwatch aid assign HB-2026-0001 --to 赵 --by 钱
                """)

        @Option(help: ArgumentHelp("Who is to handle it.", valueName: "name"))
        var to: String

        @Option(help: ArgumentHelp("Another deadline: 24h, 2d, a date or RFC 3339.", valueName: "time"))
        var deadline: String?

        @OptionGroup var step: AidStepOptions

        func run() throws {
            try step.take(.assign) {
                $0.handler = to
                $0.deadline = deadline
            }
        }
    }

    struct Start: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that whoever handles a request is at it (办理).",
            discussion: """
                  tierwatch aid start HB-2026-0001 --by 赵
                """)

        @OptionGroup var step: AidStepOptions

        func run() throws { try step.take(.start) }
    }

    struct AnswerRequest: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "answer", abstract: "Says what came of a request (反馈).",
            discussion: """
                  tierwatch aid answer HB-2026-0001 --outcome solved --note 已复工 --by 赵
                """)

        @Option(help: "What came of it.")
        var outcome: AidOutcome

        @OptionGroup var step: AidStepOptions

        func run() throws { try step.take(.answer) { $0.outcome = outcome } }
    }

    struct Close: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Agrees that a request is done (销号).",
            discussion: """
                  tierwatch aid close HB-2026-0001 --by 王
                """)

        @OptionGroup var step: AidStepOptions

        func run() throws { try step.take(.close) }
    }

    struct Return: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends a request back to who asked, with the reason as --note (退回).",
            discussion: """
                  tierwatch aid return HB-2026-0001 --note 缺车牌号 --by 赵
                """)

        @OptionGroup var step: AidStepOptions

        func run() throws { try step.take(.sendBack) }
    }

    struct Reopen: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Opens a request again that was answered or closed wrongly, with the reason as --note.",
            discussion: """
                  tierwatch aid reopen HB-2026-0001 --note 仍未到货 --by 王
                """)

        @Option(help: ArgumentHelp("Another deadline: 24h, 2d, a date or RFC 3339.", valueName: "time"))
        var deadline: String?

        @OptionGroup var step: AidStepOptions

        func run() throws { try step.take(.reopen) { $0.deadline = deadline } }
    }

    struct Drop: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives up a draft or a returned request, with the reason as --note (作废).",
            discussion: """
                  tierwatch aid drop HB-2026-0001 --note 供应商已恢复 --by 王
                """)

        @OptionGroup var step: AidStepOptions

        func run() throws { try step.take(.drop) }
    }
}
