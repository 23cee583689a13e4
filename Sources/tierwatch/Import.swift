internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import Store
internal import SupplyModel

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes registers of suppliers or firms (CSV or XLSX).",
        discussion: """
            A file is one transaction: one bad row refuses it, and every problem is listed. Reading the same file twice
            changes nothing. A folder means its *.csv and *.xlsx, tables of firms first. Of a workbook the sheet with the
            best header is read.

              tierwatch import Suppliers/auto --registrant local:example
              tierwatch import list.csv --registrant 91310000132260250X --dry-run
              tierwatch import book.xlsx --sheet 供应商 --registrant 91310000132260250X
            """)

    @Argument(help: ArgumentHelp("Files, or folders of files.", valueName: "file|dir"))
    var paths: [String]

    @Option(
        help: ArgumentHelp(
            "Who declares: a USCC, an LEI, or local:NAME. Default: the configuration's.", valueName: "id"))
    var registrant: String?

    @Flag(
        help:
            "Take the good rows; write the refused ones, with a reason, to NAME.refused.csv beside the source (of a workbook NAME.xlsx.refused.csv)."
    )
    var partial = false

    @Flag(help: "Also withdraw this registrant's declarations that the file no longer has.")
    var replace = false

    @Flag(help: "Add the figures of rows that name the same supply twice, instead of refusing them.")
    var sumDuplicates = false

    @Option(help: ArgumentHelp("The sheet of a workbook to read, by its name.", valueName: "name"))
    var sheet: String?

    @Flag(help: "Do everything but keep the result.")
    var dryRun = false

    @Option(help: "How the answer is written: table, json or csv. Default: table on a terminal, else json.")
    var format: AnswerFormat?

    @Option(help: "Language of tables: zh or en. Default: the configuration's.")
    var lang: Language?

    @OptionGroup var common: CommonOptions

    func run() throws {
        let configuration = try common.configuration()
        let registrant = try configuration.registrant(named: registrant)
        var options = ImportOptions()
        options.isPartial = partial
        options.replaces = replace
        options.sumsDuplicates = sumDuplicates
        options.offersSums = true
        options.isDryRun = dryRun
        options.sheet = sheet
        let importer = Importer(store: try configuration.store(), gazetteer: Gazetteer())
        var bar = ProgressBar()
        let summary = try importer.load(paths, registrant: registrant, options: options, now: Clock.now) {
            file, part in
            bar.show(file, part)
        }
        let format = format ?? (Console.outputIsTerminal ? .table : .json)
        try Self.show(summary, isDryRun: dryRun, as: format, in: lang ?? configuration.language)
    }

    /// Prints what became of files; ends the command where there are problems.
    static func show(
        _ summary: ImportSummary, isDryRun: Bool, as format: AnswerFormat, in language: Language
    ) throws {
        for warning in summary.warnings { Console.error("warning: \(line(warning))") }
        for problem in summary.problems { Console.error(line(problem)) }
        for file in summary.refusedFiles {
            Console.error("the refused rows, each with its reason, are in \(file)")
        }
        if isDryRun { Console.error("dry run: nothing was kept") }
        Console.output(answer(summary, format).rendered(as: format, in: language))
        if !summary.problems.isEmpty { throw Finished(status: ExitStatus.badData) }
    }

    static func line(_ problem: Problem) -> String {
        let value = problem.value.isEmpty ? "" : " '\(problem.value)'"
        let cell = problem.column.isEmpty && value.isEmpty ? "" : ": \(problem.column)\(value)"
        return "\(problem.place)\(cell): \(problem.message)"
    }

    static func answer(_ summary: ImportSummary, _ format: AnswerFormat) -> Answer {
        let problems = summary.problems.map { problem -> Answer.Value in
            let sheet = problem.sheet.map { [Answer.Field("sheet", .text($0))] } ?? []
            return .record(
                [Answer.Field("file", .text(problem.file))] + sheet + [
                    Answer.Field("line", .number(Double(problem.line))),
                    Answer.Field("column", .text(problem.column)), Answer.Field("code", .text(problem.code)),
                    Answer.Field("value", .text(problem.value)),
                    Answer.Field("message", .text(problem.message)),
                ])
        }
        return Answer([
            Answer.Field("files", .number(Double(summary.files))),
            Answer.Field("accepted", .number(Double(summary.accepted))),
            Answer.Field("unchanged", .number(Double(summary.unchanged))),
            Answer.Field("rejected", .number(Double(summary.rejected))),
            Answer.Field("withdrawn", .number(Double(summary.withdrawn))),
            Answer.Field("problems", format == .json ? .list(problems) : .number(Double(problems.count))),
        ])
    }
}
