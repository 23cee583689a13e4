import Alerting
import Foundation
import StrictYAML

/// Feeds every reader of the folder of alerts with one document.
struct SettingsBodies {
    static let shared = SettingsBodies()

    /// The rules that ship, for tests to speak of.
    private let rules: [Rule]

    private init() {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        do {
            rules = try RuleBook.load(folder: root.appending(path: "Alerts")).rules
        } catch {
            fatalError("\(error)")
        }
    }

    func read(_ bytes: [UInt8]) {
        let document: YAMLDocument
        do {
            document = try YAMLDocument(utf8: bytes, file: "f.yaml")
        } catch {
            return checkSentence(error.description)
        }
        refusing {
            for rule in try RuleBook([document]).rules { _ = TextPreview(rule) }
        }
        refusing { _ = try ChannelBook(document) }
        refusing { _ = try RouteBook(document, channels: ["ops", "boss"]) }
        refusing { _ = try TrialBook([document], rules: rules) }
    }

    /// Runs a reader, which may name faults of the file and do nothing worse.
    private func refusing(_ body: () throws -> Void) {
        do {
            try body()
        } catch let faults as ConfigurationFaults {
            check(faults)
        } catch TrialFault.badFiles(let faults) {
            check(faults)
        } catch {
            fatalError("\(error) names no fault of the file")
        }
    }

    private func check(_ faults: ConfigurationFaults) {
        guard !faults.all.isEmpty else { fatalError("refused without a fault") }
        for fault in faults.all { checkSentence(fault.description) }
    }
}
