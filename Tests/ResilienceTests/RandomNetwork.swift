import Foundation

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

/// A made-up register with everything that is awkward: loops, firms of several sites, values and shares that are missing
/// or 0, shares that sum to a little over 1, backups, ended links, products that limit nothing.
struct RandomNetwork {
    var firms: [[String: String]] = []
    var supplies: [[String: String]] = []
    /// A buyer of an active link.
    var buyer = ""

    private static let regions = [
        "310000", "310115", "320500", "320583", "320000", "330200", "340100", "440300", "500000", "710000",
        "KR", "JP",
        "",
    ]
    private static let firmColumns = ["id", "region", "industry", "revenue", "recovery_days"]
    private static let supplyColumns = [
        "supplier_id", "supplier_region", "buyer_id", "tier", "industry", "product", "annual_value", "share",
        "importance", "status", "inventory_days", "recovery_days", "spare_capacity", "bring_up_days",
    ]

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let firmCount = Int.random(in: 2...28, using: &random)
        let productCount = Int.random(in: 1...6, using: &random)
        let missing: Double = [0.0, 0.1, 0.5].randomElement(using: &random) ?? 0
        let isLooped = random.chance(0.6)
        var revenue = SeededRandom(seed: seed &+ 1_000_003)
        let hasRevenue: Double = [0.0, 0.5, 1.0].randomElement(using: &revenue) ?? 0
        for firm in 0..<firmCount where random.chance(0.9) {
            firms.append([
                "id": Self.id(firm), "region": Self.regions.randomElement(using: &random) ?? "",
                "industry": ["auto", "chips", ""].randomElement(using: &random) ?? "",
                "revenue": revenue.chance(hasRevenue)
                    ? String(Int.random(in: 0...20_000_000, using: &revenue)) : "",
            ])
        }
        for buyer in 0..<firmCount {
            for product in 0..<productCount where random.chance(0.35) {
                let sellers = isLooped ? 0..<firmCount : (buyer + 1)..<firmCount
                addGroup(buyer, product, sellers.filter { $0 != buyer }, missing, &random)
            }
        }
        if supplies.isEmpty { addGroup(0, 0, [1], 0, &random) }
        let active = supplies.filter { $0["status"] != "ended" && $0["status"] != "backup" }
        buyer = (active.randomElement(using: &random) ?? supplies[0])["buyer_id"] ?? ""
        addTimes(seed)
    }

    private mutating func addGroup(
        _ buyer: Int, _ product: Int, _ sellers: [Int], _ missing: Double, _ random: inout SeededRandom
    ) {
        let chosen = sellers.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random))
        let sites = chosen.flatMap { seller -> [(Int, String)] in
            let places = Self.regions.shuffled(using: &random).prefix(random.chance(0.3) ? 3 : 1)
            return places.map { (seller, $0) }
        }
        let sharing = Int.random(in: 0..<4, using: &random)
        let total: Double = [0.4, 1.0, 1.04].randomElement(using: &random) ?? 1
        for (seller, place) in sites {
            var row = ["supplier_id": Self.id(seller), "buyer_id": Self.id(buyer), "product": "p\(product)"]
            row["supplier_region"] = place
            row["tier"] = String(Int.random(in: 1...5, using: &random))
            row["industry"] = ["auto", "chips", "biopharma"].randomElement(using: &random)
            row["importance"] = ["essential", "ordinary", "none", ""].randomElement(using: &random)
            row["status"] = random.chance(0.85) ? "active" : random.chance(0.5) ? "backup" : "ended"
            if !random.chance(missing) {
                let isZero = random.chance(0.25)
                row["annual_value"] = isZero ? "0" : String(Int.random(in: 1...9_000_000, using: &random))
            }
            if sharing == 0 || (sharing == 1 && random.chance(0.5)) {
                row["share"] = random.chance(0.1) ? "0" : String(total / Double(sites.count))
            }
            supplies.append(row)
        }
    }

    /// Stocks, recovery and backups, from random numbers of their own.
    private mutating func addTimes(_ seed: UInt64) {
        var random = SeededRandom(seed: ~seed)
        func days(_ most: Int) -> String {
            let whole = Int.random(in: 0...most, using: &random)
            return random.chance(0.2) ? "\(whole).5" : String(whole)
        }
        for index in firms.indices where random.chance(0.3) { firms[index]["recovery_days"] = days(90) }
        for index in supplies.indices {
            if random.chance(0.5) { supplies[index]["inventory_days"] = days(20) }
            if random.chance(0.3) { supplies[index]["recovery_days"] = days(90) }
            let isBackup = supplies[index]["status"] == "backup"
            guard random.chance(isBackup ? 0.9 : 0.2) else { continue }
            let spare: Double = [0.0, 0.1, 0.35, 1.0].randomElement(using: &random) ?? 0
            supplies[index]["spare_capacity"] = "\(spare)"
            if random.chance(0.7) { supplies[index]["bring_up_days"] = days(15) }
        }
    }

    /// Writes `firms.csv` and `supplies.csv`.
    func write(to folder: URL) throws {
        try Self.text(firms, Self.firmColumns).write(
            to: folder.appending(path: "firms.csv"), atomically: true, encoding: .utf8)
        try Self.text(supplies, Self.supplyColumns).write(
            to: folder.appending(path: "supplies.csv"), atomically: true, encoding: .utf8)
    }

    private static func id(_ firm: Int) -> String { "local:r:F\(firm / 10)\(firm % 10)" }

    private static func text(_ rows: [[String: String]], _ columns: [String]) -> String {
        let lines = rows.map { row in columns.map { row[$0] ?? "" }.joined(separator: ",") }
        return ([columns.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
    }
}
