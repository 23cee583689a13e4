import Alerting
import Foundation
import StrictYAML
import Testing
import TestSupport

@Suite struct RuleBookTests {
    private func text(_ name: String) -> String {
        "rules: [{name: \(name), metric: hhi, op: '>', value: 1, summary: {zh: a, en: a}}]"
    }

    private func write(_ files: [String: String], in folder: URL) throws {
        let rules = folder.appending(path: "rules")
        try FileManager.default.createDirectory(at: rules, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: rules.appending(path: name)) }
    }

    @Test func `files are read in the order of their names, others left alone`() throws {
        try Fixtures.withFolder { folder in
            try write(
                [
                    "b.yaml": text("second"), "a.yml": text("first"), "c.yaml": "rules: []", "d.txt": "no",
                    ".e.yaml": "no", "f.yaml~": "no",
                ], in: folder)
            #expect(try RuleBook.load(folder: folder).rules.map(\.name) == ["first", "second"])
        }
    }

    @Test func `a broken file does not hide the faults of the others`() throws {
        try Fixtures.withFolder { folder in
            try write(["a.yaml": "rules: [", "b.yaml": text("x y"), "c.yaml": text("good")], in: folder)
            let faults = try #require(throws: ConfigurationFaults.self) { try RuleBook.load(folder: folder) }
                .all
            #expect(faults.map { URL(filePath: $0.file).lastPathComponent } == ["a.yaml", "b.yaml"])
        }
    }

    @Test func `a folder that is missing or empty is a fault`() throws {
        try Fixtures.withFolder { folder in
            #expect(throws: ConfigurationFaults.self) { try RuleBook.load(folder: folder) }
            try write([:], in: folder)
            #expect(throws: ConfigurationFaults.self) { try RuleBook.load(folder: folder) }
        }
    }

    @Test func `rules end at their limit`() throws {
        let rules = (0...RuleBook.ruleLimit).map {
            "- {name: r\($0), metric: hhi, op: '>', value: 1, summary: {zh: a, en: a}}"
        }
        let document = try YAMLDocument("rules:\n" + rules.joined(separator: "\n"), file: "a.yaml")
        let faults = try #require(throws: ConfigurationFaults.self) { try RuleBook([document]) }.all
        #expect(faults.map(\.line) == [RuleBook.ruleLimit + 2])
    }
}
