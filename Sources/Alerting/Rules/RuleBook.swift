public import Foundation
public import StrictYAML

/// The rules of a folder, all of them checked.
///
/// A book is read whole or not at all: one fault anywhere, and whoever reloads keeps the book that was in force.
public struct RuleBook: Equatable, Sendable {
    /// Files of a folder.
    public static let fileLimit = 1_000
    /// Rules of all files together.
    public static let ruleLimit = 1_000

    /// In the order of their files' names, then of the file.
    public let rules: [Rule]

    /// Reads `rules/*.yaml` and `*.yml` of the folder of alerts, sorted by name.
    ///
    /// - Throws: every fault of every file at once.
    public static func load(folder: URL) throws(ConfigurationFaults) -> RuleBook {
        let files = DocumentFolder(folder.appending(path: "rules"))
        guard let names = files.names else {
            throw ConfigurationFaults([
                ConfigurationFault(file: files.path, reason: "there is no such folder of rules; create it")
            ])
        }
        guard (1...fileLimit).contains(names.count) else {
            throw ConfigurationFaults([
                ConfigurationFault(
                    file: files.path,
                    reason: "there are \(names.count) files of rules; have between 1 and \(fileLimit)"
                        + " (a file that says 'rules: []' has none on purpose)")
            ])
        }
        var faults: [ConfigurationFault] = []
        let documents = files.documents(&faults)
        return try RuleBook(documents, faults)
    }

    /// Reads the rules of files that are parsed already.
    ///
    /// - Throws: every fault of every file at once.
    public init(_ documents: [YAMLDocument]) throws(ConfigurationFaults) {
        try self.init(documents, [])
    }

    private init(_ documents: [YAMLDocument], _ found: [ConfigurationFault]) throws(ConfigurationFaults) {
        var reader = RuleReader()
        var faults = found
        var rules: [Rule] = []
        for document in documents {
            let list = document.root.mapping(keys: ["rules"], &faults)?.required("rules", &faults)
            for value in list?.sequence(&faults) ?? [] {
                guard rules.count < Self.ruleLimit else {
                    faults.append(value.fault("there are more than \(Self.ruleLimit) rules; merge some"))
                    break
                }
                if let rule = reader.read(value, &faults) { rules.append(rule) }
            }
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        self.rules = rules
    }
}
