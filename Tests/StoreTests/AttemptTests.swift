import Store
import SupplyModel
import Testing

@Suite struct AttemptTests {
    private static let now = TestRegister.start

    private static func attempt(
        _ store: Store, after seconds: Double, _ verdict: DeliveryVerdict, status: Int? = nil,
        answer: String? = nil
    ) throws {
        let message = try #require(try OutboxTests.claim(store, after: seconds).first)
        let attempt = DeliveryAttempt(verdict, status: status, answer: answer, durationSeconds: 0.25)
        try store.record([(message, attempt)], now: now.adding(seconds: seconds))
    }

    @Test func `every attempt is kept in order, with what was answered and decided`() throws {
        try OutboxTests.withMessages([RunTests.message("m1")]) { store in
            let again = Self.now.adding(seconds: 5)
            try Self.attempt(
                store, after: 0, .retry(at: again, reason: "HTTP 500"), status: 500, answer: "no")
            try Self.attempt(store, after: 5, .delivered, status: 204)
            let found = try #require(try store.delivery(id: "m1"))
            #expect(found.body == RunTests.message("m1").body)
            #expect(found.attempts.map(\.number) == [1, 2])
            #expect(found.attempts.map(\.decision) == ["retry", "delivered"])
            #expect(found.attempts.map(\.status) == [500, 204])
            #expect(found.attempts.map(\.answer) == ["no", nil])
            #expect(found.attempts.map(\.nextAt) == [again, nil])
            #expect(found.attempts.map(\.time) == [Self.now, again])
            #expect(found.attempts[0].durationSeconds == 0.25)
        }
    }

    @Test func `a message that failed is sent again under its id, and its history goes on`() throws {
        try OutboxTests.withMessages([RunTests.message("m1"), RunTests.message("m2", channel: "other")]) {
            store in
            var filter = ReplayFilter()
            filter.channel = "ops"
            #expect(try store.replay(filter, now: Self.now) == 0)
            try Self.attempt(store, after: 0, .failed(reason: "HTTP 410"), status: 410)
            #expect(try store.replayable(filter).map(\.id) == ["m1"])
            #expect(try store.replay(filter, now: Self.now.adding(seconds: 9)) == 1)
            #expect(try OutboxTests.claim(store, after: 8, owner: "two").isEmpty)
            try Self.attempt(store, after: 9, .delivered, status: 200)
            let found = try #require(try store.delivery(id: "m1"))
            #expect(found.record.state == "delivered" && found.record.attempts == 1)
            #expect(found.attempts.map(\.decision) == ["failed", "delivered"])
        }
    }

    @Test func `what arrived is sent again only when it is asked for`() throws {
        try OutboxTests.withMessages([RunTests.message("m1")]) { store in
            try Self.attempt(store, after: 0, .delivered)
            var filter = ReplayFilter()
            #expect(try store.replay(filter, now: Self.now) == 0)
            filter.includesDelivered = true
            filter.since = Self.now.adding(seconds: 1)
            #expect(try store.replay(filter, now: Self.now) == 0)
            filter.since = Self.now
            #expect(try store.replay(filter, now: Self.now) == 1)
        }
    }

    @Test func `a beginning that failed is not sent again after its end arrived`() throws {
        try SupersedingTests.withRuns([
            [SupersedingTests.message("m1"), SupersedingTests.message("b1", of: "bb")]
        ]) { store in
            let claimed = try OutboxTests.claim(store)
            try store.record(
                claimed.map { ($0, DeliveryAttempt(.failed(reason: "HTTP 410"))) }, now: Self.now)
            try store.keep(
                RunTests.result(previous: 1, messages: [SupersedingTests.message("m2", "alert.resolved")]))
            let end = try OutboxTests.claim(store)
            try store.record(end.map { ($0, DeliveryAttempt(.delivered)) }, now: Self.now)
            var filter = ReplayFilter()
            filter.channel = "ops"
            #expect(try store.replayable(filter).map(\.id) == ["b1"])
            filter.includesDelivered = true
            #expect(try store.replayable(filter).map(\.id) == ["m1", "b1", "m2"])
        }
    }
}
