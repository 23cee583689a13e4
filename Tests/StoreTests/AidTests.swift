import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

/// The ledger of requests for help.
@Suite struct AidTests {
    static let start = Timestamp(milliseconds: 1_650_000_000_000)
    static let day = 86_400.0

    static func draft(cause: String? = nil, firm: String = "local:t:A", at days: Double = 0) -> AidDraft {
        let content = AidContent(
            authority: RegionCode(raw: 310_000), counterpart: RegionCode(raw: 320_000),
            firm: FirmID(checked: firm), kind: .resume,
            suppliers: [
                AidSupplier(
                    firm: FirmID(checked: "local:t:B"), region: RegionCode(raw: 320_583), product: "座椅",
                    lineStopsOn: CalendarDay("2022-04-17"))
            ], lineStopsOn: CalendarDay("2022-04-17"), reason: "断供", evidence: AidEvidence(cause: cause))
        let time = start.adding(seconds: days * day)
        return AidDraft(
            content,
            AidStep(
                number: 1, action: .register, state: .registered, by: "王", time: time,
                deadline: time.adding(seconds: 2 * day)))
    }

    private func next(
        _ request: AidRequest, _ action: AidAction, _ state: AidState, at days: Double
    ) -> AidStep {
        var step = request.newest
        step.number += 1
        step.action = action
        step.state = state
        step.time = Self.start.adding(seconds: days * Self.day)
        return step
    }

    @Test func `a request and its steps come back as they were written`() throws {
        try TestRegister.inFolder { register in
            let store = register.store
            let written = try #require(try store.add(Self.draft()) { _ in [] })
            #expect(written.id == "HB-2022-0001")
            let assigned = try store.step("hb-2022-0001") { request in
                var step = next(request, .assign, .assigned, at: 1)
                step.handler = "赵"
                step.note = "尽快"
                return (step, [])
            }
            #expect(assigned.steps.count == 2 && assigned.state == .assigned)
            #expect(try store.aidRequest("1") == assigned)
            #expect(try store.aidRequests() == [assigned])
            let before = try store.aidRequest(written.id, at: Self.start.adding(seconds: 60))
            #expect(before == written)
            #expect(try store.checkTrail().entryCount == 2 && store.checkTrail().brokenAt == nil)
        }
    }

    private static func message(
        _ id: String, province: UInt32 = 320_000, digest: Character = "0"
    ) -> AidMessage {
        AidMessage(
            province: RegionCode(raw: province), id: id, digest: String(repeating: digest, count: 64))
    }

