import Alerting
import Foundation
import StrictYAML
import SupplyModel
import Testing
import TestSupport

@Suite struct ShippedAlertsTests {
    private static let folder = Fixtures.root.appending(path: "Alerts")

    /// A rule, labels, a value that fires and one that must not.
    struct Case: CustomTestStringConvertible {
        var rule: String
        var metric: Metric
        var labels: Labels
        var fires: Double
        var quiet: Double

        var testDescription: String { rule }
    }

    static let cases = [
        Case(
            rule: "essential-single-source", metric: .singleSource,
            labels: ["firm": "a", "product": "p", "importance": "essential"], fires: 1, quiet: 0),
        Case(
            rule: "supplier-concentration", metric: .hhi, labels: ["firm": "a", "product": "p"], fires: 1_801,
            quiet: 1_800),
        Case(
            rule: "city-above-forty", metric: .regionalExposure,
            labels: ["firm": "a", "region": "320500", "level": "city", "kind": "touch"], fires: 0.41,
            quiet: 0.4),
        Case(
            rule: "delta-dependence", metric: .deltaShare,
            labels: ["firm": "a", "tier": "1", "basis": "value"],
            fires: 0.81, quiet: 0.8),
        Case(
            rule: "hidden-tier-3-concentration", metric: .tierHHIRatio, labels: ["firm": "a", "tier": "3"],
            fires: 2.01, quiet: 2),
        Case(
            rule: "tier-2-coverage", metric: .tierCoverage, labels: ["firm": "a", "tier": "2"], fires: 0.49,
            quiet: 0.5),
        Case(
            rule: "critical-supplier", metric: .criticality, labels: ["firm": "a", "supplier": "b"],
            fires: 0.81, quiet: 0.8),
        Case(
            rule: "systemic-supplier", metric: .systemicRisk, labels: ["supplier": "b", "channel": "both"],
            fires: 0.21, quiet: 0.2),
        Case(
            rule: "hidden-common-supplier", metric: .sharedBy, labels: ["firm": "a", "supplier": "b"],
            fires: 15, quiet: 14),
        Case(
            rule: "false-dual-source", metric: .falseDualSource,
            labels: ["firm": "a", "product": "p", "via": "b"], fires: 1, quiet: 0),
        Case(
            rule: "recovery-gap", metric: .recoveryGapDays, labels: ["firm": "a", "supplier": "b"],
            fires: 15, quiet: 14),
        Case(
            rule: "event-touches-chain", metric: .eventSurvivalDays, labels: ["firm": "a", "event": "e"],
            fires: 0, quiet: -1),
        Case(
            rule: "event-may-touch-chain", metric: .eventPossibleSurvivalDays,
            labels: ["firm": "a", "event": "e"], fires: 0, quiet: -1),
        Case(
            rule: "firm-below-half", metric: .operatingRate, labels: ["firm": "a"], fires: 0.49, quiet: 0.5),
        Case(rule: "confirm-soon", metric: .validityDaysLeft, labels: ["firm": "a"], fires: 6.9, quiet: 7),
    ]

    private func told(
        _ labels: Labels, _ metric: Metric, _ value: Double
    ) throws -> [SupplyModel.Notification] {
        let sample = Sample(
            metric: metric, labels: labels, value: value, unknown: 0.1, industry: .auto,
            provinces: [RegionCode(raw: 320_000)])
        let rules = try RuleBook.load(folder: Self.folder).rules
        return evaluate(rules, samples: [sample], known: [], now: minute(0)).notifications
    }

    @Test(arguments: cases)
    func `a shipped rule fires beyond its line and not on it`(example: Case) throws {
        let told = try told(example.labels, example.metric, example.fires)
        #expect(told.map(\.alert.rule) == [example.rule])
        #expect(told.first?.alert.provinces == [RegionCode(raw: 320_000)])
        #expect(told.first?.alert.industry == .auto)
        #expect(try self.told(example.labels, example.metric, example.quiet).isEmpty)
    }

