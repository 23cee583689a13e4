import Store
import SupplyModel
import Testing

/// A large register of random declarations against the contract's rule, applied plainly to all rows ever loaded.
@Suite struct NetworkMergeTests {
    private static let firmCount = 1_500
    private static let products = ["bolt", "nut", "wafer"]
    private static let regions = ["310000", "320500", "330200", "KR"]

    private struct Supply: Hashable {
        var supplier: Int
        var region: String
        var buyer: Int
        var product: String
    }

    /// Rows with every column that a network shows; a supply comes once a file, its region left out where it is the firm's own
    /// and chance says so.
    private static func file(_ number: Int, _ random: inout SplitMix) -> [(key: Supply, row: SupplyRow)] {
        var rows: [Supply: SupplyRow] = [:]
        for line in 2..<2_000 {
            // Few enough firms sell, and to few enough, that files meet each other's supplies.
            let supplier = random.below(firmCount)
            let buyer = (supplier + 1 + random.below(3)) % firmCount
            let own = regions[supplier % regions.count]
            let region = random.below(2) == 0 ? own : regions[random.below(regions.count)]
            let key = Supply(
                supplier: supplier, region: region, buyer: buyer, product: products[random.below(3)])
            let isWritten = region != own || random.below(2) == 0
            var row = TestRegister.row(
                line, "f\(supplier)", "f\(buyer)", key.product, region: isWritten ? region : nil,
                value: Double(number * 10_000 + line),
                status: [.active, .active, .backup, .ended][random.below(4)])
            row.tier = 1 + random.below(5)
            if random.below(3) == 0 { row.supplierName = "seller \(supplier) in \(number)" }
            if random.below(3) == 0 { row.buyerName = "seller \(buyer) in \(number)" }
            if random.below(2) == 0 { row.recoveryDays = Double(random.below(90)) }
            rows[key] = row
        }
        return rows.sorted { $0.value.line < $1.value.line }.map { ($0.key, $0.value) }
    }

    private static let columns = TestRegister.columns.union([.supplierName, .buyerName, .recoveryDays])

    private static func shown(_ links: [Link], _ network: Network) -> [String] {
        links.map { link in
            let ids = [link.supplier, link.buyer].map { network.firms[Int($0)].id.description }
            let product = network.products[Int(link.product)]
            return "\(ids[0])@\(link.region)>\(ids[1]):\(product)"
                + " \(link.annualValue ?? -1) \(link.tier) \(link.declaredAt.milliseconds)"
        }.sorted()
    }

    private func expect(_ network: Network, is files: [[(key: Supply, row: SupplyRow)]]) {
        var standing: [Supply: (file: Int, row: SupplyRow)] = [:]
        var names: [String: String] = [:]
        var leaders: Set = ["local:reg"]
        for (file, rows) in files.enumerated() {
            leaders.insert("local:reg\(file % 3)")
            for (key, row) in rows {
                standing[key] = (file, row)
                if let name = row.supplierName { names[row.supplier.description] = name }
                if let name = row.buyerName { names[row.buyer.description] = name }
            }
        }
        func wanted(_ status: SupplyStatus) -> [String] {
            standing.filter { $0.value.row.status == status }.map { key, value in
                let at = TestRegister.start.adding(seconds: Double(60 * (value.file + 1)))
                return "local:f\(key.supplier)@\(key.region)>local:f\(key.buyer):\(key.product)"
                    + " \(value.row.annualValue ?? -1) \(value.row.tier) \(at.milliseconds)"
            }.sorted()
        }
        #expect(Self.shown(network.links, network) == wanted(.active))
        #expect(Self.shown(network.backups, network) == wanted(.backup))
        var recovery: [String: Double] = [:]
        for (_, row) in standing.values where row.status != .ended {
            if row.tier == 1 { leaders.insert(row.buyer.description) }
            guard let days = row.recoveryDays else { continue }
            recovery[row.supplier.description] = max(days, recovery[row.supplier.description] ?? 0)
        }
        #expect(Set(network.leaders.map { network.firms[Int($0)].id.description }) == leaders)
        for (number, firm) in network.firms.enumerated() where firm.id.description.hasPrefix("local:f") {
            let index = Int(firm.id.description.dropFirst(7)) ?? -1
            #expect(firm.name == (index % 2 == 0 ? "firm \(index)" : names[firm.id.description]))
            #expect(firm.recoveryDays == (index % 5 == 0 ? 3 : recovery[firm.id.description]))
            #expect(network.number(of: firm.id) == Int32(number))
        }
        for links in [network.links, network.backups] {
            #expect(
                zip(links, links.dropFirst()).allSatisfy {
                    ($0.buyer, $0.product, $0.supplier, $0.region.raw)
                        < ($1.buyer, $1.product, $1.supplier, $1.region.raw)
                })
        }
    }

    @Test func `of all that was ever declared the newest of each supply stands, at every instant`() throws {
        try TestRegister.inFolder { register in
            try register.loadFirms(
                (0..<Self.firmCount).map { number in
                    var row = FirmRow(line: number + 2, id: FirmID(checked: "local:f\(number)"))
                    row.region = RegionCode(Self.regions[number % Self.regions.count])
                    if number % 2 == 0 { row.name = "firm \(number)" }
                    if number % 5 == 0 { row.recoveryDays = 3 }
                    return row
                }, columns: [.id, .region, .name, .recoveryDays])
            var random = SplitMix(state: 11)
            var files: [[(key: Supply, row: SupplyRow)]] = []
            for number in 0..<5 {
                files.append(Self.file(number, &random))
                let registrant = FirmID(checked: "local:reg\(number % 3)")
                try register.load(
                    files[number].map(\.row), columns: Self.columns, registrant: registrant, at: number + 1)
            }
            for count in [1, 3, 5] {
                let time = TestRegister.start.adding(seconds: Double(60 * count) + 1)
                expect(try register.store.network(at: time), is: Array(files.prefix(count)))
            }
            let network = try register.store.network()
            #expect(network.revision == 6)
            expect(network, is: files)
        }
    }
}

/// Small reproducible random numbers.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}
