import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

/// What owners were asked about requests for help, as the store keeps it.
@Suite struct AidConsentTests {
    private static let x = FirmID(checked: "local:x")
    private static let y = FirmID(checked: "local:y")
    private static let supplier = FirmID(checked: "local:x:F")

    private static func step(
        _ action: ConsentAction, of owner: FirmID = x, after whole: ConsentedRequest, at minutes: Double = 1
    ) -> ConsentStep {
        ConsentStep(
            number: whole.said.count + 1, subject: ConsentSubject(supplier: supplier, owner: owner),
            action: action, product: action == .ask ? .init(wanted: "座椅", owned: "坐具") : nil, by: "钱",
            time: AidTests.start.adding(seconds: minutes * 60), note: action == .give ? "可以" : "",
            requestVersion: whole.request.version)
    }

    /// Two requests; about the first `x` was asked, and gave its consent two minutes later.
    private func withConsent(_ body: (Store) throws -> Void) throws {
        try TestRegister.inFolder { register in
            let store = register.store
            for _ in 0..<2 { _ = try store.add(AidTests.draft()) { _ in [] } }
            _ = try store.consent("1") { whole, _ in ([Self.step(.ask, after: whole)], []) }
            _ = try store.consent("1", as: Self.x) { whole, _ in ([Self.step(.give, after: whole, at: 3)], [])
            }
            try body(store)
        }
    }

    @Test func `what was asked and said comes back as it was written, also as it stood before`() throws {
        try withConsent { store in
            let whole = try store.consentedRequest("1")
            #expect(whole.request == (try store.aidRequest("1")))
            #expect(whole.said.map(\.action) == [.ask, .give] && whole.said.map(\.number) == [1, 2])
            #expect(whole.said[0].product == .init(wanted: "座椅", owned: "坐具"))
            #expect(whole.said[1].note == "可以" && whole.said[1].product == nil)
            let before = try store.consentedRequest("1", at: AidTests.start.adding(seconds: 120))
            #expect(before.said.map(\.action) == [.ask])
            #expect(try store.consentedRequest("2").said.isEmpty)
        }
    }

    @Test func `an owner finds what it was asked, and other requests as if they were not there`() throws {
        try withConsent { store in
            _ = try store.consent("HB-2022-0002") { whole, _ in
                ([Self.step(.ask, of: Self.y, after: whole)], [])
            }
            _ = try store.consent("1") { whole, _ in ([Self.step(.ask, of: Self.y, after: whole)], []) }
            let ofX = try store.consentedRequests(of: Self.x)
            #expect(ofX.map(\.request.id) == ["HB-2022-0001"])
            #expect(ofX[0].said.map(\.subject.owner) == [Self.x, Self.x])
            #expect(try store.consentedRequests(of: Self.y).map(\.said.count) == [1, 1])
            #expect(try store.consentedRequests().map(\.said.count) == [3, 1])
            for text in ["HB-2022-0002", "2", "HB-2022-0009"] {
                #expect(throws: AidRequestFault.unknown(text)) {
                    try store.consent(text, as: Self.x) { whole, _ in
                        ([Self.step(.withdraw, after: whole)], [])
                    }
                }
            }
        }
    }

    @Test func `numbers that two years have are told to an owner only where it was asked about both`() throws
    {
        try withConsent { store in
            _ = try store.add(AidTests.draft(at: 365)) { _ in [] }
            let one = try store.consent("1", as: Self.x) { whole, _ in
                ([Self.step(.withdraw, after: whole, at: 9)], [])
            }
            #expect(one.request.id == "HB-2022-0001")
            _ = try store.consent("HB-2023-0001") {
                whole, _ in ([Self.step(.ask, after: whole, at: 365 * 1_440 + 9)], [])
            }
            #expect(throws: AidRequestFault.ambiguous("1", ids: ["HB-2022-0001", "HB-2023-0001"])) {
                try store.consent("1", as: Self.x) { _, _ in ([], []) }
            }
        }
    }

    @Test func `what is refused leaves consents, outbox and trail as they were`() throws {
        struct No: Error {}
        try withConsent { store in
            let before = (try store.consentedRequest("1").said, try store.checkTrail().head)
            #expect(throws: No.self) { try store.consent("1") { _, _ in throw No() } }
            // A number that is there already is refused by the table itself, and what came with it is not kept.
            #expect(throws: StoreError.self) {
                try store.consent("1") { whole, _ in
                    var again = Self.step(.withdraw, after: whole)
                    again.number = 1
                    return ([Self.step(.withdraw, after: whole), again], [])
                }
            }
            #expect(try store.consentedRequest("1").said == before.0)
            #expect(try store.checkTrail().head == before.1)
            #expect(try store.deliveries(limit: 9).isEmpty)
        }
    }

    @Test func `a step, what channels are told of it, and its entry in the trail are kept together`() throws {
        try withConsent { store in
            let message = OutboxEntry(id: "m1", channel: "js", fingerprint: "aid:1", body: Array("{}".utf8))
            _ = try store.consent("1") { whole, _ in ([Self.step(.withdraw, after: whole, at: 9)], [message])
            }
            #expect(try store.deliveries(limit: 9).map(\.id) == ["m1"])
            let entries = try store.trail(action: .aidConsent, limit: 9)
            #expect(entries.map(\.subject) == Array(repeating: "HB-2022-0001", count: 3))
            #expect(entries[0].detail.contains("\"action\":\"withdraw\""))
            #expect(try store.checkTrail().brokenAt == nil)
        }
    }

    @Test func `only what concerns an owner moves how far its consents have come`() throws {
        try withConsent { store in
            func mark(_ owner: FirmID) throws -> Int64 { try store.marks(.registrant(owner)).consent }
            let (ofX, ofY) = (try mark(Self.x), try mark(Self.y))
            _ = try store.consent("2") { whole, _ in ([Self.step(.ask, of: Self.y, after: whole)], []) }
            #expect(try mark(Self.x) == ofX && mark(Self.y) > ofY)
            _ = try store.step("1") { request in
                var step = request.newest
                step.number += 1
                return (step, [])
            }
            #expect(try mark(Self.x) > ofX)
        }
    }

    @Test func `who names a supplier is told with the place and product that each declares`() throws {
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(2, "f", "g", "坐具", region: "320115")], registrant: Self.x)
            try register.load(
                [
                    TestRegister.row(2, "f", "h", "座椅", region: "330100", status: .backup),
                    TestRegister.row(3, "f", "i", "座椅", region: "330100", status: .ended),
                ], registrant: Self.y, at: 1)
            let ids = [[FirmID(checked: "local:f")], [FirmID(checked: "local:nobody")]]
            let found = try register.store.namings(of: ids)
            #expect(
                found[0].map { "\($0.owner) \($0.region) \($0.buyer) \($0.product)" }.sorted() == [
                    "local:x 320115 local:g 坐具", "local:y 330100 local:h 座椅",
                ])
            #expect(found[1].isEmpty)
            let before = try register.store.namings(of: ids, at: TestRegister.start)
            #expect(before[0].map(\.owner) == [Self.x])
            // What is ended names nobody any more.
            try register.load(
                [TestRegister.row(2, "f", "g", "坐具", region: "320115", status: .ended)], registrant: Self.x,
                digest: "2", at: 2)
            #expect(try register.store.namings(of: ids)[0].map(\.owner) == [Self.y])
        }
    }
}
