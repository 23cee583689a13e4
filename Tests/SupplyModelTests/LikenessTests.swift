import Testing

@testable import SupplyModel

/// Pairs of made-up firms, labelled by hand: no real firm is meant.
@Suite struct LikenessTests {
    /// A firm as the table of pairs writes it.
    struct Made: Sendable, CustomTestStringConvertible {
        var name: String?
        var former: [String] = []
        var short: String?
        var address: String?
        var id: String?

        init(
            _ name: String?, former: [String] = [], short: String? = nil, address: String? = nil,
            id: String? = nil
        ) {
            (self.name, self.former, self.short, self.address, self.id) = (name, former, short, address, id)
        }

        var testDescription: String { name ?? address ?? "?" }

        func firm(_ number: Int) -> Firm {
            var firm = Firm(id: FirmID(checked: id ?? "local:reg:\(number)"))
            firm.name = name
            firm.formerNames = former
            firm.shortName = short
            firm.address = address
            return firm
        }
    }

    private static func pairs(
        _ left: Made, _ right: Made, least: Double = 0.5
    ) -> [LikenessSearch.Pair] {
        LikenessSearch.pairs(among: [left.firm(1), right.firm(2)], leastScore: least)
    }

    static let alike: [(Made, Made, LikenessReason)] = [
        (Made("苏州云桥精密机械有限公司"), Made("苏州云桥精密机械有限公司"), .sameName),
        (Made("苏州云桥（精密）机械有限公司"), Made("苏州云桥(精密) 机械有限公司"), .sameName),
        (Made("Kestrel Bearings Co., Ltd."), Made("KESTREL BEARINGS CO LTD"), .sameName),
        (Made("上海云桥电子有限公司"), Made("上海云桥电子股份有限公司"), .sameCore),
        (Made("上海市云桥电子有限公司"), Made("上海云桥电子有限责任公司"), .sameCore),
        (Made("江苏省苏州市云桥电子有限公司"), Made("苏州云桥电子"), .sameCore),
        (Made("云桥（上海）电子有限公司"), Made("上海云桥电子有限公司"), .sameCore),
        (Made("昆山市云桥电子有限公司"), Made("昆山云桥电子有限公司"), .sameCore),
        (Made("上海云桥第1机床厂"), Made("上海云桥第一机床厂"), .sameCore),
        (Made("Kestrel Bearings GmbH"), Made("Kestrel Bearings"), .sameCore),
        (Made("云桥半导体材料有限公司"), Made("上海云桥半导体材料有限公司"), .sameCoreElsewhere),
        (Made("苏州云桥精密机械有限公司"), Made("苏州云侨精密机械有限公司"), .oneCharacter),
        (Made("苏州云桥精密机械有限公司"), Made("苏州云桥精密械有限公司"), .oneCharacter),
        (Made("苏州云桥精密机械有限公司"), Made("苏州云桥密精机械有限公司"), .oneCharacter),
        (Made("Kestrel Bearings Ltd"), Made("Kestrel Baerings Limited"), .oneCharacter),
        (Made("上海新禾生物有限公司", former: ["上海老禾制药厂"]), Made("上海老禾制药厂"), .formerName),
        (Made("南京新禾生物有限公司", former: ["上海老禾制药有限公司"]), Made("上海老禾制药"), .formerName),
        (Made("上海新禾生物医药科技有限公司", short: "新禾生物"), Made("新禾生物"), .shortName),
        (Made("上海新禾有限公司", short: "新禾"), Made("上海新禾医药科技有限公司", short: "新禾"), .shortName),
        (
            Made("甲和有限公司", address: "上海市嘉定区安驰路 18 号"), Made("汇通仓储", address: "嘉定区安驰路18号"),
            .sameAddress
        ),
        (
            Made("苏州云桥精密机械有限公司", id: "91320500MA1YYYY12A"),
            Made("苏州云桥精密机械股份公司", id: "91320500MA1YYY1Y2B"), .similarCode
        ),
    ]

    @Test(arguments: alike.indices)
    func `firms that are likely one are found, with the reason`(index: Int) throws {
        let (left, right, reason) = Self.alike[index]
        let pairs = Self.pairs(left, right)
        #expect(pairs.count == 1 && pairs[0].likeness.reasons.contains(reason), "\(left) \(right) \(pairs)")
        let turned = Self.pairs(right, left)
        #expect(turned.map(\.likeness) == pairs.map(\.likeness))
    }

