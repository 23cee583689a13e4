import Alerting
import Foundation
import Store
import StrictYAML
import SupplyModel
import Testing

@testable import Daemon

/// What a channel hears of an alert that ends and begins again, where routes tell it alone.
@Suite struct TellingAgainTests {
    /// The deliveries to `mail` about `ops`, for which messages wait in minutes 0...18 and from minute 19 on; looked at up to an end.
    private static func heard(
        _ mail: Channel, _ route: String, rules: [Rule] = [], until end: Double
    ) throws -> [DeliveryRecord] {
        var heard: [DeliveryRecord] = []
        try WatcherBench.inFolder(channels: [WatcherBench.ops, mail]) { bench in
            var bench = bench
            if !rules.isEmpty { bench.content.ownRules = rules }
            bench.content.routes = try RouteBook(
                YAMLDocument("route: {channels: [mail]\(route)}\n", file: "routes.yaml"),
                channels: ["ops", "mail"])
            func look(_ minute: Double) throws {
                try bench.lookAndTell("tierwatch-outbox-old", minutes: minute)
            }
            try bench.run(minutes: 0, messages: [WatcherBench.message("m")])
            try bench.run(minutes: 15)
            for minute in [16.0, 17] { try look(minute) }
            try bench.deliver(minutes: 18)
            try bench.run(minutes: 19, messages: [WatcherBench.message("n")])
            for minute in stride(from: 19.0, through: end, by: 1) {
                if minute.truncatingRemainder(dividingBy: 15) == 0 { try bench.run(minutes: minute) }
                try look(minute)
            }
            heard = try bench.store.deliveries(limit: 99).filter {
                $0.channel == "mail" && $0.id.contains("firing")
            }
        }
        return heard
    }

    @Test func `the end of an earlier life takes the place of no later beginning`() throws {
        let heard = try Self.heard(WatcherBench.mail, ", group_interval: 1h", until: 80)
        #expect(heard.map(\.state).sorted() == ["delivered", "waiting"], "\(heard)")
    }

    @Test func `what is opened again is told again to who wants no ends`() throws {
        let text = """
            rules:
              - name: tierwatch-outbox-old
                metric: outbox_age_seconds
                op: ">"
                value: 900
                severity: critical
                reopen_within: 2h
                summary: {zh: "{{value}}", en: "{{value}}"}
            """
        let rules = try RuleBook([YAMLDocument(text, file: "own.yaml")]).rules
        let brief = Channel(name: "mail", kind: .console, sendsResolved: false)
        let heard = try Self.heard(brief, ", group_interval: 1m", rules: rules, until: 40)
        #expect(heard.map(\.state).sorted() == ["delivered", "waiting"], "\(heard)")
    }
}
