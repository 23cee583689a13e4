import Alerting
import Foundation
import MutualAid
import Store
import SupplyModel
import Synchronization
import TestSupport
import Testing

@testable import Daemon

/// What makes a run look anew for whom to ask, after one that found nobody more.
@Suite struct AidGroundsTests {
    private static let start = Timestamp(milliseconds: 1_767_225_600_000)

    /// A register whose declarations are all A's.
    private struct Register: Sendable {
        let store: Store
        let folder: URL

        func declare(_ name: String, _ text: String) throws {
            let file = folder.appending(path: "\(name).csv")
            try Data(text.utf8).write(to: file)
            _ = try Importer(store: store, gazetteer: Gazetteer()).load(
                [file.path], registrant: FirmID(checked: "local:t:A"), options: ImportOptions(),
                now: { AidGroundsTests.start }
            ) { _, _ in }
        }

        func supply(_ supplier: String, _ region: String, _ product: String, _ more: String = ",,") throws {
            try declare(
                supplier,
                "supplier_id,supplier_region,buyer_id,tier,industry,product,status,spare_capacity,bring_up_days\n"
                    + "local:t:\(supplier),\(region),local:t:A,1,auto,\(product),\(more)\n")
        }

        /// Whom runs have asked for what.
        func asked() throws -> [String] {
            try store.aidRequests().map { "\($0.content.counterpart) \($0.content.kind.rawValue)" }.sorted()
        }
    }

    /// A of Shanghai buys seats of B in Suzhou; Suzhou and Hangzhou are closed for twenty days.
    private func withRegister(_ body: (Register, Watchbook.Content) throws -> Void) throws {
        try Fixtures.withFolder { folder in
            let register = Register(store: try Store(folder: folder.path), folder: folder)
            try register.declare("firms", "id,name,region\nlocal:t:A,甲厂,310115\n")
            try register.supply("B", "320500", "座椅")
            let hits = [320_500, 330_100].map {
                EventHit(
                    region: RegionCode(raw: $0), startsAt: Self.start,
                    endsAt: Self.start.adding(seconds: 20 * 86_400), loss: 1)
            }
            let report = EventReport(id: "e", source: .cap, toldAt: Self.start, title: "T", hits: hits)
            _ = try register.store.add([report], now: Self.start)
            let rules = try RuleBook.load(folder: Fixtures.root.appending(path: "Alerts")).rules
            try body(register, Watchbook.Content(rules: rules.filter { $0.metric.isOfEvents }, channels: []))
        }
    }

    /// The instant of a run, by its number.
    private static func time(_ run: Int) -> Timestamp { start.adding(seconds: Double(run) * 60) }

    @Test func `words for a product that are added between two runs are seen by the next`() throws {
        try withRegister { register, content in
            try register.supply("T", "340100", "座席", "backup,1,1")
            var (content, monitor) = (content, Monitor(store: register.store, gazetteer: Gazetteer()))
            for run in 1...2 {
                _ = try monitor.run(content, now: Self.time(run))
                #expect(try register.asked() == ["320000 resume"])
            }
            content.products = ProductBook([ProductGroup(words: ["座椅", "座席"])])
            _ = try monitor.run(content, now: Self.time(3))
            #expect(try register.asked() == ["320000 resume", "340000 capacity"])
        }
    }

    @Test func `what is declared while a run reads is seen by the next`() throws {
        try withRegister { register, content in
            let isDue = Mutex(false)
            var monitor = Monitor(
                store: register.store, gazetteer: Gazetteer(),
                progress: { _ in
                    let isNow = isDue.withLock { due in
                        defer { due = false }
                        return due
                    }
                    guard isNow else { return }
                    do {
                        try register.supply("C", "330100", "玻璃")
                    } catch {
                        Issue.record(error)
                    }
                })
            _ = try monitor.run(content, now: Self.time(1))
            #expect(try register.asked() == ["320000 resume"])
            // The network of this run is read already when another supplier is declared.
            try register.supply("D", "310114", "螺栓")
            isDue.withLock { $0 = true }
            _ = try monitor.run(content, now: Self.time(2))
            #expect(!isDue.withLock { $0 })
            #expect(try register.asked() == ["320000 resume"])
            _ = try monitor.run(content, now: Self.time(3))
            #expect(try register.asked() == ["320000 resume", "330000 resume"])
        }
    }
}
