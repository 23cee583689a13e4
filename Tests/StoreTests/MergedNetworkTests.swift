import Store
import SupplyModel
import Testing

/// Firms that count as one: their network is that of the same rows with the names put in by hand.
@Suite struct MergedNetworkTests {
    private static let products = ["bolt", "nut"]
    private static let regions = ["310000", "320500"]

    /// Rows of one file; a firm goes by the name that the body gives it in this file.
    private static func rows(
        _ file: Int, _ random: inout SplitMix, firms: Int, name: (Int) -> String
    ) -> [SupplyRow] {
        var seen: Set<[Int]> = []
        var rows: [SupplyRow] = []
        for line in 2..<(firms * 4) {
            let supplier = random.below(firms)
            let buyer = random.below(firms)
            let (product, region) = (random.below(2), random.below(2))
            let dice = (random.below(4), random.below(5), random.below(3), random.below(2))
            guard supplier != buyer, seen.insert([supplier, buyer, product, region]).inserted else {
                continue
            }
            var row = TestRegister.row(
                line, name(supplier), name(buyer), products[product],
                region: dice.3 == 0 && region == supplier % 2 ? nil : regions[region],
                value: Double(file * 10_000 + line), status: [.active, .active, .backup, .ended][dice.0])
            row.tier = 1 + dice.1
            if dice.2 == 0 { row.supplierName = "seller \(supplier) of \(file)" }
            if dice.2 == 1 { row.recoveryDays = Double(line % 90) }
            rows.append(row)
        }
        return rows
    }

    private static let columns = TestRegister.columns.union([.supplierName, .recoveryDays])

    /// What a network says, without its number and with links in words.
    static func words(_ network: Network) -> [String] {
        func id(_ firm: Int32) -> String { network.firms[Int(firm)].id.description }
        func words(_ links: [Link]) -> [String] {
            links.map { link in
                "\(id(link.supplier))@\(link.region)>\(id(link.buyer)):\(network.products[Int(link.product)])"
                    + " \(link.annualValue ?? -1) \(link.tier) \(link.declaredAt.milliseconds)"
            }
        }
        return network.firms.map { "\($0)" } + words(network.links) + ["backup"] + words(network.backups)
            + network.leaders.map(id)
    }

    /// A register of three files in which each of the first firms goes by several names, and the same by hand.
    private struct Story {
        let firms: Int
        /// By file the rows as they were declared, and with the names put in by hand.
        var files: [(declared: [SupplyRow], byHand: [SupplyRow])] = []
        /// Which name counts as which.
        var merges: [(String, String)] = []

        init(seed: UInt64, firms: Int) {
            self.firms = firms
            var random = SplitMix(state: seed)
            let aliased = firms / 3
            for firm in 0..<aliased {
                merges.append(("f\(firm)x1", "f\(firm)"))
                // A chain, or two that count as one.
                merges.append(("f\(firm)x2", random.below(2) == 0 ? "f\(firm)x1" : "f\(firm)"))
            }
            merges.shuffle(using: &random)
            for file in 1...3 {
                let alias = (0..<aliased).map { _ in random.below(3) }
                var copy = random
                let byHand = MergedNetworkTests.rows(file, &random, firms: firms) { "f\($0)" }
                let declared = MergedNetworkTests.rows(file, &copy, firms: firms) { firm in
                    firm < aliased && alias[firm] > 0 ? "f\(firm)x\(alias[firm])" : "f\(firm)"
                }
                files.append((declared, byHand))
            }
        }

        /// Tables of firms: of each firm a row, under one of its names.
        func table(byHand: Bool) -> [FirmRow] {
            (0..<firms).map { firm in
                let isAlias = !byHand && firm < firms / 3 && firm % 2 == 0
                var row = FirmRow(
                    line: firm + 2, id: FirmID(checked: isAlias ? "local:f\(firm)x1" : "local:f\(firm)"))
                row.region = RegionCode(MergedNetworkTests.regions[firm % 2])
                row.name = firm % 3 == 0 ? nil : "firm \(firm)"
                return row
            }
        }
    }

    private func load(_ story: Story, _ register: TestRegister, file: Int, byHand: Bool) throws {
        let rows = byHand ? story.files[file].byHand : story.files[file].declared
        try register.load(
            rows, columns: Self.columns, registrant: FirmID(checked: "local:reg\(file % 2)"),
            at: (file + 1) * 10)
    }

    private func merge(_ story: Story, _ register: TestRegister, at minutes: Int) throws {
        for (firm, other) in story.merges {
            _ = try register.decide(.same, firm, other, at: minutes)
        }
    }

    /// Every name is known, with its firm's region, before anything else.
    private func name(_ story: Story, _ register: TestRegister) throws {
        let names = story.merges.map(\.0) + (0..<story.firms).map { "f\($0)" }
        try register.loadFirms(
            names.map { name in
                var row = FirmRow(line: 1, id: FirmID(checked: "local:\(name)"))
                row.region = RegionCode(Self.regions[(Self.firm(name) ?? 0) % 2])
                return row
            })
    }

    /// The number of the firm that `f3x1` names.
    private static func firm(_ name: String) -> Int? { Int(name.dropFirst().prefix { $0 != "x" }) }

    @Test(arguments: [(1, 12), (2, 12), (3, 12), (4, 12), (5, 12), (6, 1_200), (7, 1_200)])
    func `the network of merged firms is that of rows in which they have one name`(
        seed: UInt64, firms: Int
    ) throws {
        let story = Story(seed: seed, firms: firms)
        try TestRegister.inFolder { byHand in
            try byHand.loadFirms(story.table(byHand: true), columns: [.id, .region, .name])
            for file in story.files.indices { try load(story, byHand, file: file, byHand: true) }
            let wanted = Self.words(try byHand.store.network())
            // Decided after all files, and after the first.
            for decided in [3, 1] {
                try TestRegister.inFolder { register in
                    try name(story, register)
                    try register.loadFirms(story.table(byHand: false), columns: [.id, .region, .name])
                    for file in 0..<decided { try load(story, register, file: file, byHand: false) }
                    try merge(story, register, at: decided * 10 + 1)
                    for file in decided..<3 { try load(story, register, file: file, byHand: false) }
                    let network = try register.store.network()
                    #expect(Self.words(network) == wanted)
                    for (name, _) in story.merges {
                        let number = try #require(network.number(of: FirmID(checked: "local:\(name)")))
                        let firm = try #require(Self.firm(name))
                        #expect(network.firms[Int(number)].id.description == "local:f\(firm)")
                    }
                }
            }
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `before a decision, and when all are undone, everything is as it was`(seed: UInt64) throws {
        let story = Story(seed: seed, firms: 12)
        try TestRegister.inFolder { register in
            try name(story, register)
            try register.loadFirms(story.table(byHand: false), columns: [.id, .region, .name])
            for file in 0..<3 { try load(story, register, file: file, byHand: false) }
            let before = try register.store.network()
            try merge(story, register, at: 40)
            let merged = try register.store.network()
            #expect(merged.revision == before.revision + Int64(story.merges.count))
            #expect(Self.words(merged) != Self.words(before))
            let earlier = TestRegister.start.adding(seconds: 39 * 60)
            #expect(Self.words(try register.store.network(at: earlier)) == Self.words(before))
            for (firm, other) in story.merges.reversed() {
                _ = try register.decide(.different, firm, other, at: 50)
            }
            #expect(Self.words(try register.store.network()) == Self.words(before))
            let meanwhile = TestRegister.start.adding(seconds: 45 * 60)
            #expect(Self.words(try register.store.network(at: meanwhile)) == Self.words(merged))
        }
    }
}
