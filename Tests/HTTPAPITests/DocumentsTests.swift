import SupplyModel
import Synchronization
import Testing

@testable import HTTPAPI

/// Answers that are kept: whether one is worked out follows from what its own asker asked, and from nothing else.
@Suite struct DocumentsTests {
    /// Answers somebody's questions, and counts those that had to be worked out.
    private final class Desk: Sendable {
        private let documents = Documents()
        private let workshop = Workshop(places: 2)
        private let workedOut = Mutex(0)

        /// How many of these questions had to be worked out, each for an answer of so many bytes.
        func work(_ registrant: String?, _ questions: Range<Int>, bytes: Int = 10) async throws -> Int {
            let before = workedOut.withLock { $0 }
            let token = AccessToken(
                name: "\(registrant ?? "desk")", id: "00000000",
                registrant: registrant.map(FirmID.init(checked:)),
                scopes: [.read], madeAt: Timestamp(milliseconds: 0), expiresAt: Timestamp(milliseconds: 1))
            for number in questions {
                var arguments = Arguments()
                arguments.add("firm", "local:f\(number)")
                let query = Query(operation: .showFirm, arguments: arguments, reader: Reader(token))
                _ = try await documents.answer(query, version: [1], in: workshop) {
                    self.workedOut.withLock { $0 += 1 }
                    return Document(records: [String(repeating: "x", count: bytes)], isList: false)
                }
            }
            return workedOut.withLock { $0 } - before
        }
    }

    @Test func `what one was answered is worked out again for another`() async throws {
        let desk = Desk()
        for registrant in ["local:a", "local:b", nil] {
            #expect(try await desk.work(registrant, 0..<3) == 3)
            #expect(try await desk.work(registrant, 0..<3) == 0)
        }
    }

    @Test func `what one was answered is kept however much another asks`() async throws {
        let desk = Desk()
        let part = AnswerShelves.countLimit / AnswerShelves.shelfLimit
        #expect(try await desk.work("local:a", 0..<part) == part)
        let many = AnswerShelves.countLimit + 100
        #expect(try await desk.work("local:b", 0..<many) == many)
        #expect(try await desk.work("local:a", 0..<part) == 0)
        #expect(try await desk.work("local:b", 0..<part) == part)
    }

    @Test func `what one was answered is kept however long another's answers are`() async throws {
        let desk = Desk()
        #expect(try await desk.work("local:a", 0..<3, bytes: 1 << 20) == 3)
        #expect(try await desk.work(nil, 0..<80, bytes: 1 << 20) == 80)
        #expect(try await desk.work("local:a", 0..<3) == 0)
        #expect(try await desk.work(nil, 79..<80) == 0)
    }

    @Test func `who has the room alone may fill it, and lets go of what was not asked for longest`()
        async throws
    {
        let desk = Desk()
        let all = AnswerShelves.countLimit
        #expect(try await desk.work("local:a", 0..<all) == all)
        #expect(try await desk.work("local:a", 0..<all) == 0)
        #expect(try await desk.work("local:a", all..<all + 1) == 1)
        #expect(try await desk.work("local:a", all - 1..<all + 1) == 0)
        #expect(try await desk.work("local:a", 0..<1) == 1)
    }

    @Test func `where more ask than have a part, whoever asked longest ago is worked for again`() async throws
    {
        let desk = Desk()
        let part = AnswerShelves.countLimit / AnswerShelves.shelfLimit
        for number in 0...AnswerShelves.shelfLimit {
            #expect(try await desk.work("local:r\(number)", 0..<part) == part)
        }
        for number in 1...AnswerShelves.shelfLimit {
            #expect(try await desk.work("local:r\(number)", 0..<part) == 0)
        }
        #expect(try await desk.work("local:r0", 0..<1) == 1)
    }
}