    @Test func `a message brings its step once, and leaves what came after it alone`() throws {
        try TestRegister.inFolder { register in
            let store = register.store
            let written = try #require(try store.add(Self.draft()) { _ in [] })
            let first = try store.step(written.id, by: Self.message("m1")) { request in
                (next(request, .start, .inProgress, at: 1), [])
            }
            #expect(first.steps.count == 2)
            let second = try store.step(written.id, by: Self.message("m2")) { request in
                (next(request, .answer, .answered, at: 2), [])
            }
            #expect(second.steps.count == 3)
            let again = try store.step(written.id, by: Self.message("m1")) { _ in
                throw AidRequestFault.unknown("decided twice")
            }
            #expect(again == first)
            #expect(try store.aidRequest(written.id) == second)
            #expect(throws: AidRequestFault.messageReused("m1")) {
                try store.step(written.id, by: Self.message("m1", digest: "1")) { request in
                    (next(request, .answer, .answered, at: 3), [])
                }
            }
            #expect(try store.aidRequest(written.id) == second)
        }
    }

    @Test func `a province answers only what it was asked, and a message that was refused may come again`()
        throws
    {
        try TestRegister.inFolder { register in
            let store = register.store
            let sent = try #require(try store.add(Self.draft()) { _ in [] })
            var unsent = Self.draft(firm: "local:t:Z")
            unsent.step.action = .draft
            unsent.step.state = .draft
            let drafted = try #require(try store.add(unsent) { _ in [] })
            for (id, province) in [
                (sent.id, UInt32(330_000)), (drafted.id, 320_000), ("HB-2022-0099", 320_000),
            ] {
                #expect(throws: AidRequestFault.unknown(id)) {
                    try store.step(id, by: Self.message("m1", province: province)) { request in
                        (next(request, .start, .inProgress, at: 1), [])
                    }
                }
            }
            struct Refused: Error {}
            #expect(throws: Refused.self) {
                try store.step(sent.id, by: Self.message("m1")) { _ in throw Refused() }
            }
            let taken = try store.step(sent.id, by: Self.message("m1")) { request in
                (next(request, .start, .inProgress, at: 1), [])
            }
            #expect(taken.steps.count == 2)
        }
    }

    @Test func `a number that two years have is told to a province only where it was asked by both`() throws {
        try TestRegister.inFolder { register in
            let store = register.store
            let own = try #require(try store.add(Self.draft()) { _ in [] })
            // Of another year, under the same number: one of Zhejiang's, and then one that Jiangsu has not been sent.
            var others = [Self.draft(at: 365), Self.draft(at: 730)]
            others[0].content.counterpart = RegionCode(raw: 330_000)
            others[1].step.action = .draft
            others[1].step.state = .draft
            for draft in others { _ = try #require(try store.add(draft) { _ in [] }) }
            let taken = try store.step("1", by: Self.message("m1")) { request in
                (next(request, .start, .inProgress, at: 731), [])
            }
            #expect(taken.id == own.id && taken.steps.count == 2)
            _ = try store.step("HB-2024-0001") { (next($0, .register, .registered, at: 732), []) }
            #expect(throws: AidRequestFault.ambiguous("1", ids: [own.id, "HB-2024-0001"])) {
                try store.step("1", by: Self.message("m2")) { request in
                    (next(request, .answer, .answered, at: 733), [])
                }
            }
        }
    }

    @Test func `one cause is written down once for a firm and a province`() throws {
        try TestRegister.inFolder { register in
            let store = register.store
            let drafts = [
                Self.draft(cause: "event:x"), Self.draft(cause: "event:x", at: 9),
                Self.draft(cause: "event:x", firm: "local:t:C"), Self.draft(), Self.draft(),
            ]
            let isWritten = try drafts.map { try store.add($0) { _ in [] } != nil }
            #expect(isWritten == [true, false, true, true, true])
            #expect(try store.aidRequests().map(\.id).last == "HB-2022-0004")
            let known = ["local:t:A", "local:t:C"].map { firm in
                AidParties(
                    authority: RegionCode(raw: 310_000), counterpart: RegionCode(raw: 320_000),
                    firm: FirmID(checked: firm))
            }
            #expect(try store.aidCauses() == ["event:x": Set(known)])
        }
    }

    @Test func `what is refused leaves the request and the outbox as they were`() throws {
        struct No: Error {}
        try TestRegister.inFolder { register in
            let store = register.store
            let written = try #require(try store.add(Self.draft()) { _ in [] })
            #expect(throws: No.self) { try store.step("1") { _ in throw No() } }
            #expect(throws: AidRequestFault.unknown("HB-2023-0001")) {
                try store.step("HB-2023-0001") { _ in throw No() }
            }
            #expect(try store.aidRequest("1") == written)
            #expect(try store.checkTrail().entryCount == 1)
        }
    }

    @Test func `requests are found by where they stood at an instant`() throws {
        try TestRegister.inFolder { register in
            let store = register.store
            for _ in 0..<2 { _ = try store.add(Self.draft()) { _ in [] } }
            _ = try store.step("2") { (next($0, .start, .inProgress, at: 1), []) }
            _ = try store.step("2") { (next($0, .close, .closed, at: 3), []) }
            func found(_ states: Set<AidState>?, at days: Double?) throws -> [String] {
                var filter = AidFilter()
                filter.states = states
                let time = days.map { Self.start.adding(seconds: $0 * Self.day) }
                return try store.aidRequests(filter, at: time).map { String($0.id.suffix(1)) }
            }
            #expect(try found(nil, at: nil) == ["1", "2"])
            #expect(try found(AidState.open, at: nil) == ["1"])
            #expect(try found([.closed], at: nil) == ["2"])
            #expect(try found(AidState.open, at: 2) == ["1", "2"])
            #expect(try found([.inProgress], at: 2) == ["2"])
            #expect(try found([.registered], at: 0.5) == ["1", "2"])
            #expect(try found(nil, at: -1).isEmpty)
        }
    }

    @Test func `a number that two years have is ambiguous`() throws {
        try TestRegister.inFolder { register in
            let store = register.store
            _ = try store.add(Self.draft()) { _ in [] }
            _ = try store.add(Self.draft(at: 365)) { _ in [] }
            #expect(throws: AidRequestFault.ambiguous("1", ids: ["HB-2022-0001", "HB-2023-0001"])) {
                try store.aidRequest("1")
            }
        }
    }

    @Test func `a step and what channels are told of it are kept together`() throws {
        try TestRegister.inFolder { register in
            let store = register.store
            _ = try store.add(Self.draft()) { request in
                [
                    OutboxEntry(
                        id: "m1", channel: "js", fingerprint: "aid:\(request.id)", body: Array("{}".utf8))
                ]
            }
            #expect(try store.deliveries(limit: 10).map(\.id) == ["m1"])
        }
    }
}
