import Alerting
import StrictYAML
import SupplyModel
import Testing

@Suite struct EvaluationTests {
    private func rules(_ text: String) throws -> [Rule] {
        try RuleBook([YAMLDocument(text, file: "a.yaml")]).rules
    }

    @Test func `a rule that is gone resolves its firing alerts and drops its pending ones`() throws {
        var monitor = Monitor([try rule("for: 2 runs")])
        _ = try monitor.run([sample(41, firm: "local:a")], at: minute(0))
        _ = try monitor.run([sample(41, firm: "local:a"), sample(41, firm: "local:b")], at: minute(1))
        monitor.rules = []
        let evaluation = try monitor.run([sample(41)], at: minute(2))
        #expect(evaluation.notifications.map(\.kind) == [.resolved])
        #expect(evaluation.notifications.first?.alert.labels == ["firm": "local:a"])
        #expect(evaluation.notifications.first?.alert.endsAt == minute(2))
        #expect(evaluation.dropped.map(\.labels) == [["firm": "local:b"]])
        #expect(monitor.open.isEmpty)
    }

    @Test func `two samples about the same thing are a fault that names them`() throws {
        var other = sample(0)
        other.labels["industry"] = "auto"
        let evaluation = evaluate([try rule()], samples: [sample(41), other], known: [], now: minute(0))
        #expect(evaluation.changed.isEmpty)
        #expect(
            evaluation.failed["watched"]
                == "rule watched: two samples are both about {firm=local:a, industry=auto}; match them apart by a label"
        )
    }

    @Test func `figures by industry are about different things`() throws {
        let rules = try rules(
            """
            rules:
              - {name: few, metric: supplier_count, op: "<", value: 9, summary: {zh: "{{industry}}", en: "{{industry}}"}}
            """)
        let samples = ["auto", "chips"].map { industry in
            Sample(
                metric: .supplierCount, labels: ["firm": "local:a", "industry": industry], value: 2,
                unknown: 0,
                industry: Industry(rawValue: industry), provinces: [])
        }
        let evaluation = evaluate(rules, samples: samples, known: [], now: minute(0))
        #expect(Set(evaluation.changed.map(\.fingerprint)).count == 2)
        #expect(evaluation.changed.map(\.summary.zh) == ["汽车", "集成电路"])
    }

    @Test func `an industry that is only added does not rename an alert`() throws {
        let rule = try rule()
        #expect(rule.fingerprint(["firm": "a"]) == rule.fingerprint(["firm": "a", "industry": "auto"]))
        #expect(rule.fingerprint(["firm": "a"]) == alertFingerprint(rule: "watched", labels: ["firm": "a"]))
        #expect(rule.fingerprint(["firm": "a"]) != rule.fingerprint(["firm": "b"]))
    }

    @Test func `notifications come in the order of rules and samples`() throws {
        let rules = try rules(
            """
            rules:
              - {name: second, metric: record_age_days, op: ">", value: 1, summary: {zh: a, en: a}}
              - {name: first, metric: record_age_days, op: ">", value: 1, summary: {zh: a, en: a}}
            """)
        let samples = ["b", "a"].map { sample(41, firm: $0) }
        let told = evaluate(rules, samples: samples, known: [], now: minute(0)).notifications
        #expect(
            told.map { "\($0.alert.rule) \($0.alert.labels["firm"] ?? "")" } == [
                "second b", "second a", "first b", "first a",
            ])
        #expect(told.allSatisfy { $0.kind == .firing && $0.time == minute(0) && $0.alert.state == .firing })
    }

    @Test func `matchers choose the samples, and a missing label counts as empty`() throws {
        let rules = try rules(
            """
            rules:
              - name: b
                metric: hhi
                match: {product: "", firm: '/local:[a-c]/'}
                op: ">"
                value: 0
                summary: {zh: a, en: a}
            """)
        let samples = [["firm": "local:a"], ["firm": "local:a", "product": "p"], ["firm": "local:d"]].map {
            Sample(metric: .hhi, labels: Labels($0), value: 1, unknown: 0, industry: nil, provinces: [])
        }
        let evaluation = evaluate(rules, samples: samples, known: [], now: minute(0))
        #expect(evaluation.changed.map(\.labels) == [["firm": "local:a"]])
    }

    @Test func `resolved alerts among the known ones are passed over`() throws {
        var monitor = Monitor([try rule()])
        _ = try monitor.run([sample(41)], at: minute(0))
        _ = try monitor.run([other()], at: minute(1))
        #expect(monitor.known.map(\.state) == [.resolved])
        let again = try monitor.run([other()], at: minute(2))
        #expect(again.changed.isEmpty && again.dropped.isEmpty && again.notifications.isEmpty)
    }
}
