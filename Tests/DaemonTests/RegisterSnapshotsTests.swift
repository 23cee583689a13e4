import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

/// The networks that answers over HTTP are made of, over a real store.
@Suite struct RegisterSnapshotsTests {
    private static let now = Timestamp(milliseconds: 1_770_000_000_000)

    /// A register, and a way to declare one more supplier.
    private static func withRegister(_ body: (Store, (String) throws -> Void) throws -> Void) throws {
        try Fixtures.withFolder { folder in
            let store = try Store(folder: folder.path)
            let importer = Importer(store: store, gazetteer: Gazetteer())
            try body(store) { name in
                let file = folder.appending(path: "\(name).csv")
                let text = "supplier_name,supplier_region,tier,industry,product\n\(name),320500,1,auto,灯\n"
                try Data(text.utf8).write(to: file)
                let summary = try importer.load(
                    [file.path], registrant: try FirmID("local:check"), options: ImportOptions(),
                    now: { Self.now }, progress: { _, _ in })
                #expect(summary.accepted == 1)
            }
        }
    }

    private static func mark(_ store: Store) throws -> NetworkMark {
        NetworkMark(revision: try store.revision(), confirmation: try store.lastConfirmation())
    }

    @Test func `who asks while a network is read anew is answered from the old one`() throws {
        try Self.withRegister { store, declare in
            try declare("甲")
            let snapshots = RegisterSnapshots(store)
            let old = try snapshots.snapshot(.all)
            #expect(old.network.links.count == 1)
            let before = try Self.mark(store)
            try declare("乙")
            let newest = try Self.mark(store)
            #expect(try snapshots.snapshot(.all) === old)
            #expect(snapshots.shown(.all, newest: newest) == before)
            snapshots.settle(.all)
            #expect(snapshots.shown(.all, newest: newest) == newest)
            #expect(try snapshots.snapshot(.all).network.links.count == 2)
        }
    }

    @Test func `a run takes the network as it stands, and who asks is given the same one`() throws {
        try Self.withRegister { store, declare in
            try declare("甲")
            let snapshots = RegisterSnapshots(store)
            let old = try snapshots.snapshot(.all)
            #expect(try snapshots.newest(.all) === old)
            try declare("乙")
            let new = try snapshots.newest(.all)
            #expect(new.network.links.count == 2)
            #expect(try snapshots.snapshot(.all) === new)
        }
    }

    @Test func `an upload is acknowledged once its declarer sees it`() throws {
        try Self.withRegister { store, declare in
            try declare("甲")
            let snapshots = RegisterSnapshots(store)
            _ = try snapshots.snapshot(.all)
            for number in 2...20 {
                try declare("乙\(number)")
                snapshots.settle(.all)
                #expect(try snapshots.snapshot(.all).network.links.count == number)
            }
        }
    }

    @Test func `nobody's network is read before somebody asks for it`() throws {
        try Self.withRegister { store, declare in
            try declare("甲")
            let snapshots = RegisterSnapshots(store)
            snapshots.settle(.all)
            let newest = NetworkMark(revision: 7, confirmation: 0)
            #expect(snapshots.shown(.all, newest: newest) == newest)
        }
    }

    @Test func `many who ask first at the same time are given one network`() throws {
        try Self.withRegister { store, declare in
            try declare("甲")
            let snapshots = RegisterSnapshots(store)
            let found = Found()
            DispatchQueue.concurrentPerform(iterations: 16) { _ in
                if let one = try? snapshots.snapshot(.all) { found.add(one) }
            }
            #expect(found.count == 1)
            #expect(found.total == 16)
        }
    }

    @Test func `the links of a buyer and of a supplier are those of the whole list`() throws {
        try Self.withRegister { store, declare in
            for number in 1...9 { try declare("甲\(number)") }
            let snapshot = try RegisterSnapshots(store).snapshot(.all)
            for firm in snapshot.network.firms.indices.map(Int32.init) {
                let bought = snapshot.network.links.filter { $0.buyer == firm }.map(\.supplier)
                #expect(snapshot.linksBought(by: firm).map(\.supplier) == bought)
                let sold = snapshot.network.links.filter { $0.supplier == firm }.map(\.buyer)
                #expect(snapshot.linksSold(by: firm).map(\.buyer) == sold)
            }
        }
    }

    @Test func `a network that is kept is its view's own, whatever others ask or declare`() throws {
        try Self.withRegister { store, declare in
            try declare("甲")
            let snapshots = RegisterSnapshots(store)
            let rival = RegisterView.registrant(try FirmID("local:rival"))
            #expect(snapshots.known(rival) == nil)
            let kept = try snapshots.snapshot(rival)
            #expect(snapshots.known(.registrant(try FirmID("local:check"))) == nil)
            try declare("乙")
            snapshots.settle(rival)
            #expect(snapshots.known(rival) === kept && kept.network.links.isEmpty)
        }
    }

    @Test func `what was read of one is not forgotten because another changed something`() throws {
        try Self.withRegister { store, declare in
            try declare("甲")
            let (own, rival) = (try FirmID("local:check"), try FirmID("local:rival"))
            let marks = MarkReader(store)
            let before = try marks.marks(.registrant(own), now: Self.now).revision
            try declare("乙")
            marks.forget(after: .registrant(rival))
            #expect(try marks.marks(.registrant(own), now: Self.now).revision == before)
            marks.forget(after: .registrant(own))
            #expect(try marks.marks(.registrant(own), now: Self.now).revision > before)
        }
    }

    @Test func `after something changed here what was read before does not count`() throws {
        try Self.withRegister { store, declare in
            try declare("甲")
            let marks = MarkReader(store)
            let before = try marks.marks(.all, now: Self.now).revision
            try declare("乙")
            #expect(try marks.marks(.all, now: Self.now).revision == before)
            marks.forget(after: .all)
            #expect(try marks.marks(.all, now: Self.now).revision > before)
        }
    }
}

/// Snapshots that several threads found.
private final class Found: @unchecked Sendable {
    private let lock = NSLock()
    private var snapshots: [RegisterSnapshot] = []

    func add(_ one: RegisterSnapshot) { lock.withLock { snapshots.append(one) } }

    var total: Int { lock.withLock { snapshots.count } }

    /// How many different ones.
    var count: Int { lock.withLock { Set(snapshots.map(ObjectIdentifier.init)).count } }
}
