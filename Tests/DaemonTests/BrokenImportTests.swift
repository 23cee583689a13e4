import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

/// Imports that end before their file does.
@Suite struct BrokenImportTests {
    private struct Stop: Error {}

    /// Bug: the reader's queue was let go while it held batches, which ended the process.
    @Test func `an import that is broken off with rows on their way leaves a process that works`() throws {
        try Fixtures.withFolder { folder in
            let store = try Store(folder: folder.path)
            let file = folder.appending(path: "large.csv")
            let rows = (0..<30_000).map { "甲\($0),320500,1,auto,灯\($0)\n" }.joined()
            try Data(("supplier_name,supplier_region,tier,industry,product\n" + rows).utf8).write(to: file)
            for breakAt in [0.1, 0.5, 0.9] {
                #expect(throws: Stop.self) {
                    try Importer(store: store, gazetteer: Gazetteer()).load(
                        [file.path], registrant: try FirmID("local:check"), options: ImportOptions(),
                        now: { Timestamp(milliseconds: 1_770_000_000_000) },
                        progress: { _, part in if part >= breakAt { throw Stop() } })
                }
            }
            #expect(try store.revision() == 0)
        }
    }
}
