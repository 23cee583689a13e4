import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

/// Questions to owners, and what answers to them the store keeps.
@Suite struct ConsentQuestionTests {
    private static let x = FirmID(checked: "local:x")
    private static let subject = ConsentSubject(supplier: FirmID(checked: "local:x:F"), owner: x)

    private static func step(
        _ number: Int, _ action: ConsentAction, of product: String? = nil, to question: Int? = nil
    ) -> ConsentStep {
        ConsentStep(
            number: number, subject: subject, action: action,
            product: product.map { .init(wanted: $0, owned: $0) }, question: question, by: "钱",
            time: AidTests.start, requestVersion: 1)
    }

    private func sql(_ register: TestRegister, _ text: String) throws -> Command {
        let file = register.folder.appending(path: "tierwatch.db").path
        return try Command.run(URL(filePath: "/usr/bin/sqlite3"), [file, text])
    }

    @Test func `an answer is kept with the question that it is to, which was there before`() throws {
        try TestRegister.inFolder { register in
            let store = register.store
            _ = try store.add(AidTests.draft()) { _ in [] }
            let said = [
                Self.step(1, .ask, of: "座椅"), Self.step(2, .ask, of: "头枕"), Self.step(3, .give, to: 1),
            ]
            _ = try store.consent("1") { _, _ in (said, []) }
            let kept = try store.consentedRequest("1").said
            #expect(kept == said)
            #expect(AidConsent.consents(kept).map(\.state) == [.given, .asked])
            for bad in [
                Self.step(4, .give, to: 4), Self.step(4, .ask, of: "垫", to: 1), Self.step(4, .give, to: 0),
            ] {
                #expect(throws: StoreError.self) { try store.consent("1") { _, _ in ([bad], []) } }
            }
        }
    }

    @Test func `what was said before answers named their questions goes on counting`() throws {
        try TestRegister.inFolder { register in
            _ = try register.store.add(AidTests.draft()) { _ in [] }
            _ = try register.store.consent("1") { _, _ in ([Self.step(1, .ask, of: "座椅")], []) }
            // The table as it was, with an answer of then.
            let old = """
                DELETE FROM grdb_migrations WHERE identifier LIKE '32 %';
                ALTER TABLE aid_consent DROP COLUMN question;
                INSERT INTO aid_consent (request, number, step, supplier, owner, action, done_by, made_at, note)
                VALUES (1, 2, 1, 'local:x:F', 'local:x', 'give', '钱', \(AidTests.start.milliseconds), '');
                """
            let made = try sql(register, old)
            #expect(made.status == 0, "\(made.errorText)")
            let store = try Store(folder: register.folder.path)
            let said = try store.consentedRequest("1").said
            #expect(said.map(\.action) == [.ask, .give] && said.map(\.question) == [nil, nil])
            #expect(AidConsent.consents(said).map(\.state) == [.given])
            let more = [Self.step(3, .ask, of: "头枕"), Self.step(4, .withdraw, to: 1)]
            _ = try store.consent("1") { _, _ in (more, []) }
            let after = AidConsent.consents(try store.consentedRequest("1").said)
            #expect(after.map(\.state) == [.withdrawn, .asked])
        }
    }

    @Test func `of requests that are over nothing is read where only the open ones are wanted`() throws {
        try TestRegister.inFolder { register in
            let store = register.store
            for _ in 0..<3 { _ = try store.add(AidTests.draft()) { _ in [] } }
            for number in ["1", "2", "3"] {
                _ = try store.consent(number) { _, _ in ([Self.step(1, .ask, of: "座椅")], []) }
            }
            for (number, state) in [("1", AidState.closed), ("3", .dropped)] {
                _ = try store.step(number) { request in
                    var step = request.newest
                    step.number += 1
                    step.state = state
                    step.time = step.time.adding(seconds: 60)
                    return (step, [])
                }
            }
            for owner in [Self.x, nil] {
                #expect(
                    try store.consentedRequests(of: owner, isOpen: true).map(\.request.id)
                        == ["HB-2022-0002"])
                #expect(try store.consentedRequests(of: owner).count == 3)
                // As it stood before they ended.
                #expect(
                    try store.consentedRequests(of: owner, isOpen: true, at: AidTests.start).count == 3)
            }
        }
    }

    @Test func `what follows for owners from a step is kept with it, or the step is not`() throws {
        struct No: Error {}
        try TestRegister.inFolder { register in
            let store = register.store
            _ = try store.add(AidTests.draft()) { _ in [] }
            func close(_ owners: ConsentDecision) throws -> AidRequest {
                try store.step("1", owners: owners) { request in
                    var step = request.newest
                    step.number += 1
                    step.state = .closed
                    return (step, [])
                }
            }
            #expect(throws: No.self) { try close { _, _ in throw No() } }
            #expect(try store.aidRequest("1").version == 1)
            let message = OutboxEntry(id: "m1", channel: "x", fingerprint: "aid:1", body: Array("{}".utf8))
            var seen: AidState?
            _ = try close { whole, _ in
                seen = whole.request.state
                return ([], [message])
            }
            #expect(try seen == .closed && store.aidRequest("1").version == 2)
            #expect(try store.deliveries(limit: 9).map(\.id) == ["m1"])
        }
    }

    @Test func `a name is the owner's own word, its table of firms before its supplies, and of an instant`()
        throws
    {
        try TestRegister.inFolder { register in
            func named(_ name: String?, _ owner: String, at minutes: Int) throws {
                var row = TestRegister.row(2, "f", "g\(owner)")
                row.supplierName = name
                try register.load(
                    [row], columns: TestRegister.columns.union([.supplierName]),
                    registrant: FirmID(checked: "local:\(owner)"), digest: "\(minutes)", at: minutes)
            }
            try named("甲", "x", at: 0)
            try named("乙", "y", at: 1)
            try named(nil, "z", at: 2)
            func names(at time: Timestamp? = nil) throws -> [String?] {
                let subjects = ["x", "y", "z"].map {
                    ConsentSubject(
                        supplier: FirmID(checked: "local:f"), owner: FirmID(checked: "local:\($0)"))
                }
                let names = try register.store.ownNames(of: subjects, at: time)
                return subjects.map { names[$0] }
            }
            #expect(try names() == ["甲", "乙", nil])
            #expect(try names(at: TestRegister.start) == ["甲", nil, nil])
            var firm = FirmRow(line: 2, id: FirmID(checked: "local:f"))
            firm.name = "丙"
            try register.loadFirms([firm], registrant: FirmID(checked: "local:x"))
            #expect(try names() == ["丙", "乙", nil])
        }
    }
}
