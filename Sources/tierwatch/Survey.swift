internal import ArgumentParser
internal import Daemon
internal import SupplyModel

struct Survey: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Whom to ask how they are: the suppliers of a chain that have not answered, tier by tier.",
        discussion: """
            Each site of a supplier is asked. Who reported within 14 days (`status_days`), or since --since, has answered. The
            sheet, once filled in, is read by `tierwatch status import`.

              tierwatch survey --firm local:example --tier 2
              tierwatch survey --firm local:example --region 上海 --sheet ask.xlsx
              tierwatch survey --firm local:example --by-tier
            """)

    @Option(help: ArgumentHelp("The firm whose chain is asked: its identity or legal name.", valueName: "id"))
    var firm: String

    @Option(help: "Only sites in this region: a code or a name of any level.")
    var region: String?

    @Option(parsing: .unconditional, help: "Only suppliers of this tier, 1 or more.")
    var tier: Int?

    @Option(
        help: ArgumentHelp(
            "Who reported since then has answered: RFC 3339, or a date, which means its first moment in China.",
            valueName: "time"))
    var since: String?

    @Flag(help: "List those that have answered too.")
    var all = false

    @Flag(help: "How many have answered, tier by tier, in place of whom to ask.")
    var byTier = false

    @Option(
        help: ArgumentHelp(
            "Write the blank sheet of those listed to this new file, .xlsx or .csv.", valueName: "file"))
    var sheet: String?

    @OptionGroup var snapshot: SnapshotOptions

    func validate() throws {
        if let tier, tier < 1 { throw ValidationError("--tier is 1 or more, not \(tier).") }
        if byTier, all || sheet != nil {
            throw ValidationError("--by-tier lists nobody, so --all and --sheet have no place beside it.")
        }
    }

    func run() throws {
        var question = SurveyQuestion(firm: firm)
        question.region = region
        question.tier = tier
        question.since = since
        question.listsAnswered = all
        let file = try sheet.map {
            try OutputFile($0, of: "--sheet", as: [.xlsx, .csv], isForm: true)
        }
        try snapshot.answer { inquiry in
            if byTier { return try inquiry.answerRates(question, now: Clock.now()) }
            return try inquiry.survey(question, sheet: file, now: Clock.now())
        }
        if let file { Console.error(file.told("the sheet is")) }
    }
}
