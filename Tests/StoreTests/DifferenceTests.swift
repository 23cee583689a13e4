import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

/// What changed between two instants of a real store.
@Suite struct DifferenceTests {
    private func difference(_ register: TestRegister, from: Int, to: Int) throws -> NetworkDifference {
        NetworkDifference(
            from: try register.store.network(at: TestRegister.start.adding(seconds: Double(from * 60))),
            to: try register.store.network(at: TestRegister.start.adding(seconds: Double(to * 60))))
    }

    @Test func `links that are new, changed, or gone are told apart`() throws {
        try TestRegister.inFolder { register in
            try register.load([
                TestRegister.row(1, "a", "b", value: 1), TestRegister.row(2, "c", "b", value: 2),
                TestRegister.row(3, "d", "b", value: 3), TestRegister.row(4, "e", "b", value: 4),
            ])
            try register.load(
                [
                    TestRegister.row(1, "a", "b", value: 10),
                    TestRegister.row(2, "c", "b", value: 2, status: .ended),
                    TestRegister.row(3, "d", "b", value: 3, status: .backup),
                    TestRegister.row(4, "f", "b", value: 5),
                ], digest: "two", at: 5)
            let changes = try difference(register, from: 0, to: 5).links
            #expect(
                changes.map { "\($0.supplier) \($0.before?.annualValue ?? 0) \($0.after?.annualValue ?? 0)" }
                    == [
                        "local:a 1.0 10.0", "local:c 2.0 0.0", "local:d 3.0 3.0", "local:f 0.0 5.0",
                    ])
            #expect(changes.map { $0.before?.isBackup } == [false, false, false, nil])
            #expect(changes.map { $0.after?.isBackup } == [false, nil, true, false])
            #expect(try difference(register, from: 5, to: 5).links.isEmpty)
            #expect(try difference(register, from: 0, to: 0).firms.isEmpty)
        }
    }

    @Test func `a register is known from when it was kept, not from when it began to be read`() throws {
        try TestRegister.inFolder { register in
            let start = TestRegister.start
            try register.load([TestRegister.row(1, "a", "b")]) { $0.clock = { start.adding(seconds: 60) } }
            #expect(try register.links(at: start.adding(seconds: 59)).isEmpty)
            #expect(try register.links(at: start.adding(seconds: 60)).count == 1)
            // One that is kept after it, by a clock that was set back.
            try register.load([TestRegister.row(1, "c", "b")], digest: "two") { $0.clock = { start } }
            #expect(try register.links(at: start.adding(seconds: 59)).isEmpty)
            #expect(try register.links(at: start.adding(seconds: 60)).count == 2)
        }
    }

    @Test func `a firm is new with its first link, gone with its last, and changed by what is said of it`()
        throws
    {
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(1, "a", "b"), TestRegister.row(2, "c", "b")])
            try register.load(
                [TestRegister.row(1, "c", "b", status: .ended), TestRegister.row(2, "d", "b")], digest: "two",
                at: 5)
            let firms = try difference(register, from: 0, to: 5).firms
            #expect(firms.map(\.id.description) == ["local:c", "local:d"])
            #expect(firms[0].after == nil && firms[1].before == nil)
        }
    }

    @Test func `the changes lead from one network to the other, and back`() throws {
        var random = SplitMix(state: 0xD1FF)
        for _ in 0..<30 {
            try TestRegister.inFolder { register in
                let names = (0..<8).map { "f\($0)" }
                for minute in 0..<3 {
                    var rows: [SupplyRow] = []
                    for supplier in names {
                        for buyer in names where supplier != buyer && random.next() % 3 == 0 {
                            let status: SupplyStatus = [.active, .backup, .ended][Int(random.next() % 3)]
                            rows.append(
                                TestRegister.row(
                                    rows.count + 1, supplier, buyer, ["p", "q"][Int(random.next() % 2)],
                                    region: ["320500", "310000"][Int(random.next() % 2)],
                                    value: Double(random.next() % 4), status: status))
                        }
                    }
                    try register.load(rows, digest: "\(minute)", at: minute * 5)
                }
                for (from, to) in [(0, 10), (10, 0), (0, 5), (5, 5)] {
                    let changes = try difference(register, from: from, to: to).links
                    var links = try described(register, at: from)
                    for change in changes {
                        let name = "\(change.supplier)@\(change.region)>\(change.buyer):\(change.product)"
                        #expect((links[name] == nil) == (change.before == nil))
                        links[name] = change.after.map { "\($0.isBackup) \($0.annualValue ?? -1)" }
                    }
                    #expect(try links == described(register, at: to))
                }
            }
        }
    }

    /// Active and backup links by who supplies whom with what from where.
    private func described(_ register: TestRegister, at minute: Int) throws -> [String: String] {
        let network = try register.store.network(at: TestRegister.start.adding(seconds: Double(minute * 60)))
        var links: [String: String] = [:]
        for (list, isBackup) in [(network.links, false), (network.backups, true)] {
            for link in list {
                let supplier = network.firms[Int(link.supplier)].id
                let buyer = network.firms[Int(link.buyer)].id
                let name = "\(supplier)@\(link.region)>\(buyer):\(network.products[Int(link.product)])"
                links[name] = "\(isBackup) \(link.annualValue ?? -1)"
            }
        }
        return links
    }
}
