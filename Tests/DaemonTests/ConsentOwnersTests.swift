import Foundation
import MutualAid
import Store
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

/// A supplier that very many declare.
@Suite struct ConsentOwnersTests {
    private static let now = Timestamp(milliseconds: 1_767_225_600_000)
    private static let supplier = "local:q:F"

    private func load(_ store: Store, _ supplier: String, to buyer: String, _ registrant: String) throws {
        let request = ImportRequest(
            registrant: FirmID(checked: registrant), file: "list.csv", digest: "", now: Self.now)
        _ = try store.load(request) { loader in
            try loader.begin(
                RegisterHeader(kind: .supplies, columns: [.tier, .industry], unknownColumns: [], line: 1))
            try loader.take(
                SupplyRow(
                    line: 2, supplier: FirmID(checked: supplier), region: RegionCode("320100"),
                    buyer: FirmID(checked: buyer), tier: 1, industry: .auto, product: "座椅"))
        }
    }

    /// A request of `local:t:A`, to be answered within a day.
    private func addRequest(_ store: Store) throws {
        let content = AidContent(
            authority: RegionCode(raw: 310_000), counterpart: RegionCode(raw: 320_000),
            firm: FirmID(checked: "local:t:A"), kind: .resume, suppliers: [], reason: "断供")
        let step = AidStep(
            number: 1, action: .register, state: .registered, by: "王", time: Self.now,
            deadline: Self.now.adding(seconds: 86_400))
        _ = try store.add(AidDraft(content, step)) { _ in [] }
    }

    @Test func `who asks is told of the request as the question found it`() throws {
        try Fixtures.withFolder { folder in
            let store = try Store(folder: folder.path)
            try load(store, "local:t:B", to: "local:t:A", "local:t")
            try load(store, Self.supplier, to: "local:o:G", "local:o")
            try addRequest(store)
            // Read before somebody gave it more time: until 8 in the morning of 4 January.
            let inquiry = Inquiry(
                store: store, gazetteer: Gazetteer(), language: .en, time: Self.now.adding(seconds: 60))
            _ = try store.step("1") { request in
                var step = request.newest
                step.number = 2
                step.time = Self.now.adding(seconds: 120)
                step.deadline = Self.now.adding(seconds: 3 * 86_400)
                return (step, [])
            }
            let desk = AidDesk(inquiry, policy: .usual, now: Self.now.adding(seconds: 180))
            var question = AidDesk.ConsentQuestion(supplier: Self.supplier, by: "钱")
            question.product = "座椅"
            let asked = try desk.ask(
                "1", question, folder: Fixtures.root.appending(path: "Alerts").path
            ).records
            #expect(asked.count == 1)
            #expect(asked[0].contains(Answer.Field("answer_by", .text("2026-01-04"))))
        }
    }

    @Test func `more owners than can be asked at once are asked one by one`() throws {
        try Fixtures.withFolder { folder in
            let store = try Store(folder: folder.path)
            try load(store, "local:t:B", to: "local:t:A", "local:t")
            let count = AidConsent.ownerLimit + 1
            for number in 0..<count {
                try load(store, Self.supplier, to: "local:o\(number):G", "local:o\(number)")
            }
            try addRequest(store)
            let inquiry = Inquiry(store: store, gazetteer: Gazetteer(), language: .en)
            let desk = AidDesk(inquiry, policy: .usual, now: Self.now)
            let alerts = Fixtures.root.appending(path: "Alerts").path
            var question = AidDesk.ConsentQuestion(supplier: Self.supplier, by: "钱")
            question.product = "座椅"
            let refused = AidConsentFault.tooManyOwners(count, supplier: Self.supplier)
            #expect(throws: refused) { try desk.ask("1", question, folder: alerts) }
            #expect(try store.consentedRequest("1").said.isEmpty)
            question.owner = FirmID(checked: "local:o7")
            #expect(try desk.ask("1", question, folder: alerts).records.count == 1)
        }
    }
}
