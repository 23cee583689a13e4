/// The countries and territories but China, whose places have codes of GB/T 2260.
enum Countries {
    /// What a country is called.
    struct Country: Sendable {
        /// Chinese, English, then other names in use.
        var names: [String]
        var chinese: String { names[0] }
        var english: String { names[1] }
    }

    /// Countries by the raw value of their `RegionCode`.
    static let byCode: [UInt32: Country] = {
        var countries: [UInt32: Country] = [:]
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: "|").map(String.init)
            guard fields.count >= 3, let code = RegionCode(fields[0]) else { continue }
            countries[code.raw] = Country(names: Array(fields.dropFirst()))
        }
        return countries
    }()
}