    @Test(arguments: [(-0.1, ["confirm-soon", "stale-records"]), (0.0, ["confirm-soon"])])
    func `a declaration that has ended is told beside the reminder`(left: Double, rules: [String]) throws {
        let found = try told(["firm": "a"], .validityDaysLeft, left).map(\.alert.rule)
        #expect(found.sorted() == rules)
    }

    @Test func `every shipped rule has its case`() throws {
        let names = try RuleBook.load(folder: Self.folder).rules.map(\.name)
        #expect(names.sorted() == (Self.cases.map(\.rule) + ["stale-records"]).sorted())
    }

    @Test(arguments: [
        ("320500", true), ("310000", true), ("110000", true), ("500000", true), ("710000", true),
        ("820000", true),
        ("JP", true), ("659000", true), ("341000", true), ("320000", false), ("340000", false), ("?", false),
        ("320505", false), ("JPN", false), ("jp", false), ("", false), ("310100", true),
    ])
    func `one city alone is told, never a province or an unknown place`(region: String, expected: Bool) throws
    {
        let labels: Labels = ["firm": "a", "region": region, "level": "city", "kind": "touch"]
        #expect(try told(labels, .regionalExposure, 0.9).isEmpty != expected)
    }

    @Test(arguments: [
        ["firm": "a", "product": "p", "importance": "ordinary"],
        ["firm": "a", "product": "p", "importance": "none"],
    ])
    func `a single source of what is not essential is quiet`(labels: [String: String]) throws {
        #expect(try told(Labels(labels), .singleSource, 1).isEmpty)
    }

    @Test func `help is asked for where one firm or place can stop a line`() throws {
        let asking = try RuleBook.load(folder: Self.folder).rules.filter(\.isMutualAid).map(\.name)
        #expect(
            Set(asking) == [
                "essential-single-source", "city-above-forty", "delta-dependence", "critical-supplier",
                "systemic-supplier", "recovery-gap", "event-touches-chain", "firm-below-half",
            ])
    }

    @Test func `the shipped channel is the console`() throws {
        #expect(
            try ChannelBook.load(folder: Self.folder).channels == [Channel(name: "console", kind: .console)])
    }

    @Test func `the examples of the README are good`() throws {
        let text = try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
        let blocks = text.components(separatedBy: "```yaml\n").dropFirst().map {
            $0.components(separatedBy: "\n```")[0]
        }
        for block in blocks {
            let document = try YAMLDocument(block, file: "README.md")
            if block.hasPrefix("rules:") {
                #expect(try !RuleBook([document]).rules.isEmpty)
            } else if block.hasPrefix("tests:") {
                let rules = try RuleBook.load(folder: Self.folder).rules
                for trial in try TrialBook([document], rules: rules).trials {
                    #expect(trial.outcome(of: rules, gazetteer: Gazetteer()).hasPassed)
                }
            } else {
                #expect(try !ChannelBook(document).channels.isEmpty)
            }
        }
        #expect(blocks.count > 3)
    }

    @Test func `the example of routes is good`() throws {
        let page = Self.folder.appending(path: "../Documentation/routes.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let block = try #require(text.components(separatedBy: "```yaml\n").last)
            .components(separatedBy: "\n```")[0]
        let book = try RouteBook(
            YAMLDocument(block, file: "routes.yaml"), channels: ["ops", "duty", "director", "chips-team"])
        #expect(book.all.count == 4 && book.inhibitions.count == 1 && book.maintenance.count == 2)
    }

    @Test func `the README names every key and every shipped rule`() throws {
        let text = try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
        let keys = [
            "name", "metric", "match", "op", "value", "clear", "for", "keep_firing_for", "severity",
            "mutual_aid",
            "summary", "type", "url", "url_env", "url_file", "secret_env", "secret_file", "allow",
            "severities",
            "send_resolved", "rate", "fallback", "fallback_after",
            "language", "template", "path", "mode", "source", "from", "to", "user",
            "user_env",
            "user_file", "password_env", "password_file", "routing_key_env", "routing_key_file",
        ]
        for word in keys + Self.cases.map(\.rule) + ["stale-records"] {
            #expect(text.contains("`\(word)`"), "\(word)")
        }
    }
}