    static let unlike: [(Made, Made)] = [
        (Made("苏州云桥第一机床厂"), Made("苏州云桥第二机床厂")), (Made("苏州云桥1厂"), Made("苏州云桥2厂")),
        (Made("苏州云桥一厂"), Made("苏州云桥二厂")), (Made("苏州云桥机械一分公司"), Made("苏州云桥机械二分公司")),
        (Made("苏州云桥机械有限公司第一分公司"), Made("苏州云桥机械有限公司第二分公司")),
        (Made("苏州云桥机械有限公司"), Made("苏州云桥机械有限公司无锡分公司")),
        (Made("上海云桥电子有限公司"), Made("南京云桥电子有限公司")), (Made("昆山云桥电子有限公司"), Made("太仓云桥电子有限公司")),
        (Made("云桥（上海）电子有限公司"), Made("云桥（北京）电子有限公司")),
        (Made("华东云桥仪表有限公司"), Made("华南云桥仪表有限公司")), (Made("云桥甲醇装备有限公司"), Made("云桥乙醇装备有限公司")),
        (Made("苏州云桥A机械有限公司"), Made("苏州云桥B机械有限公司")), (Made("上海华虹有限公司"), Made("上海华力有限公司")),
        (Made("云桥铜业材料有限公司"), Made("云桥铝业材料有限公司")), (Made("新云桥机械厂"), Made("老云桥机械厂")),
        (Made("Kestrel Plant 1 Ltd"), Made("Kestrel Plant 2 Ltd")), (Made("Kite"), Made("Kate")),
        (Made("苏州云桥精密机械有限公司"), Made("苏州远帆精密机械有限公司")),
        (Made("甲和", address: "上海市嘉定区"), Made("汇通", address: "上海市嘉定区")),
        (Made("甲和", address: "上海市安驰路18号"), Made("汇通", address: "南京市安驰路18号")),
        (
            Made("苏州云桥一厂", address: "苏州安驰路18号"), Made("苏州云桥二厂", address: "苏州安驰路18号")
        ), (Made(nil), Made(nil)), (Made("——"), Made("（）")),
    ]

    @Test(arguments: unlike.indices)
    func `firms that only look alike are not listed`(index: Int) throws {
        let (left, right) = Self.unlike[index]
        #expect(Self.pairs(left, right).isEmpty, "\(left) \(right) \(Self.pairs(left, right))")
    }

    @Test func `reasons add up, and a doubt weakens them`() throws {
        let address = "上海市安驰路18号"
        let both = try #require(
            Self.pairs(
                Made("上海云桥电子有限公司", address: address), Made("上海云桥电子股份有限公司", address: address)
            ).first)
        #expect(both.likeness.reasons == [.sameCore, .sameAddress])
        #expect(both.likeness.score == 0.875)
        let doubted = try #require(
            Self.pairs(Made("云桥一厂", address: address), Made("云桥二厂", address: address), least: 0).first)
        #expect(doubted.likeness.doubts == [.otherNumber] && doubted.likeness.score == 0.125)
    }

    @Test func `a firm with a public code stays, before one that only its registrant names`() throws {
        let pair = try #require(
            Self.pairs(Made("苏州云桥", id: "91310000132260250X"), Made("苏州云桥", id: "local:reg:1")).first)
        #expect(pair.firm == 1 && pair.other == 0)
    }

    @Test func `of many with one name each meets the one that stays, and pairs grow with the firms`() throws {
        var firms = (0..<5_000).map { number in
            var firm = Firm(id: FirmID(checked: "local:reg:\(number)"))
            firm.name = "苏州云桥\(number)号机械厂"
            return firm
        }
        for number in 0..<500 {
            firms[number].name = "苏州远帆物流有限公司"
            firms[number + 500].address = "苏州工业园区星辰路\(number / 50)号"
        }
        let found = LikenessSearch.search(firms, leastScore: 0.5)
        #expect(found.pairs.count == 499)
        #expect(Set(found.pairs.map(\.other)) == [0])
        #expect(found.comparedCount < 2 * firms.count)
    }
}
