public import Foundation
public import StrictYAML

/// The trials of a folder of alerts, all of them checked against its rules.
public struct TrialBook: Sendable {
    /// Files of a folder.
    public static let fileLimit = 1_000
    /// Trials of all files together.
    public static let trialLimit = 10_000

    /// In the order of their files' names, then of the file.
    public let trials: [Trial]

    /// Reads `tests/*.yaml` and `*.yml` of the folder of alerts, sorted by name.
    ///
    /// - Throws: where there is none, or every fault of every file at once.
    public static func load(folder: URL, rules: [Rule]) throws(TrialFault) -> TrialBook {
        let files = DocumentFolder(folder.appending(path: "tests"))
        guard let names = files.names, !names.isEmpty else { throw .noFiles(folder: files.path) }
        guard names.count <= fileLimit else { throw .tooManyFiles(folder: files.path) }
        var faults: [ConfigurationFault] = []
        let documents = files.documents(&faults)
        return try TrialBook(documents, rules: rules, faults)
    }

    /// Reads the trials of files that are parsed already.
    ///
    /// - Throws: every fault of every file at once.
    public init(_ documents: [YAMLDocument], rules: [Rule]) throws(TrialFault) {
        try self.init(documents, rules: rules, [])
    }

    private init(
        _ documents: [YAMLDocument], rules: [Rule], _ found: [ConfigurationFault]
    ) throws(TrialFault) {
        let reader = TrialReader(rules)
        var faults = found
        var trials: [Trial] = []
        for document in documents {
            let list = document.root.mapping(keys: ["tests"], &faults)?.required("tests", &faults)
            guard let list, let values = list.sequence(&faults) else { continue }
            if values.isEmpty { faults.append(list.fault("nothing is tested here; add a test")) }
            for value in values {
                guard trials.count < Self.trialLimit else {
                    faults.append(value.fault("there are more than \(Self.trialLimit) tests; merge some"))
                    break
                }
                if let trial = reader.read(value, &faults) { trials.append(trial) }
            }
        }
        guard faults.isEmpty else { throw .badFiles(ConfigurationFaults(faults)) }
        self.trials = trials
    }
}

/// Why rules could not be tested.
public enum TrialFault: Error, Equatable, Sendable, CustomStringConvertible {
    case noFiles(folder: String)
    case tooManyFiles(folder: String)
    case badFiles(ConfigurationFaults)

    public var description: String {
        switch self {
        case .noFiles(let folder):
            "\(folder): there are no tests of rules here; write one, as Alerts/README.md shows"
        case .tooManyFiles(let folder):
            "\(folder): there are more than \(TrialBook.fileLimit) files of tests; merge some"
        case .badFiles(let faults): faults.description
        }
    }
}
