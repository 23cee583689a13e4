import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

/// What one registrant sees of a register that it shares with others.
@Suite struct NetworkViewTests {
    private static let a = FirmID(checked: "local:a")
    private static let b = FirmID(checked: "local:b")

    /// A network as text, so that two can be compared whole.
    private static func text(_ network: Network) -> [String] {
        func link(_ link: Link) -> String {
            let ids = [link.supplier, link.buyer].map { network.firms[Int($0)].id.description }
            return
                "\(ids) \(network.products[Int(link.product)]) \(link.region) \(link.tier) \(link.industry)"
                + " \(link.importance) \(link.declaredAt) \(link.annualValue ?? -1) \(link.share ?? -1)"
        }
        return ["\(network.revision)", "\(network.leaders)"] + network.products
            + network.firms.map { "\($0)" }
            + network.links.map(link) + ["backups"] + network.backups.map(link)
    }

    /// Random uploads of three registrants about the same firms; rows name firms, and leave regions to tables of firms, as chance has it.
    private static func upload(_ number: Int, by registrant: Int, _ random: inout SplitMix) -> [SupplyRow] {
        var rows: [String: SupplyRow] = [:]
        for line in 2..<30 {
            let supplier = random.below(9)
            let buyer = random.below(4) == 0 ? "r\(registrant)" : "f\((supplier + 1 + random.below(8)) % 9)"
            let product = ["bolt", "nut"][random.below(2)]
            var row = TestRegister.row(
                line, "f\(supplier)", buyer, product,
                region: ["310000", "320500", "330200"][random.below(3)],
                value: Double(number * 1_000 + line),
                status: [.active, .active, .active, .backup, .ended][random.below(5)])
            row.tier = 1 + random.below(5)
            if random.below(2) == 0 { row.supplierName = "seller \(random.below(3))" }
            if random.below(2) == 0 { row.buyerName = "buyer \(random.below(3))" }
            if random.below(3) == 0 { row.recoveryDays = Double(random.below(90)) }
            rows["\(supplier) \(buyer) \(product) \(row.region?.description ?? "")"] = row
        }
        return rows.values.sorted { $0.line < $1.line }
    }

