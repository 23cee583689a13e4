import Alerting
import StrictYAML
import SupplyModel
import Testing

@Suite struct SummaryTemplateTests {
    /// What an alert of this metric says.
    private func summary(
        _ template: String, metric: Metric, value: Double, labels: Labels = [:], unknown: Double = 0,
        industry: Industry? = .chips, names: LabelNames = .ids
    ) throws -> BilingualText {
        let text = """
            rules:
              - {name: a, metric: \(metric.rawValue), op: "!=", value: 0.5, summary: {zh: "\(template)", en: "\(template)"}}
            """
        let sample = Sample(
            metric: metric, labels: labels, value: value, unknown: unknown, industry: industry, provinces: [])
        let rules = try RuleBook([YAMLDocument(text, file: "a.yaml")]).rules
        let changed = evaluate(rules, samples: [sample], known: [], now: minute(0), names: names).changed
        return try #require(changed.first).summary
    }

    @Test(arguments: [
        (Metric.regionalExposure, 0.52, "52.0%", "52.0%"), (.cr1, 1, "100.0%", "100.0%"),
        (.deltaShare, 0.619047, "61.9%", "61.9%"), (.hhi, 1_800.4, "1,800", "1,800"),
        (.regionHHI, 10_000, "10,000", "10,000"), (.tierHHI, 87.4459, "87", "87"),
        (.recordAgeDays, 12.5, "12.5 天", "12.5 days"), (.recordAgeDays, 90, "90 天", "90 days"),
        (.recordAgeDays, 1, "1 天", "1 day"), (.supplierCount, 3, "3", "3"),
        (.effectiveSuppliers, 2.3456, "2.35", "2.35"), (.supplierCount, 1_234_567, "1,234,567", "1,234,567"),
        (.tierHHIRatio, 2.34, "2.3×", "2.3×"), (.singleSource, 1, "是", "yes"),
        (.cr1, -0.00001, "0.0%", "0.0%"),
        (.hhi, 1e300, "1e+300", "1e+300"), (.hhi, -1_234.5, "-1,234", "-1,234"),
    ])
    func `a figure is written in its metric's unit`(
        metric: Metric, value: Double, zh: String, en: String
    ) throws {
        let summary = try summary("{{value}}", metric: metric, value: value)
        #expect(summary == BilingualText(zh: zh, en: en))
    }

    @Test func `placeholders become names, industry, threshold and unknown share`() throws {
        let names = LabelNames { label, value, language in
            value == "320500" && label == "region" ? (language == .zh ? "苏州市" : "Suzhou") : nil
        }
        let summary = try summary(
            "{{firm}} {{ region }} {{kind}} {{industry}} {{threshold}} {{unknown}} {{level}}.",
            metric: .regionalExposure, value: 0.6,
            labels: ["firm": "local:a", "region": "320500", "kind": "touch"],
            unknown: 0.125, names: names)
        #expect(summary.zh == "local:a 苏州市 touch 集成电路 50.0% 12.5% —.")
        #expect(summary.en == "local:a Suzhou touch integrated circuits 50.0% 12.5% —.")
    }

    @Test func `a name brings in neither placeholders nor control characters`() throws {
        let names = LabelNames { _, _, _ in "{{value}}\u{1B}[31m\n\u{202E}x\u{2028}y" }
        let summary = try summary("{{firm}}", metric: .hhi, value: 1, labels: ["firm": "a"], names: names)
        #expect(summary.en == "{{value}}[31mxy")
    }

    @Test func `a long name is cut, one with endless accents too`() throws {
        for filler in ["x", "\u{301}"] {
            let names = LabelNames { _, _, _ in "a" + String(repeating: filler, count: 100_000) }
            let summary = try summary("{{firm}}", metric: .hhi, value: 1, labels: ["firm": "a"], names: names)
            #expect(summary.en.unicodeScalars.count == TextTemplate.valueLimit + 1)
        }
    }

    @Test(arguments: Metric.allCases)
    func `every label of a metric is a placeholder`(metric: Metric) throws {
        for label in metric.labelNames { _ = try TextTemplate("{{\(label)}}", metric: metric) }
        for other in ["Value", "values", "", "weather", "{{value"] {
            #expect(throws: TemplateFault.self) { try TextTemplate("{{\(other)}}", metric: metric) }
        }
    }

    @Test func `a template ends at its limit`() {
        let long = String(repeating: "a", count: TextTemplate.templateLimit + 1)
        #expect(throws: TemplateFault.tooLong) { try TextTemplate(long, metric: .hhi) }
    }
}
