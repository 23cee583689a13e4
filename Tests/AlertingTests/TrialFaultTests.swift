import Alerting
import Foundation
import StrictYAML
import Testing
import TestSupport

@Suite struct TrialFaultTests {
    static let good = [
        "tests:", "  - name: one", "    start: 2026-01-01T00:00:00Z", "    names: {local:a: 甲}", "    runs:",
        "      - at: 0s", "        samples:",
        "          - {metric: record_age_days, labels: {firm: local:a}, value: 41, unknown: 0, industry: auto, provinces: [\"320000\"]}",
        "        alerts:", "          - {rule: old, labels: {firm: local:a}, state: pending}",
        "        messages:",
        "          - {kind: firing, rule: old, labels: {firm: local:a}, summary: {zh: a, en: a}}",
    ]

    static let mistakes = [
        Mistake(2, "  - title: one", "title", "no such key; known are name"),
        Mistake(2, "  - name: ''", "name", "a name is one line"),
        Mistake(3, "    start: today", "start", "'today' is no time"),
        Mistake(4, "    names: [local:a]", "names", "a mapping is expected"),
        Mistake(6, "      - at: soon", "runs[0].at", "'soon' is neither a time after the start"),
        Mistake(6, "      - at: 3 runs", "runs[0].at", "neither a time after the start"),
        Mistake(
            8, "          - {metric: hi, labels: {}, value: 1}", "runs[0].samples[0].metric",
            "'hi' is not known"),
        Mistake(
            8, "          - {metric: hhi, labels: {via: a}, value: 1}", "runs[0].samples[0].labels.via",
            "no such key"),
        Mistake(
            8, "          - {metric: hhi, labels: {firm: a}, value: much}", "runs[0].samples[0].value",
            "not a finite"),
        Mistake(
            8, "          - {metric: hhi, labels: {firm: a}}", "runs[0].samples[0].value",
            "is missing; add it"),
        Mistake(
            8, "          - {metric: hhi, labels: {firm: a}, value: 1, unknown: 2}",
            "runs[0].samples[0].unknown",
            "from 0 to 1"),
        Mistake(
            8, "          - {metric: hhi, labels: {firm: a}, value: 1, provinces: [Wuhan]}",
            "runs[0].samples[0].provinces[0]", "no code of a region"),
        Mistake(
            10, "          - {rule: odl, labels: {firm: a}, state: firing}", "runs[0].alerts[0].rule",
            "did you mean 'old'?"),
        Mistake(
            10, "          - {rule: old, labels: {region: a}, state: firing}",
            "runs[0].alerts[0].labels.region",
            "no such key"),
        Mistake(
            10, "          - {rule: old, labels: {firm: a}, state: burning}", "runs[0].alerts[0].state",
            "not known"),
        Mistake(
            10, "          - {rule: old, labels: {firm: a}}", "runs[0].alerts[0].state", "is missing; add it"),
        Mistake(11, "        failed: [odl]\n        messages:", "runs[0].failed[0]", "did you mean 'old'?"),
        Mistake(
            12, "          - {kind: fring, rule: old, labels: {firm: a}}", "runs[0].messages[0].kind",
            "did you mean 'firing'?"),
        Mistake(
            12, "          - {kind: firing, rule: old, labels: {firm: a}, summary: {fr: a}}",
            "runs[0].messages[0].summary.fr", "no such key"),
    ]

    private func faults(_ text: String) throws -> [ConfigurationFault] {
        let rules = try RuleBook([YAMLDocument(TrialTests.rules, file: "r.yaml")]).rules
        let fault = try #require(throws: TrialFault.self) {
            try TrialBook([YAMLDocument(text, file: "t.yaml")], rules: rules)
        }
        guard case .badFiles(let faults) = fault else { return [] }
        return faults.all
    }

    @Test func `the good file is good`() throws {
        let rules = try RuleBook([YAMLDocument(TrialTests.rules, file: "r.yaml")]).rules
        let document = try YAMLDocument(Self.good.joined(separator: "\n"), file: "t.yaml")
        #expect(try TrialBook([document], rules: rules).trials.map(\.name) == ["one"])
    }

    @Test(arguments: mistakes)
    func `a mistake is named by line and key`(mistake: Mistake) throws {
        var lines = Self.good
        lines[mistake.line - 1] = mistake.text
        let faults = try faults(lines.joined(separator: "\n"))
        let key = mistake.key.replacing("rules[0]", with: "tests[0]")
        let fault = try #require(
            faults.first { $0.key == key && $0.reason.contains(mistake.words) }, "\(faults)")
        #expect(fault.line == mistake.faultLine && fault.file == "t.yaml")
    }

    @Test func `all faults of a file come at once`() throws {
        var lines = Self.good
        lines[2] = "    start: today"
        lines[9] = "          - {rule: odl, labels: {firm: a}, state: burning}"
        #expect(try faults(lines.joined(separator: "\n")).map(\.line) == [3, 10, 10])
    }

    @Test(arguments: [
        ("tests: []", "nothing is tested"), ("", "a mapping is expected"), ("rules: []", "no such key"),
        ("tests:\n- {name: a, runs: []}", "there is no run"),
        ("tests:\n- {name: a, runs: [{at: 0s, samples: []}]}", "nothing is expected, so it cannot fail"),
        (
            "tests:\n- {name: a, runs: [{at: 0s, samples: [], alerts: [{rule: old, labels: {}, state: firing},"
                + " {rule: old, labels: {}, state: firing}]}]}", "the same already stands in line 2"
        ),
    ])
    func `a file that could not fail is refused`(text: String, words: String) throws {
        let faults = try faults(text)
        #expect(faults.contains { $0.reason.contains(words) }, "\(faults)")
    }

    @Test func `a folder without tests is named`() throws {
        try Fixtures.withFolder { folder in
            let fault = #expect(throws: TrialFault.self) { try TrialBook.load(folder: folder, rules: []) }
            #expect(fault == .noFiles(folder: folder.appending(path: "tests").path(percentEncoded: false)))
        }
    }
}
