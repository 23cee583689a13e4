import Foundation
import SupplyModel

/// Small reproducible random numbers (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func chance(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &self) < probability
    }
}

/// One line of a made-up register; each has its share and its value, so that nothing is left to rules.
struct Supply {
    var supplier: String
    var region: String
    var buyer: String
    var product: String
    var share = 1.0
    var value = 100.0
    var importance = "essential"
    var inventoryDays = 0.0
    var isBackup = false
    var spare = 0.0
    var bringUpDays = 0.0
}

/// A made-up register in both forms: as a network, and as the files that `tierref.py` reads.
struct SmallChain {
    var supplies: [Supply]
    /// The regions of firms that ship nothing.
    var homes: [String: String] = [:]

    static let cities = ["310000", "320500", "330200", "340100", "320100", "330100"]

    /// Firm numbers by name.
    func number(_ name: String) -> Int32 { Int32(names.firstIndex(of: name) ?? -1) }

    /// Sorted, as identities are.
    var names: [String] { Set(supplies.flatMap { [$0.supplier, $0.buyer] }).union(homes.keys).sorted() }

    var products: [String] { Set(supplies.map(\.product)).sorted() }

    static func id(_ name: String) -> FirmID { FirmID(checked: "local:t:\(name)") }

    var network: Network {
        let (names, products) = (names, products)
        func link(_ one: Supply) -> Link {
            Link(
                supplier: number(one.supplier), buyer: number(one.buyer),
                product: Int32(products.firstIndex(of: one.product) ?? 0),
                region: RegionCode(one.region) ?? .unknown, tier: one.buyer == "A" ? 1 : 2, industry: .auto,
                importance: Importance.allCases.first { $0.name == one.importance } ?? .essential,
                declaredAt: Timestamp(milliseconds: 0), annualValue: one.value,
                share: one.isBackup ? nil : one.share, inventoryDays: one.inventoryDays,
                spareCapacity: one.spare, bringUpDays: one.bringUpDays)
        }
        func sorted(_ links: [Link]) -> [Link] {
            links.sorted {
                ($0.buyer, $0.product, $0.supplier, $0.region)
                    < ($1.buyer, $1.product, $1.supplier, $1.region)
            }
        }
        return Network(
            revision: 1,
            firms: names.map { name in
                var firm = Firm(id: Self.id(name), region: RegionCode(homes[name] ?? "?") ?? .unknown)
                firm.isDeclared = homes[name] != nil
                return firm
            },
            products: products, links: sorted(supplies.filter { !$0.isBackup }.map(link)),
            backups: sorted(supplies.filter(\.isBackup).map(link)),
            leaders: [number("A")].filter { $0 >= 0 })
    }

    /// Writes `firms.csv` and `supplies.csv`; backups but for one supply in the place of all.
    func write(to folder: URL, backups: [Supply]) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let header =
            "supplier_id,supplier_region,buyer_id,tier,industry,product,annual_value,share,importance,status,"
            + "inventory_days,spare_capacity,bring_up_days\n"
        let active = supplies.filter { !$0.isBackup }.map { one -> Supply in
            var one = one
            one.spare = 0
            return one
        }
        let lines = (active + backups).map { one in
            let fields = [
                "\(Self.id(one.supplier))", one.region, "\(Self.id(one.buyer))", "1", "auto", one.product,
                "\(one.value)", one.isBackup ? "" : "\(one.share)", one.importance,
                one.isBackup ? "backup" : "active", "\(one.inventoryDays)", "\(one.spare)",
                "\(one.bringUpDays)",
            ]
            return fields.joined(separator: ",") + "\n"
        }
        try (header + lines.joined()).write(
            to: folder.appending(path: "supplies.csv"), atomically: true, encoding: .utf8)
        let firms = names.map { "\(Self.id($0)),\(homes[$0] ?? "")\n" }
        try ("id,region\n" + firms.joined()).write(
            to: folder.appending(path: "firms.csv"), atomically: true, encoding: .utf8)
    }
}

extension SmallChain {
    /// The buyer A of p0, its suppliers and theirs, backups, and others who buy the same; `isEssential` for a register in which nothing
    /// can be done without.
    init(seed: UInt64, isEssential: Bool = false) {
        var random = SeededRandom(seed: seed)
        supplies = []
        homes = ["A": "310000"]
        let suppliers = (0..<Int.random(in: 1...4, using: &random)).map { "S\($0)" }
        let others = (0..<Int.random(in: 2...5, using: &random)).map { "T\($0)" }
        let deep = (0..<Int.random(in: 1...4, using: &random)).map { "U\($0)" }
        func importance() -> String {
            isEssential
                ? "essential" : ["essential", "essential", "ordinary"].randomElement(using: &random) ?? ""
        }
        func city() -> String { Self.cities.randomElement(using: &random) ?? "" }
        func addGroup(_ buyer: String, _ product: String, _ sellers: [String]) {
            let importance = importance()
            let inventory = Double(Int.random(in: 0...12, using: &random))
            for seller in sellers {
                var one = Supply(supplier: seller, region: city(), buyer: buyer, product: product)
                if let known = supplies.first(where: { $0.supplier == seller }) { one.region = known.region }
                one.share = 1 / Double(sellers.count)
                one.value = Double(Int.random(in: 1...9, using: &random) * 100)
                one.importance = importance
                one.inventoryDays = inventory
                if random.chance(0.3) {
                    one.spare = [0.2, 0.5].randomElement(using: &random) ?? 0
                    one.bringUpDays = Double(Int.random(in: 0...6, using: &random))
                }
                supplies.append(one)
            }
        }
        addGroup("A", "p0", suppliers)
        if random.chance(0.7) { addGroup("A", "p1", [others[0]]) }
        for seller in suppliers + others where random.chance(0.8) {
            addGroup(seller, "q\(Int.random(in: 0...1, using: &random))", some(deep, &random))
        }
        for seller in others where random.chance(0.6) { addGroup("B", "p0", [seller]) }
        normalise("B", "p0")
        for seller in others where random.chance(0.6) {
            var one = Supply(supplier: seller, region: city(), buyer: "A", product: "p0")
            if let known = supplies.first(where: { $0.supplier == seller }) { one.region = known.region }
            one.isBackup = true
            one.spare = Double(Int.random(in: 1...8, using: &random)) / 10
            one.bringUpDays = Double(Int.random(in: 0...20, using: &random))
            supplies.append(one)
        }
    }

    private func some(_ names: [String], _ random: inout SeededRandom) -> [String] {
        Array(names.shuffled(using: &random).prefix(random.chance(0.5) ? 1 : 2))
    }

    /// Divides a group equally.
    private mutating func normalise(_ buyer: String, _ product: String) {
        let members = supplies.indices.filter {
            supplies[$0].buyer == buyer && supplies[$0].product == product && !supplies[$0].isBackup
        }
        for index in members { supplies[index].share = 1 / Double(members.count) }
    }
}
