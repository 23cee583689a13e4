import Foundation
import SupplyModel
import Synchronization
import Testing

@testable import HTTPAPI

/// That nobody who asks much, or slowly, holds up the others.
@Suite struct TurnTests {
    private final class Notes: Sendable {
        private let state = Mutex<[String]>([])
        let all = DispatchSemaphore(value: 0)
        func note(_ text: String) { state.withLock { $0.append(text) } }
        var texts: [String] { state.withLock { $0 } }
    }

    /// Takes the one place of a workshop, until what it gives is signalled.
    private func hold(_ workshop: Workshop) -> DispatchSemaphore {
        let begun = DispatchSemaphore(value: 0)
        let gate = DispatchSemaphore(value: 0)
        let isTaken = workshop.enter(for: "greedy") {
            begun.signal()
            gate.wait()
        }
        #expect(isTaken)
        begun.wait()
        return gate
    }

    @Test func `those who ask take turns, and each asker's own are done in order`() {
        let workshop = Workshop(places: 1)
        let notes = Notes()
        let gate = hold(workshop)
        for number in 1...4 { #expect(workshop.enter(for: "greedy") { notes.note("greedy \(number)") }) }
        for number in 1...2 { #expect(workshop.enter(for: "other") { notes.note("other \(number)") }) }
        #expect(workshop.enter(for: "last") { notes.note("last 1") })
        #expect(workshop.enter(for: "greedy") { notes.all.signal() })
        gate.signal()
        notes.all.wait()
        #expect(
            notes.texts == ["greedy 1", "other 1", "last 1", "greedy 2", "other 2", "greedy 3", "greedy 4"])
    }

    @Test func `who has too much waiting is refused, and others are not`() {
        let workshop = Workshop(places: 1)
        let gate = hold(workshop)
        for _ in 0..<Workshop.waitingLimit { #expect(workshop.enter(for: "greedy") {}) }
        #expect(!workshop.enter(for: "greedy") {})
        #expect(workshop.enter(for: "other") {})
        gate.signal()
    }

    @Test func `bodies that are being received are counted by asker and in all`() throws {
        let receptions = Receptions(limit: 2, limitOfAll: 3)
        try receptions.begin("a")
        try receptions.begin("a")
        #expect(throws: APIFault.self) { try receptions.begin("a") }
        try receptions.begin("b")
        #expect(throws: APIFault.self) { try receptions.begin("c") }
        receptions.end("a")
        try receptions.begin("c")
        receptions.end("c")
        try receptions.begin("a")
    }

    @Test func `a rate below one in two seconds still lets somebody ask`() throws {
        let limiter = RateLimiter(perSecond: 0.2)
        let start = Timestamp(milliseconds: 0)
        try limiter.take("a", now: start)
        let fault = try #require(throws: APIFault.self) { try limiter.take("a", now: start) }
        #expect(fault.retryAfterSeconds == 5 && fault.detail.contains("0.2 a second"))
        try limiter.take("a", now: start.adding(seconds: 5))
        try limiter.take("b", now: start)
    }

    @Test func `what somebody changes makes nothing older be given to him, and all else stays`() async throws
    {
        let documents = Documents()
        let workshop = Workshop(places: 1)
        func text(_ reader: Reader, _ answer: String) async throws -> String? {
            let query = Query(operation: .listInvitations, arguments: Arguments(), reader: reader)
            return try await documents.answer(query, version: [1], in: workshop, graceSeconds: 5) {
                Document(records: [answer], isList: true)
            }.document.records.first
        }
        let one = Reader.local
        #expect(try await text(one, "before") == "before")
        #expect(try await text(one, "again") == "before", "the same is not worked out twice")
        documents.forget(of: one)
        #expect(try await text(one, "after") == "after")
    }

    @Test func `registrants leave room for streams of those who see all`() throws {
        let boards = NewsBoards()
        func query(_ registrant: FirmID?) -> Query {
            let token = AccessToken(
                name: "x", id: "0", registrant: registrant, scopes: [.read],
                madeAt: Timestamp(milliseconds: 0),
                expiresAt: Timestamp(milliseconds: 1))
            return Query(operation: .streamEvents, arguments: Arguments(), reader: Reader(token))
        }
        var places: [NewsBoards.Place] = []
        for firm in 0..<20 {
            let query = query(FirmID(checked: "local:t:\(firm)"))
            while let place = try? boards.join(query) { places.append(place) }
        }
        #expect(boards.streamCount == NewsBoards.limitOfRegistrants)
        while let place = try? boards.join(query(nil)) { places.append(place) }
        #expect(boards.streamCount == NewsBoards.limit)
        places.removeAll()
        #expect(boards.streamCount == 0)
    }
}
