internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import Store
internal import SupplyModel

struct WhiteListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whitelist",
        abstract: "White lists 白名单: firms that authorities keep going, and whose lists count where.",
        discussion: """
              tierwatch whitelist import list.xlsx --issuer 上海 --batch 2 --from 2022-04-29
              tierwatch whitelist recognise --issuer 上海 --by 江苏
              tierwatch whitelist check --firm local:example --proposal next.xlsx
            """,
        subcommands: [
            ImportList.self, List.self, Check.self, Recognise.self, Withdraw.self, Recognitions.self,
        ],
        defaultSubcommand: List.self)

    struct ImportList: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Takes the firms of a list (CSV, XLSX).",
            discussion: """
                Columns, in English or Chinese: id 统一社会信用代码 or name 企业名称; and if wanted region 所在地, industry 行业,
                products 产品 (several parted by ; or 、), tier 层级, recommended_by 推荐单位, contact 联系人, removed 移出 (是: the
                firm leaves the list). A file is all or nothing, and read twice changes nothing. What a list said before stays known.

                  tierwatch whitelist import list.xlsx --issuer 上海 --batch 2
                  tierwatch whitelist import list.csv --issuer 上海 --batch 2 --replace --dry-run
                """)

        @Argument(help: "The files.")
        var files: [String]

        @Option(
            help: ArgumentHelp("Who issued it: a province or city, by code or name.", valueName: "region"))
        var issuer: String

        @Option(help: ArgumentHelp("What the issuer calls it, such as 2.", valueName: "text"))
        var batch: String

        @Option(
            help: ArgumentHelp(
                "From when what the file says holds: RFC 3339, or a date, which means its first moment in China. Default: now.",
                valueName: "time"))
        var from: String?

        @Option(
            help: ArgumentHelp(
                "When the list is over: RFC 3339, or a date, which means its end in China. Default: as was said before, else never.",
                valueName: "time"))
        var until: String?

        @Flag(help: "Firms of this list that the file no longer has leave it.")
        var replace = false

        @Option(help: ArgumentHelp("The sheet of a workbook to read, by its name.", valueName: "name"))
        var sheet: String?

        @Flag(help: "Do everything but keep the result.")
        var dryRun = false

        @Option(
            help: "How the answer is written: table, json or csv. Default: table on a terminal, else json.")
        var format: AnswerFormat?

        @Option(help: "Language of tables: zh or en. Default: the configuration's.")
        var lang: Language?

        @OptionGroup var common: CommonOptions

        func run() throws {
            let configuration = try common.configuration()
            let language = lang ?? configuration.language
            var order = WhiteListDesk.Order(issuer: issuer, batch: batch)
            order.from = from
            order.until = until
            order.replaces = replace
            order.isDryRun = dryRun
            order.sheet = sheet
            let inquiry = Inquiry(
                store: try configuration.store(), gazetteer: Gazetteer(), language: language)
            let summary = try WhiteListDesk(inquiry, now: Clock.now()).load(files, order)
            let format = format ?? (Console.outputIsTerminal ? .table : .json)
            try Import.show(summary, isDryRun: dryRun, as: format, in: language)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the lists, the firms of one, or those that a firm is on.",
            discussion: """
                  tierwatch whitelist list --issuer 上海
                  tierwatch whitelist list --issuer 上海 --batch 2 --format csv
                  tierwatch whitelist list --firm 91310000132260250X --all
                """)

        @Option(
            help: ArgumentHelp(
                "Only lists of this province or city: a code or a name.", valueName: "region"))
        var issuer: String?

        @Option(help: ArgumentHelp("The firms of this list of the issuer's.", valueName: "text"))
        var batch: String?

        @Option(
            help: ArgumentHelp("The places of this firm: its identity or a name.", valueName: "id"))
        var firm: String?

        @Flag(help: "Also lists that are over, and firms that left.")
        var all = false

        @OptionGroup var snapshot: SnapshotOptions

        func validate() throws {
            if batch != nil, issuer == nil {
                throw ValidationError("--batch needs its issuer: add --issuer, such as 上海.")
            }
        }

        func run() throws {
            var filter = WhiteListFilter()
            filter.issuer = issuer
            filter.batch = batch
            filter.firm = firm
            filter.listsEnded = all
            try snapshot.answer { try $0.whiteLists(filter, now: Clock.now()) }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Holds the suppliers of a chain to the lists, those that matter most first.",
            discussion: """
                A list is in force where its issuer is the buyer's province or city, or is recognised there. Critical is a supplier whose stop
                costs the buyer 1% of its output or more, or is felt within 400 days; of those on the mainland that are on no list in
                force --proposal makes the table for the next batch, which `whitelist import` reads.

                  tierwatch whitelist check --firm local:example
                  tierwatch whitelist check --firm local:example --proposal next.xlsx
                  tierwatch whitelist check --at 2022-05-01 --format json
                """)

        @Option(
            help: ArgumentHelp(
                "The firm whose chain is checked: its identity or a name. Default: every leading firm.",
                valueName: "id"))
        var firm: String?

        @Option(
            name: .customLong("in"),
            help: ArgumentHelp(
                "Where lists are to be in force: a code or a name. Default: where the buyer sits.",
                valueName: "region"))
        var place: String?

        @Option(
            parsing: .unconditional, help: "Only so many suppliers of each firm, 1 or more. Default: all.")
        var top: Int?

        @Option(
            help: ArgumentHelp(
                "Write the critical suppliers that are on no list in force to this new file, .xlsx or .csv.",
                valueName: "file"))
        var proposal: String?

        @OptionGroup var snapshot: SnapshotOptions

        func validate() throws {
            if let top, top < 1 { throw ValidationError("--top is 1 or more, not \(top).") }
        }

        func run() throws {
            var question = WhiteListQuestion()
            question.firm = firm
            question.place = place
            question.top = top
            question.proposal = try proposal.map {
                try OutputFile($0, of: "--proposal", as: [.xlsx, .csv], isForm: true)
            }
            let bar = SharedProgressBar()
            try snapshot.answer { inquiry in
                try inquiry.whiteListCheck(question, now: Clock.now()) { bar.show($0, $1) }
            }
            if let file = question.proposal, FileManager.default.fileExists(atPath: file.path) {
                Console.error(file.told("the proposal is"))
            }
        }
    }
}
