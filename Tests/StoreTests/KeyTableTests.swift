import Store
import SupplyModel
import TestSupport
import Testing

/// Files with more firms than are looked up one by one, beside a register that knows some of them.
@Suite struct KeyTableTests {
    @Test func `every firm keeps its one key, however many a file names`() throws {
        try TestRegister.inFolder { register in
            let rows = (0..<10_000).map { TestRegister.row($0 + 2, "f\($0)", "b") }
            try register.load(Array(rows[5_000..<5_010]) + Array(rows[9_990...]))
            let other = FirmID(checked: "local:other")
            #expect(try register.load(rows, registrant: other, at: 1).accepted == 10_000)
            #expect(try register.load(rows, registrant: other, at: 2).unchanged == 10_000)
            let network = try register.store.network()
            #expect(network.links.count == 10_000 && Set(network.firms.map(\.id)).count == 10_003)
        }
    }
}
