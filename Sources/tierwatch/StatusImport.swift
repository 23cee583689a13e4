internal import ArgumentParser
internal import Daemon
internal import Store
internal import SupplyModel

extension StatusCommand {
    struct ImportAnswers: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract:
                "Takes the answers of a survey (CSV, XLSX), such as a filled sheet of `tierwatch survey`.",
            discussion: """
                Columns, in English or Chinese: id 统一社会信用代码 or name 企业名称, operating_rate 开工率; and if wanted region 所在地区,
                staff 在岗人数, stock_days 库存天数, logistics 物流, note 备注, time 填报时间. A file is one transaction: one bad row
                refuses it, and every problem is listed. Rows without an answer are left out. Reading a file twice changes nothing.

                  tierwatch status import answers.csv
                  tierwatch status import answers.csv --at 2026-11-25 --dry-run
                """)

        @Argument(help: "The file.")
        var file: String

        @Option(
            help: ArgumentHelp(
                "When it was so, for rows that name no time: RFC 3339, or a date. Default: now.",
                valueName: "time"))
        var at: String?

        @Option(help: "The sheet of a workbook that is meant. Default: the one with the best header.")
        var sheet: String?

        @Option(help: ArgumentHelp("Who reports. Default: the configuration's.", valueName: "id"))
        var registrant: String?

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
            let registrant = try configuration.registrant(named: registrant)
            let inquiry = Inquiry(
                store: try configuration.store(isExpected: true), gazetteer: Gazetteer(),
                language: language, statusDays: configuration.statusDays,
                validityDays: configuration.validityDays)
            let summary = try StatusImporter(inquiry, now: Clock.now()).load(
                file, registrant: registrant, time: at, sheet: sheet, isDryRun: dryRun)
            let format = format ?? (Console.outputIsTerminal ? .table : .json)
            try Import.show(summary, isDryRun: dryRun, as: format, in: language)
        }
    }
}
