import Alerting
import Foundation
import StrictYAML
import SupplyModel
import Testing
import TestSupport

@Suite struct TrialTests {
    static let rules = """
        rules:
          - {name: old, metric: record_age_days, op: ">", value: 40, clear: 35, for: 2 runs,
             summary: {zh: "{{firm}}：{{value}}", en: "{{firm}}: {{value}}"}}
        """

    /// The outcomes of tests of one firm's age, given as the lines below `runs:`.
    static func outcomes(_ runs: String, head: String = "names: {local:a: 甲}") throws -> [TrialOutcome] {
        let rules = try RuleBook([YAMLDocument(Self.rules, file: "r.yaml")]).rules
        let text =
            "tests:\n  - name: one\n    \(head)\n    runs:\n"
            + runs.split(separator: "\n").map { "      " + $0 }.joined(separator: "\n")
        let book = try TrialBook([YAMLDocument(text, file: "t.yaml")], rules: rules)
        return book.trials.map { $0.outcome(of: rules, gazetteer: Gazetteer()) }
    }

    /// What differs, a line each.
    static func differences(_ runs: String, head: String = "names: {local:a: 甲}") throws -> [String] {
        try outcomes(runs, head: head)[0].differences.map {
            "\($0.line) \($0.run) \($0.part) - \($0.expected ?? "") + \($0.came ?? "")"
        }
    }

    static func run(_ at: String, _ value: String, _ expected: String = "") -> String {
        "- {at: \(at), samples: [{metric: record_age_days, labels: {firm: local:a}, value: \(value)}]"
            + (expected.isEmpty ? "}\n" : ", \(expected)}\n")
    }

    static func alert(_ state: String, _ value: String = "41") -> String {
        "alerts: [{rule: old, labels: {firm: local:a}, state: \(state), value: \(value)}]"
    }

    @Test func `what comes as expected has no differences`() throws {
        let runs =
            Self.run("0s", "41", Self.alert("pending") + ", messages: []")
            + Self.run(
                "15m", "42",
                Self.alert("firing", "42")
                    + ", messages: [{kind: firing, rule: old, labels: {firm: local:a},"
                    + " summary: {zh: 甲：42 天, en: \"甲: 42 days\"}}]")
            + Self.run("30m", "36", Self.alert("firing", "36.0") + ", messages: []")
            + Self.run("40m", "absent", Self.alert("nodata", "36") + ", messages: []")
            + Self.run("45m", "35", Self.alert("resolved", "35"))
            + Self.run("1h", "1", "alerts: [], messages: []")
        #expect(try Self.differences(runs) == [])
    }

    @Test func `what comes otherwise is shown beside what was expected, with line, run and part`() throws {
        let runs = Self.run("0s", "41", Self.alert("firing")) + Self.run("15m", "42", Self.alert("firing"))
        #expect(
            try Self.differences(runs) == [
                "5 1 alerts - old {firm=local:a}: state firing, value 41.0"
                    + " + old {firm=local:a}: state pending, value 41.0",
                "6 2 alerts - old {firm=local:a}: state firing, value 41.0"
                    + " + old {firm=local:a}: state firing, value 42.0",
            ])
    }

    @Test func `what does not come and what was not expected are named alone`() throws {
        let other = "alerts: [{rule: old, labels: {firm: local:b}, state: pending}]"
        #expect(
            try Self.differences(Self.run("0s", "41", other)) == [
                "5 1 alerts - old {firm=local:b}: state pending + ",
                "5 1 alerts -  + old {firm=local:a}: state pending, value 41.0",
            ])
        #expect(
            try Self.differences(Self.run("0s", "1", Self.alert("pending"))) == [
                "5 1 alerts - old {firm=local:a}: state pending, value 41.0 + "
            ])
    }

    @Test func `a text is compared in the languages that are written, exactly`() throws {
        let told =
            "messages: [{kind: firing, rule: old, labels: {firm: local:a}, summary: {en: \"甲: 41 days\"}}]"
        let runs = Self.run("0s", "41") + Self.run("15m", "41.04", told) + Self.run("30m", "absent")
        #expect(try Self.differences(runs) == [])
        #expect(
            try Self.differences(runs.replacing("甲: 41", with: "乙: 41")) == [
                "6 2 messages - firing old {firm=local:a}: en “乙: 41 days”"
                    + " + firing old {firm=local:a}: en “甲: 41 days”"
            ])
    }

    @Test func `a rule that fails is a difference unless it is expected to`() throws {
        let twice = "{metric: record_age_days, labels: {firm: local:a}, value: 41}"
        func runs(_ failed: String) -> String {
            Self.run("0s", "41") + "- {at: 15m, samples: [\(twice), \(twice)]\(failed), messages: []}\n"
        }
        #expect(
            try Self.differences(runs("")) == [
                "6 2 failed -  + old: because rule old: two samples are both about {firm=local:a};"
                    + " match them apart by a label"
            ])
        #expect(try Self.differences(runs(", failed: [old]")) == [])
        #expect(
            try Self.differences(Self.run("0s", "41", "failed: [old], messages: []")) == [
                "5 1 failed - old + "
            ])
    }

    @Test func `the clock is the file's: it starts where it says, and may go back`() throws {
        let runs =
            Self.run("0s", "1", Self.alert("firing"))
            + Self.run("2025-12-31T23:00:00Z", "1", Self.alert("firing"))
        let outcome = try Self.outcomes(runs, head: "start: 2026-06-01T08:00:00+08:00")[0]
        #expect(
            outcome.differences.map(\.time) == ["2026-06-01T08:00:00+08:00", "2026-01-01T07:00:00+08:00"])
        #expect(try Self.outcomes(runs)[0].differences[0].time == "2026-01-01T00:00:00+08:00")
    }

    @Test func `the tests that ship pass, and name every shipped rule`() throws {
        let folder = Fixtures.root.appending(path: "Alerts")
        let rules = try RuleBook.load(folder: folder).rules
        let book = try TrialBook.load(folder: folder, rules: rules)
        let outcomes = book.trials.map { $0.outcome(of: rules, gazetteer: Gazetteer()) }
        for outcome in outcomes { #expect(outcome.hasPassed, "\(outcome)") }
        let files = try FileManager.default.contentsOfDirectory(
            at: folder.appending(path: "tests"), includingPropertiesForKeys: nil)
        let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        for rule in rules { #expect(texts.contains("rule: \(rule.name)"), "\(rule.name)") }
    }
}
