import SupplyModel
import Testing

@Suite struct WhiteListUpdateTests {
    static let name = WhiteListName(issuer: RegionCode(raw: 310_000), batch: "1")

    static func day(_ day: Int) -> Timestamp { WhiteListBookTests.day(day) }

    static func row(
        _ firm: String, products: [String] = [], isRemoved: Bool = false
    ) -> WhiteListRow {
        var entry = WhiteListEntry(firm: FirmID(checked: "local:t:\(firm)"), name: firm)
        entry.products = products
        return WhiteListRow(line: 2, entry: entry, isRemoved: isRemoved)
    }

    static func update(
        _ rows: [WhiteListRow], from: Int = 12, columns: Set<RegisterColumn> = [.id, .name, .products]
    ) -> WhiteListUpdate {
        WhiteListUpdate(name, rows: rows, columns: columns, from: day(from))
    }

    /// A and B are on the list from the tenth on, C left on the eleventh.
    static var list: WhiteList {
        var list = WhiteList(name, validFrom: day(10))
        for firm in ["A", "B", "C"] { list.list(row(firm, products: ["x"]).entry, from: day(10)) }
        list.leave(row("C").entry.firm, at: day(11))
        return list
    }

    @Test func `the first version of a list is all new`() {
        let changes = Self.update([Self.row("A"), Self.row("B")]).changes(to: nil)
        #expect(changes.listed.map(\.name) == ["A", "B"] && changes.left.isEmpty && !changes.isEmpty)
    }

    @Test func `what was known changes nothing`() {
        let changes = Self.update([Self.row("A", products: ["x"])]).changes(to: Self.list)
        #expect(changes.isEmpty && changes.unchanged == 1)
    }

    @Test func `other products are a change, and a column that the file lacks is none`() {
        let changed = Self.update([Self.row("A", products: ["y"])]).changes(to: Self.list)
        #expect(changed.listed.map(\.products) == [["y"]])
        let lacking = Self.update([Self.row("A")], columns: [.id, .name]).changes(to: Self.list)
        #expect(lacking.isEmpty && lacking.unchanged == 1)
        let cleared = Self.update([Self.row("A")]).changes(to: Self.list)
        #expect(cleared.listed.map(\.products) == [[]])
    }

    @Test func `an earlier beginning is a change, a later one is none`() {
        let rows = [Self.row("A", products: ["x"])]
        #expect(Self.update(rows, from: 9).changes(to: Self.list).listed.count == 1)
        #expect(Self.update(rows, from: 11).changes(to: Self.list).isEmpty)
    }

    @Test func `who is struck off leaves, and who was never on it is told`() {
        let rows = ["A", "C", "D"].map { Self.row($0, isRemoved: true) }
        let changes = Self.update(rows).changes(to: Self.list)
        #expect(changes.left.map(\.name) == ["A"] && changes.listed.isEmpty)
        #expect(changes.strangers.map(\.entry.name) == ["D"] && changes.unchanged == 2)
    }

    @Test
    func `a leaving that is to come is brought forward, and what says the same as before undoes it not`()
        throws
    {
        var list = Self.list
        let (a, rows) = (Self.row("A").entry.firm, [Self.row("A", products: ["x"])])
        list.leave(a, at: Self.day(30))
        #expect(Self.update(rows).changes(to: list).isEmpty)
        list.list(rows[0].entry, from: Self.day(12))
        #expect(list.stays.count == 3 && list.stays[0].until == Self.day(30))
        let leaving = [Self.row("A", isRemoved: true)]
        #expect(Self.update(leaving, from: 30).changes(to: list).isEmpty)
        #expect(Self.update(leaving, from: 15).changes(to: list).left.map(\.name) == ["A"])
        var update = Self.update([Self.row("B")], from: 15)
        update.replaces = true
        #expect(update.changes(to: list).left.map(\.name) == ["A"])
        list.leave(a, at: Self.day(15))
        #expect(list.stays[0].until == Self.day(15))
        #expect(Self.update(rows, from: 16).changes(to: list).listed.count == 1)
        list.list(rows[0].entry, from: Self.day(16))
        #expect(list.stays.count == 4 && list.stays[3].covers(Self.day(20)))
    }

    @Test func `a file in place of the one before takes off whom it lacks`() {
        var update = Self.update([Self.row("A", products: ["x"]), Self.row("C")])
        #expect(update.changes(to: Self.list).left.isEmpty)
        update.replaces = true
        let changes = update.changes(to: Self.list)
        #expect(changes.left.map(\.name) == ["B"] && changes.listed.map(\.name) == ["C"])
    }

    @Test func `another end of the list is a change by itself`() {
        var update = Self.update([])
        update.until = Self.day(30)
        let changes = update.changes(to: Self.list)
        #expect(changes.until == Self.day(30) && !changes.isEmpty)
        var list = Self.list
        list.validUntil = Self.day(30)
        #expect(update.changes(to: list).isEmpty)
    }

    @Test(arguments: [
        ("铜箔；电解液、隔膜; 铜箔", ["铜箔", "电解液", "隔膜"]), (" ; ；", []), ("a,b", ["a,b"]),
        (#""轴承、套筒"; 垫片"#, ["轴承、套筒", "垫片"]), (#""a"" b;c""#, [#"a" b;c"#]), (#""open; x"#, [#""open"#, "x"]),
        (#"3" 管; 1" 管"#, [#"3" 管"#, #"1" 管"#]), (#""a" b; c"#, [#""a" b"#, "c"]),
    ])
    func `products are parted where they are meant to be`(text: String, expected: [String]) {
        #expect(ProductList.products(in: text) == expected)
    }

    @Test(arguments: [
        ["铜箔", "电解液"], ["轴承、套筒", #"3" 管"#, #""quoted""#], [#"a";b"#, ";"], ["\"", "\"\""],
    ])
    func `products that are written come back`(products: [String]) {
        #expect(ProductList.products(in: ProductList.text(products) ?? "") == products)
    }

    @Test func `no more products are written than are read`() {
        let many = (0..<2_000).map { "product \($0)" }
        #expect(ProductList.products(in: ProductList.text(many) ?? "") == Array(many.prefix(1_000)))
        let long = (0..<40).map { String(repeating: "铜", count: 330) + "\($0)" }
        let text = ProductList.text(long) ?? ""
        #expect(text.utf8.count <= ProductList.limitBytes && ProductList.products(in: text).count == 30)
        #expect(ProductList.text([]) == nil)
    }
}