    private static let columns = TestRegister.columns.union([.supplierName, .buyerName, .recoveryDays])

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `a registrant sees the network that its own declarations make, at every instant`(
        seed: UInt64
    ) throws {
        try TestRegister.inFolder { shared in
            var random = SplitMix(state: seed)
            let folders = (0..<3).map { shared.folder.appending(path: "alone\($0)") }
            let alone = try folders.map { try TestRegister($0) }
            for number in 0..<12 {
                let who = random.below(3)
                let rows = Self.upload(number, by: who, &random)
                let replaces = random.below(4) == 0
                for register in [shared, alone[who]] {
                    try register.load(
                        rows, columns: Self.columns, registrant: FirmID(checked: "local:r\(who)"), at: number
                    ) {
                        $0.replaces = replaces
                    }
                }
            }
            for who in 0..<3 {
                let view = RegisterView.registrant(FirmID(checked: "local:r\(who)"))
                let own = try alone[who].store.network()
                guard !own.firms.isEmpty else { continue }
                #expect(Self.text(try shared.store.network(view: view)) == Self.text(own))
                #expect(try shared.store.revision(of: view) == own.revision)
                for minutes in [3, 7, 11] {
                    let time = TestRegister.start.adding(seconds: Double(60 * minutes) + 1)
                    #expect(
                        Self.text(try shared.store.network(at: time, view: view))
                            == Self.text(try alone[who].store.network(at: time, view: view)))
                }
            }
            #expect(
                Self.text(try shared.store.network(view: .registrant(Self.a)))
                    != Self.text(try shared.store.network()))
        }
    }

    @Test func `whoever declared nothing sees itself and nobody else`() throws {
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(2, "s", "b")], registrant: Self.b)
            let network = try register.store.network(view: .registrant(Self.a))
            #expect(network.firms.map(\.id) == [Self.a] && network.leaders == [0])
            #expect(network.links.isEmpty && network.products.isEmpty && network.revision == 0)
        }
    }

    @Test func `whoever declared nothing may report of itself`() throws {
        try TestRegister.inFolder { register in
            let report = StatusReport(
                firm: Self.a, time: TestRegister.start, registrant: Self.a, operatingRate: 0.5)
            _ = try register.store.add([report], by: Self.a, now: TestRegister.start)
            let view = RegisterView.registrant(Self.a)
            #expect(try register.store.statusReports(at: TestRegister.start, view: view) == [report])
            #expect(try register.store.statusReports(at: TestRegister.start, view: .registrant(Self.b)) == [])
        }
    }

    @Test func `what others upload changes neither a view nor its revision`() throws {
        try TestRegister.inFolder { register in
            let view = RegisterView.registrant(Self.a)
            try register.load([TestRegister.row(2, "s", "a", value: 1)], registrant: Self.a)
            let before = Self.text(try register.store.network(view: view))
            for number in 1..<4 {
                try register.load(
                    [TestRegister.row(2, "s", "a", value: Double(number) * 10)], registrant: Self.b,
                    at: number)
            }
            #expect(Self.text(try register.store.network(view: view)) == before)
            #expect(try register.store.revision(of: view) == 1)
            #expect(try register.store.revision() == 4)
            try register.load([TestRegister.row(2, "s", "a", value: 2)], registrant: Self.a, at: 5)
            #expect(try register.store.revision(of: view) == 2)
        }
    }

    @Test func `of two names in one file the first stands, whoever named the firms before`() throws {
        let rows = ["y", "x"].enumerated().map { line, buyer in
            var row = TestRegister.row(line + 2, "s", buyer)
            row.supplierName = "name \(line)"
            return row
        }
        for order in [["x", "y"], ["y", "x"]] {
            try TestRegister.inFolder { register in
                try register.load(
                    order.enumerated().map { TestRegister.row($0 + 2, "other", $1) }, registrant: Self.b)
                try register.load(rows, columns: Self.columns, registrant: Self.a, at: 1)
                for view in [.all, RegisterView.registrant(Self.a)] {
                    let network = try register.store.network(view: view)
                    let number = try #require(network.number(of: FirmID(checked: "local:s")))
                    #expect(network.firms[Int(number)].name == "name 0")
                }
            }
        }
    }

    @Test func `a private upload learns of no conflict, and of no place that others gave`() throws {
        try TestRegister.inFolder { register in
            try register.loadFirms([
                {
                    var row = FirmRow(line: 2, id: FirmID(checked: "local:s"))
                    row.region = RegionCode("310000")
                    return row
                }()
            ])
            try register.load([TestRegister.row(2, "s", "x", value: 100)], registrant: Self.b)
            let rows = [TestRegister.row(2, "s", "x", value: 1)]
            let open = try register.load(rows, registrant: Self.a, at: 1) { $0.isDryRun = true }
            #expect(open.warnings.map(\.code) == ["conflict"])
            let closed = try register.load(rows, registrant: Self.a, at: 1) {
                $0.isDryRun = true
                $0.isPrivate = true
            }
            #expect(closed.warnings.isEmpty && closed.accepted == 1)
            for firm in ["s", "unheard"] {
                let report = try register.load(
                    [TestRegister.row(2, firm, "x", region: nil)], registrant: Self.a, at: 1
                ) {
                    $0.isPrivate = true
                }
                #expect(report.problems.map(\.code) == ["missing_region"], "\(firm)")
            }
        }
    }

    @Test func `a register that holds nothing is read by many at the same time`() async throws {
        try await Fixtures.withFolder { folder in
            let store = try Store(folder: folder.path)
            let networks = try await withThrowingTaskGroup(of: Network.self) { group in
                for _ in 0..<8 { group.addTask { try store.network() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(networks.count == 8)
            #expect(networks.allSatisfy { $0.links.isEmpty && $0.firms.isEmpty && $0.revision == 0 })
        }
    }
}
