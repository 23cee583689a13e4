import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

/// How old a network may be of which answers over HTTP are made.
@Suite struct SnapshotAgeTests {
    private static func register(_ supplier: String, _ store: Store, _ folder: URL) throws {
        let file = folder.appending(path: "\(supplier).csv")
        try Data(
            "supplier_id,supplier_region,tier,industry,product\nlocal:\(supplier),320500,1,auto,灯\n".utf8
        )
        .write(to: file)
        _ = try Importer(store: store, gazetteer: Gazetteer()).load(
            [file.path], registrant: try FirmID("local:check"), options: ImportOptions(),
            now: { Timestamp(milliseconds: 1_770_000_000_000) }, progress: { _, _ in })
    }

    /// Whether somebody is shown what was registered after he last asked, who asks again after a time.
    private static func isNewShown(graceSeconds: Double) throws -> Bool {
        try Fixtures.withFolder { folder in
            let store = try Store(folder: folder.path)
            try register("first", store, folder)
            let snapshots = RegisterSnapshots(store, graceSeconds: graceSeconds)
            _ = try snapshots.snapshot(.all)
            try register("second", store, folder)
            let newest = NetworkMark(try store.marks(.all))
            let shown = snapshots.shown(.all, newest: newest)
            let network = try snapshots.snapshot(.all).network
            let isNew = network.number(of: try FirmID("local:second")) != nil
            #expect(shown != newest || isNew, "what is said to be shown is shown")
            snapshots.settle(.all)
            #expect(try snapshots.snapshot(.all).network.number(of: FirmID("local:second")) != nil)
            return shown == newest
        }
    }

    @Test func `who asks all the time is shown the network before while a new one is read`() throws {
        #expect(try !Self.isNewShown(graceSeconds: 1_000_000))
    }

    @Test func `who did not ask for long waits for the network as it is`() throws {
        #expect(try Self.isNewShown(graceSeconds: 0))
    }
}
