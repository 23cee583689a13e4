import Alerting
import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

/// The life of an event's alerts over monitoring runs, by a clock of the test's.
@Suite struct EventMonitorTests {
    private static let start = Timestamp(milliseconds: 1_767_225_600_000)

    private struct Bench {
        var store: Store
        var content: Watchbook.Content
        var monitor: Monitor

        static func time(_ days: Double) -> Timestamp {
            EventMonitorTests.start.adding(seconds: days * 86_400)
        }

        /// What a run tells: `+` that an alert fires, `-` that it ended, then the value of each open one.
        mutating func run(_ days: Double) throws -> String {
            let summary = try monitor.run(content, now: Self.time(days))
            let open = try store.monitoringState().open.map { String(Int($0.value)) }
            return summary.notifications.map { $0.kind == .firing ? "+" : "-" }.joined() + open.joined()
        }

        func say(
            _ id: String, at days: Double, loss: Double = 1, until end: Double = 20,
            ending: EventEnding? = nil
        ) throws {
            let hit = EventHit(
                region: RegionCode(raw: 320_500), startsAt: Self.time(2), endsAt: Self.time(end), loss: loss)
            var report = EventReport(
                id: id, source: .cap, toldAt: Self.time(days), title: "T", hits: ending == nil ? [hit] : [])
            report.references = id == "a" ? [] : ["a"]
            report.ending = ending
            _ = try store.add([report], now: Self.time(days))
        }
    }

    /// B in Suzhou supplies A, which holds four days of it.
    private func withBench(_ body: (inout Bench) throws -> Void) throws {
        try Fixtures.withFolder { folder in
            let store = try Store(folder: folder.path)
            let list = folder.appending(path: "list.csv")
            let text = """
                supplier_id,supplier_region,buyer_id,tier,industry,product,inventory_days
                local:t:B,320500,local:t:A,1,auto,p,4
                """
            try Data(text.utf8).write(to: list)
            _ = try Importer(store: store, gazetteer: Gazetteer()).load(
                [list.path], registrant: FirmID(checked: "local:t:A"), options: ImportOptions(),
                now: { Self.start }
            ) { _, _ in }
            let rules = try RuleBook.load(folder: Fixtures.root.appending(path: "Alerts")).rules
                .filter { $0.metric.isOfEvents }
            var bench = Bench(
                store: store,
                content: Watchbook.Content(rules: rules, channels: [Channel(name: "ops", kind: .console)]),
                monitor: Monitor(store: store, gazetteer: Gazetteer()))
            try body(&bench)
        }
    }

    @Test func `an alert fires once an event is in sight, counts down, and ends with the event`() throws {
        try withBench { bench in
            #expect(try bench.run(-2) == "")
            try bench.say("a", at: -2)
            #expect(try bench.run(-1.5) == "", "begins in three and a half days")
            #expect(try bench.run(-1) == "+8")
            #expect(try bench.run(2) == "5")
            #expect(try bench.run(4) == "3")
            #expect(try bench.run(19.9) == "0")
            #expect(try bench.run(20) == "-")
            #expect(try bench.run(21) == "")
        }
    }

    @Test func `an update changes the value, and a milder one ends the alert`() throws {
        try withBench { bench in
            try bench.say("a", at: 1)
            #expect(try bench.run(2) == "+5")
            try bench.say("b", at: 2.1, loss: 0.5)
            #expect(try bench.run(2.2) == "8")
            try bench.say("c", at: 2.3, loss: 0.5, until: 5)
            #expect(try bench.run(2.4) == "-", "the stock outlasts it")
            try bench.say("d", at: 2.5)
            #expect(try bench.run(2.6) == "+4")
            try bench.say("e", at: 2.7, ending: .cancelled)
            #expect(try bench.run(2.8) == "-")
        }
    }

    @Test func `alerts survive a restart, and so does the end that came meanwhile`() throws {
        try withBench { bench in
            try bench.say("a", at: 1)
            #expect(try bench.run(2) == "+5")
            bench.monitor = Monitor(store: bench.store, gazetteer: Gazetteer())
            #expect(try bench.run(3) == "4")
            try bench.say("b", at: 3.5, ending: .cancelled)
            bench.monitor = Monitor(store: bench.store, gazetteer: Gazetteer())
            #expect(try bench.run(4) == "-")
        }
    }

    @Test func `a run names the next instant at which an event changes what is so`() throws {
        try withBench { bench in
            try bench.say("a", at: -2)
            func turn(_ days: Double) throws -> Timestamp? {
                try bench.monitor.run(bench.content, now: Bench.time(days)).nextTurn
            }
            #expect(try turn(-2) == Bench.time(-1) && turn(-1) == Bench.time(2) && turn(2) == Bench.time(20))
            #expect(try turn(20) == nil)
        }
    }
}
