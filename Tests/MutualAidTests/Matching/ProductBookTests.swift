import MutualAid
import Resilience
import SupplyModel
import Testing

@Suite struct ProductBookTests {
    static let book = ProductBook([
        ProductGroup(words: ["座椅", "汽车座椅", "Car Seat"], code: "3670"),
        ProductGroup(words: ["座椅骨架"], code: "3670"), ProductGroup(words: ["晶圆"]),
        ProductGroup(words: ["硅片"]),
    ])

    @Test(arguments: [
        ("座椅", "座 椅", ProductLikeness.same), ("ＣＡＲ　ＳＥＡＴ", "carseat", .same), ("无名", "无名", .same),
        ("汽车座椅", "座椅", .synonym), ("car seat", "座椅", .synonym), ("座椅骨架", "座椅", .sameCode),
    ])
    func `names that mean the same match`(one: String, other: String, expected: ProductLikeness) {
        #expect(Self.book.likeness(of: one, to: other) == expected)
        #expect(Self.book.likeness(of: other, to: one) == expected)
    }

    @Test(arguments: [
        ("座椅", "晶圆"), ("晶圆", "硅片"), ("座椅", "座椅套"), ("", "座椅"), ("未公开", "未 公开"), ("Other", "other"),
    ])
    func `other names do not, nor do words that name nothing`(one: String, other: String) {
        #expect(Self.book.likeness(of: one, to: other) == nil)
    }

    @Test func `a synonym and a capability make a candidate, of less weight than the name itself`() throws {
        let chain = SmallChain(
            supplies: [
                Supply(supplier: "S", region: "310000", buyer: "A", product: "座椅"),
                Supply(supplier: "T", region: "310000", buyer: "B", product: "汽车座椅"),
                Supply(supplier: "X", region: "310000", buyer: "B", product: "晶圆"),
            ], homes: ["A": "310000", "C": "330200"])
        let network = chain.network
        let product = try #require(network.products.firstIndex(of: "座椅"))
        var question = MatchQuestion(
            firm: chain.number("A"), product: Int32(product),
            scenario: Scenario([Shock(.firm(chain.number("S")))]))
        question.book = Self.book
        question.capabilities = [
            Capability(firm: SmallChain.id("C"), products: ["晶圆", "座椅骨架"]),
            Capability(firm: SmallChain.id("X"), products: ["螺丝"]),
            Capability(firm: SmallChain.id("T"), products: ["座椅"], region: RegionCode("340100")),
            Capability(firm: SmallChain.id("nobody"), products: ["座椅"]),
        ]
        let found = try #require(Chains(network).matches(question))
        #expect(found.matches.map { chain.names[Int($0.candidate.supplier)] } == ["T", "C"])
        #expect(found.matches.map(\.parts.product) == [0.9, 0.6])
        #expect(found.matches.map(\.candidate.source) == [.otherChain, .capability])
        // What it can spare nobody said: it is ranked, but nothing is promised of it.
        #expect(found.matches.allSatisfy { $0.delivers == nil && $0.course == nil && $0.isOffered })
    }

    @Test(arguments: ["其他", "未公开", "undisclosed"])
    func `for what has no name the firm's own backup for it stands in, and nobody else`(
        product: String
    )
        throws
    {
        let chain = SmallChain(
            supplies: [
                Supply(supplier: "S", region: "310000", buyer: "A", product: product),
                Supply(
                    supplier: "T", region: "330200", buyer: "A", product: product, isBackup: true, spare: 0.5),
                Supply(
                    supplier: "V", region: "340100", buyer: "A", product: "unknown", isBackup: true, spare: 1),
                Supply(supplier: "X", region: "330100", buyer: "B", product: product, spare: 1),
            ], homes: ["A": "310000"])
        let network = chain.network
        let number = try #require(network.products.firstIndex(of: product))
        let question = MatchQuestion(
            firm: chain.number("A"), product: Int32(number),
            scenario: Scenario([Shock(.firm(chain.number("S")))]))
        let found = try #require(Chains(network).matches(question))
        #expect(found.matches.map { chain.names[Int($0.candidate.supplier)] } == ["T"])
        #expect(found.matches.map(\.candidate.source) == [.backup])
        #expect(found.matches.map(\.parts.product) == [1] && found.matches.map(\.delivers) == [0.5])
    }
}
