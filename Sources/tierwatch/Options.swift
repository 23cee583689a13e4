public import ArgumentParser
internal import Daemon
internal import Foundation
internal import Store
internal import SupplyModel

/// Flags that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder of the store. Default: $TIERWATCH_DATA, then ./.tierwatch.", valueName: "dir"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "Configuration file. Default: ./tierwatch.yaml, then /etc/tierwatch/.", valueName: "file"))
    var config: String?

    /// What is in force.
    ///
    /// `flags` are further values of the command line, by key.
    func configuration(_ flags: [String: String] = [:]) throws -> Configuration {
        var flags = flags
        flags["data"] = data
        return try Configuration(file: config, flags: flags, environment: ProcessInfo.processInfo.environment)
    }
}

/// Flags of every query.
struct QueryOptions: ParsableArguments {
    @OptionGroup var common: CommonOptions

    @Option(help: "How the answer is written: table, json or csv.")
    var format: AnswerFormat = .table

    @Option(help: "Language of tables: zh or en. Default: the configuration's.")
    var lang: Language?

    /// Asks one question and prints its answer.
    ///
    /// `time`: the instant that is asked about; nil for now. `view`: what of the register may be seen.
    func answer(
        at time: Timestamp? = nil, view: RegisterView = .all, _ question: (Inquiry) throws -> Answer
    ) throws {
        let configuration = try common.configuration()
        let language = lang ?? configuration.language
        let store = try configuration.store(isExpected: true)
        let inquiry = Inquiry(
            store: store, gazetteer: Gazetteer(), language: language, time: time,
            statusDays: configuration.statusDays, validityDays: configuration.validityDays, view: view)
        show(try question(inquiry), in: language)
    }

    /// The same of the store itself, which is made where it may be missing.
    func answer(inStore isExpected: Bool, _ question: (Store) throws -> Answer) throws {
        let configuration = try common.configuration()
        let store = try configuration.store(isExpected: isExpected)
        show(try question(store), in: lang ?? configuration.language)
    }

    private func show(_ answer: Answer, in language: Language) {
        Console.output(answer.rendered(as: format, in: language))
        for warning in answer.warnings { Console.error("warning: \(warning)") }
    }
}

extension Configuration {
    /// The store as whoever types the command uses it: the trail names the account of the system.
    func store(isExpected: Bool = false) throws -> Store {
        try Store(folder: data, isExpected: isExpected).acting(as: "cli:\(NSUserName())")
    }
}

/// Flags of every query whose answer follows from the register.
struct SnapshotOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The register as it stood then: RFC 3339, or a date, which means its end in China.",
            valueName: "time"))
    var at: String?

    @Option(
        help: ArgumentHelp(
            "The register as this registrant sees it: what it declared, and what was declared under its invitations.",
            valueName: "id"))
    var view: String?

    @OptionGroup var query: QueryOptions

    /// Asks one question about that instant and prints its answer.
    func answer(_ question: (Inquiry) throws -> Answer) throws {
        let registrant = try view.map { try RegistrantOption.id($0, of: "--view") }
        try query.answer(
            at: try at.map { try DeskInput.time($0) }, view: registrant.map { .registrant($0) } ?? .all,
            question)
    }
}

extension AnswerFormat: ExpressibleByArgument {}
extension ExportedTable: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}
extension RegionLevel: ExpressibleByArgument {}
extension ExposureChoice: ExpressibleByArgument {}
extension TokenScope: ExpressibleByArgument {}
extension TrailAction: ExpressibleByArgument {}

/// A word of a closed set for which Chinese tables have a word of their own: an option takes either.
///
/// What is wrong is told with the contract's words alone.
protocol ShownWord: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {
    /// The column in which tables show it.
    static var column: String { get }
}

extension ShownWord {
    init?(argument: String) {
        let words = Self.allCases.map(\.rawValue)
        guard let word = TypedWords.word(argument, in: Self.column, of: words) else { return nil }
        self.init(rawValue: word)
    }
}

extension Industry: ShownWord { static var column: String { "industry" } }
extension AlertState: ShownWord { static var column: String { "state" } }
extension Severity: ShownWord { static var column: String { "severity" } }
extension DeliveryState: ShownWord { static var column: String { "state" } }
extension AidKind: ShownWord { static var column: String { "kind" } }
extension AidState: ShownWord { static var column: String { "state" } }
extension AidOutcome: ShownWord { static var column: String { "outcome" } }

/// Only metrics that a register's figures have: what queries of rules give is not computed anew.
extension Metric: ExpressibleByArgument {
    init?(argument: String) {
        guard let metric = Self.figures.first(where: { $0.rawValue == argument }) else { return nil }
        self = metric
    }

    static var allValueStrings: [String] { figures.map(\.rawValue) }
}

extension Configuration {
    /// Who registers or reports: whoever the command line names, else the configuration.
    func registrant(named text: String?) throws -> FirmID {
        if let registrant = try RegistrantOption.parse(text) ?? registrant { return registrant }
        throw UsageFault(
            "nobody is named as registrant; add --registrant ID (a USCC, an LEI, or local:NAME),"
                + " or set `registrant` in tierwatch.yaml")
    }
}
