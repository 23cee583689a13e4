import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@Suite struct AllocationStoreTests {
    static func split(_ supplier: String, at time: Int64) -> ChosenSplit {
        ChosenSplit(
            time: Timestamp(milliseconds: time), supplier: FirmID(checked: supplier), product: "座椅",
            remaining: 0.4, days: 14, rule: "max-min", author: "钱", reason: "会商",
            parts: ["local:t:A", "local:t:B"].map {
                ChosenSplit.Part(firm: FirmID(checked: $0), fraction: 0.4, lostDays: 2.5)
            })
    }

    @Test func `splits are read as they were kept, newest first, and by instant and supplier`() throws {
        try Fixtures.withFolder { folder in
            let store = try Store(folder: folder.path)
            let first = try store.keep(Self.split("local:t:S", at: 1_000))
            let second = try store.keep(Self.split("local:t:R", at: 2_000))
            #expect((first.number, second.number) == (1, 2))
            #expect(try store.allocations() == [second, first])
            #expect(try store.allocations(at: Timestamp(milliseconds: 1_500)) == [first])
            #expect(try store.allocations(of: [FirmID(checked: "local:t:R")]) == [second])
            #expect(try store.trail(action: .allocate, limit: 9).count == 2)
        }
    }

    @Test(arguments: [
        "UPDATE allocation SET rule = 'x'", "DELETE FROM allocation",
        "UPDATE allocation_part SET fraction = 1",
        "DELETE FROM allocation_part",
        "INSERT OR REPLACE INTO allocation_part VALUES (1, 'local:t:A', 1, 0)",
    ])
    func `a split that was chosen is never changed`(statement: String) throws {
        try Fixtures.withFolder { folder in
            let store = try Store(folder: folder.path)
            let kept = try store.keep(Self.split("local:t:S", at: 1_000))
            let result = try Command.run(URL(filePath: "/usr/bin/sqlite3"), [store.path, statement])
            #expect(result.status != 0 && result.errorText.contains("allocations are only added to"))
            #expect(try store.allocations() == [kept])
        }
    }
}
