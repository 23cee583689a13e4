/// The provinces, cities and counties of China, and the countries, as tables in the program's text.
///
/// The tables are string literals because these cost the compiler nothing, where the same bytes as an array take it
/// seconds. A line `32 江苏省 Jiangsu` is a province, `3205 苏州市 Suzhou (JS)` a city, and a line that begins with a
/// space holds counties of the city above by their last two digits: ` 81常熟市 83昆山市`. What follows a `/` in a name
/// is left out in daily use: `延边/朝鲜族自治州`. A city named `-` has no name beside its province's.
enum Divisions {
    /// One place of China.
    struct Place: Sendable {
        var code: UInt32
        /// The official name, such as `苏州市`.
        var name: String
        /// The name in daily use, such as `苏州`; equal to `name` where nothing can be left out.
        var stem: String
        /// The English name or pinyin of a province or city.
        var english: String?
    }

    /// Every place, provinces before their cities before their counties.
    static let places: [Place] = [north, east, south, west].flatMap(read) + [dissolvedCity]

    /// Positions in `places` by code.
    static let positions: [UInt32: Int] = {
        Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1.code, $0) })
    }()

    /// Chaohu was a city until 2011 and its counties were divided; old registers still carry its codes.
    static let dissolvedCodes: Set<UInt32> = [341_400, 341_402, 341_421, 341_422, 341_423, 341_424]

    static func place(_ code: UInt32) -> Place? {
        positions[code].map { places[$0] }
    }

    private static let dissolvedCity = Place(
        code: 341_400, name: "原巢湖市", stem: "原巢湖", english: "Chaohu (dissolved)")

    private static func read(_ table: String) -> [Place] {
        var places: [Place] = []
        var province = ""
        var city: UInt32 = 0
        for line in table.split(separator: "\n") {
            if line.first == " " {
                for county in line.split(separator: " ") {
                    guard let number = UInt32(county.prefix(2)) else { continue }
                    places.append(place(city * 100 + number, county.dropFirst(2), nil))
                }
                continue
            }
            let fields = line.split(separator: " ", maxSplits: 2)
            guard let number = UInt32(fields[0]) else { continue }
            let english = fields.count > 2 ? String(fields[2]) : nil
            if number < 100 {
                places.append(place(number * 10_000, fields[1], english))
                province = places.last?.stem ?? ""
                continue
            }
            city = number
            guard fields[1] != "-" else { continue }
            let isGroup = fields[1].hasSuffix("直辖县级行政区划")
            places.append(place(city * 100, isGroup ? province + fields[1] : fields[1], english))
        }
        return places
    }

    private static func place(_ code: UInt32, _ text: some StringProtocol, _ english: String?) -> Place {
        let parts = text.split(separator: "/", maxSplits: 1)
        let name = parts.joined()
        let stem = parts.count > 1 ? String(parts[0]) : stem(of: name)
        return Place(code: code, name: name, stem: stem, english: english)
    }

    /// Leaves out the word for the kind of place, where at least two characters stay.
    private static func stem(of name: String) -> String {
        for kind in kinds where name.hasSuffix(kind) && name.count - kind.count >= 2 {
            return String(name.dropLast(kind.count))
        }
        return name
    }

    /// Longer words first.
    private static let kinds = ["特别行政区", "新区", "地区", "林区", "特区", "省", "市", "县", "区", "旗", "盟"]
}
