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

    @Test func `a code turned into a number by a spreadsheet is named as such`() {
        #expect(throws: IdentityFault.scientificNotation) { try FirmID("9.13101E+17") }
        #expect(throws: IdentityFault.scientificNotation) { try FirmID("９.13101Ｅ＋17") }
    }

    @Test func `a registration number of before 2015 is named as such`() {
        #expect(throws: IdentityFault.oldRegistrationNumber) { try FirmID("310000000012345") }
    }
}
