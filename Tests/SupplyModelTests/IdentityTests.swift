import SupplyModel
import Testing

@Suite struct IdentityTests {
    @Test(arguments: ["local:apple", "local:上汽:ACME 1", "local: a : b ", "local:a::\u{301}b"])
    func `a complete local identity is kept`(text: String) throws {
        #expect(try FirmID(text).kind == .local)
    }

    @Test(arguments: [
        "local:", "local::b", "local:a:", "local: :b", "local:a: ", "local:甲::乙", "local:甲: :乙",
    ])
    func `a local identity with an empty part is refused`(text: String) {
        #expect(throws: IdentityFault.incompleteLocal) { try FirmID(text) }
    }

    @Test(arguments: [
        ("91340100DEM200016Q", "340000"), ("91100000DEM0000010", nil), ("9100000ADEM000001R", nil),
        ("5493006MHB84DD0ZWV18", nil), ("local:91340100", nil),
    ])
    func `a code says which province registered the firm`(text: String, province: String?) throws {
        #expect(try FirmID(text).registeredIn?.description == province)
    }

    @Test func `a code turned into a number by a spreadsheet is named as such`() {
        #expect(throws: IdentityFault.scientificNotation) { try FirmID("9.13101E+17") }
        #expect(throws: IdentityFault.scientificNotation) { try FirmID("９.13101Ｅ＋17") }
    }

    @Test func `a registration number of before 2015 is named as such`() {
        #expect(throws: IdentityFault.oldRegistrationNumber) { try FirmID("310000000012345") }
    }

    static let marks = [
        "\u{200B}", "\u{200E}", "\u{200F}", "\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}",
        "\u{2060}",
        "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}", "\u{FEFF}",
    ]

    @Test(arguments: marks)
    func `names and codes that differ in what nobody sees are the same`(mark: String) throws {
        #expect(IdentityText.normalisedName("\(mark)上\(mark)海 \(mark) 云桥\(mark)") == "上海 云桥")
        #expect(try FirmID("local:甲:上\(mark)海") == FirmID("local:甲:上海"))
        #expect(try FirmID("9131\(mark)0000132260250X").description == "91310000132260250X")
        #expect(throws: IdentityFault.incompleteLocal) { try FirmID("local:甲:\(mark)") }
    }

    @Test func `what joins letters of some writings stays in a name`() {
        let name = "\u{646}\u{645}\u{6CC}\u{200C}\u{62E}\u{648}"
        #expect(IdentityText.normalisedName(name) == name)
    }
}
