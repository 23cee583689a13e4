import Alerting
import SupplyModel
import Testing

@Suite struct OwnRuleTests {
    /// A figure of Tierwatch's own, with a value that fires and one that must not.
    static let cases: [(rule: String, metric: Metric, labels: Labels, fires: Double, quiet: Double)] = [
        ("tierwatch-run-late", .runDelaySeconds, [:], 901, 900),
        ("tierwatch-breaker-open", .breakerOpen, ["channel": "ops"], 1, 0),
        ("tierwatch-outbox-old", .outboxAgeSeconds, ["channel": "ops"], 901, 900),
        ("tierwatch-disk-nearly-full", .diskFreeShare, [:], 0.049, 0.05),
    ]

    private func told(
        _ metric: Metric, _ labels: Labels, _ value: Double
    ) throws -> [SupplyModel.Notification] {
        let sample = Sample(
            metric: metric, labels: labels, value: value, unknown: 0, industry: nil, provinces: [])
        return evaluate(try OwnRules.rules(), samples: [sample], known: [], now: minute(0)).notifications
    }

    @Test(arguments: cases)
    func `a built-in rule fires beyond its line and not on it`(
        example: (rule: String, metric: Metric, labels: Labels, fires: Double, quiet: Double)
    ) throws {
        let told = try told(example.metric, example.labels, example.fires)
        #expect(told.map(\.alert.rule) == [example.rule])
        let summary = try #require(told.first?.alert.summary)
        #expect(!summary.zh.contains("{{") && !summary.en.contains("{{"))
        #expect(example.labels["channel"].map(summary.en.contains) ?? true)
        #expect(try self.told(example.metric, example.labels, example.quiet).isEmpty)
    }

    @Test func `each figure about Tierwatch itself has one built-in rule`() throws {
        let metrics = try OwnRules.rules().map(\.metric)
        #expect(Set(metrics) == Set(Metric.allCases.filter(\.isOfTierwatch)))
        #expect(metrics.count == Self.cases.count)
    }
}
