internal import ArgumentParser
internal import Daemon
internal import Foundation
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

    @Option(help: "csv or xlsx. Default: as the name of the file ends, else csv.")
    var format: ExportFormat?

    @Option(help: ArgumentHelp("The file to write. Default for CSV: standard output.", valueName: "file"))
    var output: String?

    @Option(help: "Language of summaries: zh or en. Default: the configuration's.")
    var lang: Language?

    @OptionGroup var common: CommonOptions

    func run() throws {
        let configuration = try common.configuration()
        let named = output.flatMap(ExportFormat.init(file:))
        if let format, let named, format != named {
            throw UsageFault(
                "--format \(format.rawValue) and the name \(output ?? "") contradict each other; give one of them"
            )
        }
        let exporter = Exporter(
            Inquiry(
                store: try configuration.store(isExpected: true), gazetteer: Gazetteer(),
                language: lang ?? configuration.language, statusDays: configuration.statusDays,
                validityDays: configuration.validityDays))
        let summary = try exporter.write(
            what, of: try RegistrantOption.parse(registrant) ?? configuration.registrant,
            as: format ?? named ?? .csv, to: output, now: Clock.now())
        for warning in summary.warnings { Console.error("warning: \(warning)") }
        if let output {
            Console.error("\(English.counted(summary.rows, one: "row is", many: "rows are")) in \(output)")
        }
    }
}

extension ExportFormat {
    /// That of a file's name; nil where it is neither's.
    init?(file: String) { self.init(rawValue: URL(filePath: file).pathExtension.lowercased()) }
}

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
