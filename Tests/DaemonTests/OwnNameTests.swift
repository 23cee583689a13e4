import Testing

@testable import Daemon

/// Under which names somebody acts who says himself who he is.
@Suite struct OwnNameTests {
    @Test(arguments: [
        "token:desk", "rule:x", "province 320000", "tierwatch", "token:\u{301}desk", "token:\u{903}desk",
        "token\u{FE0F}:desk", "\u{301}rule:x", "ｔoken:desk", "Token:desk", "RULE：x", "province\u{3000}320000",
        "Ｔｉｅｒｗａｔｃｈ", "tierwatch\u{34F}",
    ])
    func `no name is taken that looks like one by which the trail writes others`(name: String) {
        #expect(throws: AidDeskFault.self) { try AidDesk.ownName(name) }
    }

    @Test(arguments: ["钱", "José", "Tierwatcher", "Provincetown", "my token: x"])
    func `a name that only has such a word in it is one's own`(name: String) throws {
        #expect(try AidDesk.ownName(name) == name)
    }
}
