import Store
import SupplyModel
import Testing

/// The trail's chain over whatever text an entry has.
@Suite struct TrailTests {
    @Test(arguments: [
        "/a b", "/a\0b", "\0", "/\u{FEFF}\u{202E}a\r\nb", "/\u{FFFF}", String(repeating: "甲\0", count: 2_000),
    ])
    func `whatever was looked at, the chain stays whole`(target: String) throws {
        try TestRegister.inFolder { register in
            let store = register.store
            for actor in ["token:one", "token:\0"] {
                let time = Timestamp(milliseconds: 1)
                try store.noteLooks([TrailLook(actor: actor, target: target, time: time, count: 1)])
            }
            let check = try store.checkTrail()
            #expect((check.entryCount, check.brokenAt) == (2, nil))
            let entries = try store.trail(limit: 9)
            #expect(entries.allSatisfy { $0.subject == target.replacing("\0", with: "\u{FFFD}") })
        }
    }
}
