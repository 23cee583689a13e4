internal import ArgumentParser
internal import Daemon
internal import Store
internal import SupplyModel

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes a register, the figures or the open alerts as CSV or XLSX.",
        discussion: """
            Supplies and firms are one registrant's declarations as they stand; imported again for the same registrant
            they change nothing. A file is replaced only when the new one is complete.

              tierwatch export --registrant local:example --output supplies.xlsx
              tierwatch export --what firms --registrant local:example > firms.csv
              tierwatch export --what metrics --output figures.xlsx
            """)

    @Option(help: "What to write: supplies, firms, metrics or alerts.")
    var what: ExportedTable = .supplies

    @Option(
        help: ArgumentHelp(
            "Whose supplies or firms: a USCC, an LEI, or local:NAME. Default: the configuration's.",
            valueName: "id"))
    var registrant: String?

    @Option(help: "csv or xlsx, which the name of the file says too. Default: as that ends, else csv.")
    var format: ExportFormat?

    @Option(
        help: ArgumentHelp(
            "The file to write: .xlsx or .csv. Default for CSV: standard output.", valueName: "file"))
    var output: String?

    @Option(help: "Language of summaries: zh or en. Default: the configuration's.")
    var lang: Language?

    @OptionGroup var common: CommonOptions

    func run() throws {
        let configuration = try common.configuration()
        let file = try output.map { try OutputFile($0, as: [.xlsx, .csv]) }
        if let format, let file, format.rawValue != file.ending.rawValue {
            throw UsageFault(
                "--format \(format.rawValue) and the name \(file.path) contradict each other; give one of them"
            )
        }
        if file == nil, format == .xlsx {
            throw UsageFault(
                "a workbook does not go to standard output; name its file with --output FILE.xlsx")
        }
        let exporter = Exporter(
            Inquiry(
                store: try configuration.store(isExpected: true), gazetteer: Gazetteer(),
                language: lang ?? configuration.language, statusDays: configuration.statusDays,
                validityDays: configuration.validityDays))
        let summary = try exporter.write(
            what, of: try RegistrantOption.parse(registrant) ?? configuration.registrant,
            to: file, now: Clock.now())
        for warning in summary.warnings { Console.error("warning: \(warning)") }
        if let file {
            Console.error(file.told(English.counted(summary.rows, one: "row is", many: "rows are")))
        }
    }
}

/// How a table goes out.
enum ExportFormat: String, CaseIterable { case csv, xlsx }

/// The flag that names who declares.
enum RegistrantOption {
    static func parse(_ text: String?) throws -> FirmID? {
        try text.map { try id($0, of: "--registrant") }
    }

    /// The identity that a flag names.
    static func id(_ text: String, of flag: String) throws -> FirmID {
        do throws(IdentityFault) {
            return try FirmID(text)
        } catch {
            throw UsageFault("\(flag) '\(DeskInput.quoted(text))': \(error.sentence)")
        }
    }
}
