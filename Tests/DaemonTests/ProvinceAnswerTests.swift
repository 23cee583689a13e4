import Foundation
import MutualAid
import Store
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

/// Steps that a province brings by messages that it signed.
@Suite struct ProvinceAnswerTests {
    private static let now = Timestamp(milliseconds: 1_767_225_600_000)

    /// A desk whose ledger has number 1 of 2025, of which Zhejiang was asked, and number 1 of 2026, of which Jiangsu was.
    ///
    /// Its clock is some days ahead of when the latter was asked.
    private static func withDesk(
        isByWhiteList: Bool = false, daysAhead: Double = 0, _ body: (AidDesk) throws -> Void
    ) throws {
        try Fixtures.withFolder { folder in
            let store = try Store(folder: folder.path)
            for (province, days) in [(UInt32(330_000), -100.0), (320_000, 0)] {
                let supplier = AidSupplier(
                    firm: FirmID(checked: "local:t:B"), region: RegionCode(raw: 320_583), product: "座椅")
                var content = AidContent(
                    authority: RegionCode(raw: 310_000), counterpart: RegionCode(raw: province),
                    firm: FirmID(checked: "local:t:A"), kind: .resume, suppliers: [supplier], reason: "断供")
                content.isByWhiteList = isByWhiteList
                let time = now.adding(seconds: days * 86_400)
                let step = AidStep(
                    number: 1, action: .register, state: .registered, by: "王", time: time,
                    deadline: now.adding(seconds: 86_400))
                _ = try store.add(AidDraft(content, step)) { _ in [] }
            }
            let inquiry = Inquiry(store: store, gazetteer: Gazetteer(), language: .en)
            try body(AidDesk(inquiry, policy: .usual, now: now.adding(seconds: daysAhead * 86_400)))
        }
    }

    private static func answer(_ desk: AidDesk, _ text: String, deadline: String? = nil) throws -> Answer {
        var step = AidDesk.Step(.assign, by: "province 320000")
        step.handler = "赵"
        step.deadline = deadline
        let message = AidMessage(
            province: RegionCode(raw: 320_000), id: "message about \(text)",
            digest: String(repeating: "0", count: 64))
        return try desk.take(text, step, by: message)
    }

    @Test func `a number means the request that the province was asked by, whatever others have it`() throws {
        try Self.withDesk { desk in
            let fields = try #require(try Self.answer(desk, "1").records.first)
            #expect(fields.first == Answer.Field("request", .text("HB-2026-0001")))
            #expect(throws: AidDeskFault.ledger(.unknown("HB-2025-0001"))) {
                try Self.answer(desk, "HB-2025-0001")
            }
        }
    }

    @Test func `where a clock was set back a deadline counts from the newest step`() throws {
        try Self.withDesk(daysAhead: -10) { desk in
            let early = Self.now.adding(seconds: -86_400)
            #expect(throws: AidDeskFault.life(.deadlineOver(early, step: Self.now))) {
                try Self.answer(desk, "1", deadline: early.description)
            }
            let fields = try #require(try Self.answer(desk, "1", deadline: "2d").records.first)
            let end = Self.now.adding(seconds: 2 * 86_400)
            #expect(fields.contains(Answer.Field("deadline", .text(end.description))), "\(fields)")
        }
    }

    @Test func `a request that rests on white lists is answered by them`() throws {
        try Self.withDesk(isByWhiteList: true) { desk in
            let firm = FirmID(checked: "local:t:B")
            #expect(
                throws: AidDeskFault.life(.notListed("HB-2026-0001", firm, .neverListed))
            ) { try Self.answer(desk, "1") }
        }
    }
}
