import Store
import SupplyModel
import Testing

@Suite struct KeyTests {
    /// Firms enough for the table of keys to grow several times, of every length from a few bytes to some hundred, many alike.
    private static let names = (0..<6_000).map { number in
        String(repeating: "甲x", count: number % 70) + "\(number / 70)"
    }

    @Test func `thousands of firms are found again under their own keys, in whatever order they come`() throws
    {
        try TestRegister.inFolder { register in
            let rows = Self.names.indices.map { index in
                TestRegister.row(
                    index + 1, Self.names[index], Self.names[(index + 1 + index % 977) % Self.names.count],
                    value: Double(index))
            }
            #expect(try register.load(rows).accepted == rows.count)
            let links = Set(try register.links())
            #expect(links == Set(rows.map(Self.link)))
            let again = try register.load(rows.reversed(), at: 1)
            #expect((again.accepted, again.unchanged) == (0, rows.count))
        }
    }

    private static func link(_ row: SupplyRow) -> String {
        let value = row.annualValue.map { "\($0)" } ?? "-"
        return
            "\(row.supplier.description.dropFirst(6))@320500>\(row.buyer.description.dropFirst(6)):part=\(value)"
    }
}
