import Foundation
import Store
import SupplyModel
import Testing

/// Who declares what a firm buys first-hand, and who of them did so first.
@Suite struct FirstHandTests {
    private static let buyer = [FirmID(checked: "local:a")]
    private static let t = FirmID(checked: "local:t")
    private static let z = FirmID(checked: "local:z")

    /// `t` declares that B of Suzhou supplies A; a minute later `z` declares it of B of Kunshan.
    private func withBoth(_ body: (TestRegister) throws -> Void) throws {
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(2, "b", "a", region: "320500")], registrant: Self.t)
            try register.load(
                [TestRegister.row(2, "b", "a", region: "320583")], registrant: Self.z, at: 1)
            try body(register)
        }
    }

    @Test func `who corrects what it declared goes on from its first word`() throws {
        try withBoth { register in
            #expect(try register.store.firstHand(of: Self.buyer).owners(of: Self.buyer) == [Self.t, Self.z])
            try register.load(
                [TestRegister.row(2, "b", "a", "seat", region: "320583")], registrant: Self.t, digest: "2",
                at: 2
            ) { $0.replaces = true }
            #expect(try register.links().count == 2)
            #expect(try register.store.firstHand(of: Self.buyer).owners(of: Self.buyer) == [Self.t, Self.z])
            #expect(
                try register.store.firstHand(of: Self.buyer, at: TestRegister.start).owners(of: Self.buyer)
                    == [Self.t])
        }
    }

    @Test func `whoever ended all that it declared is not among them until it declares again`() throws {
        try withBoth { register in
            func load(_ row: SupplyRow, _ digest: String, at minutes: Int) throws {
                try register.load([row], registrant: Self.t, digest: digest, at: minutes)
            }
            try load(TestRegister.row(2, "b", "a", region: "320500", status: .ended), "2", at: 2)
            #expect(try register.store.firstHand(of: Self.buyer).owners(of: Self.buyer) == [Self.z])
            try load(TestRegister.row(2, "c", "a", region: "330100", status: .backup), "3", at: 3)
            #expect(try register.store.firstHand(of: Self.buyer).owners(of: Self.buyer) == [Self.t, Self.z])
        }
    }

    @Test func `what is declared of another buyer, or at another tier, is not first-hand`() throws {
        try withBoth { register in
            var row = TestRegister.row(2, "d", "b")
            row.tier = 2
            try register.load([row], registrant: FirmID(checked: "local:w"), at: 2)
            let b = [FirmID(checked: "local:b")]
            let w = FirmID(checked: "local:w")
            #expect(try register.store.firstHand(of: b).owners(of: b).isEmpty)
            #expect(try register.store.firstHand(of: b, orAtAnyTier: true).owners(of: b) == [w])
            #expect(try register.store.firstHand(of: []).owners(of: Self.buyer).isEmpty)
            // Under two identities the firm has all who speak of either.
            try register.load(
                [TestRegister.row(2, "b", "e")], registrant: FirmID(checked: "local:w"), digest: "2", at: 3)
            let both = Self.buyer + [FirmID(checked: "local:e")]
            #expect(
                try register.store.firstHand(of: both).owners(of: both) == [Self.t, Self.z, w])
            #expect(try register.store.firstHand(of: both).owners(of: Self.buyer) == [Self.t, Self.z])
        }
    }
}
