import Store
import SupplyModel
import Testing

@Suite struct OutboxTests {
    static let now = TestRegister.start

    static func withMessages(_ entries: [OutboxEntry], _ body: (Store) throws -> Void) throws {
        try TestRegister.inFolder { register in
            try register.store.keep(RunTests.result(messages: entries))
            try body(register.store)
        }
    }

    static func claim(
        _ store: Store, after seconds: Double = 0, owner: String = "one"
    ) throws -> [OutboxMessage] {
        try store.claim(limit: 10, owner: owner, leaseSeconds: 60, now: now.adding(seconds: seconds))
    }

    @Test func `a message is claimed once, with the bytes that were queued`() throws {
        try Self.withMessages([RunTests.message("m1")]) { store in
            let claimed = try Self.claim(store)
            #expect(claimed.map(\.id) == ["m1"])
            #expect(claimed.first?.body == RunTests.message("m1").body)
            #expect(try Self.claim(store, owner: "two") == [])
        }
    }

    @Test
    func `a lease that ran out is claimed again under the same id, and the late result counts for nothing`()
        throws
    {
        try Self.withMessages([RunTests.message("m1")]) { store in
            let first = try #require(try Self.claim(store).first)
            let second = try #require(try Self.claim(store, after: 61, owner: "two").first)
            #expect(second.id == first.id)
            #expect(second.epoch > first.epoch)
            try store.record([(first, DeliveryAttempt(.failed(reason: "late")))], now: Self.now)
            #expect(try store.deliveries(limit: 1).first?.state == "sending")
            try store.record([(second, DeliveryAttempt(.delivered))], now: Self.now)
            #expect(try store.deliveries(limit: 1).first?.state == "delivered")
        }
    }

    @Test func `a clock that is set back keeps no new message waiting`() throws {
        try Self.withMessages([RunTests.message("m1")]) { store in
            let message = try #require(try Self.claim(store, after: -3_600).first)
            let then = Self.now.adding(seconds: -3_600)
            let again = then.adding(seconds: 5)
            try store.record([(message, DeliveryAttempt(.retry(at: again, reason: "503")))], now: then)
            #expect(try Self.claim(store, after: -3_596).isEmpty)
            #expect(try Self.claim(store, after: -3_595).map(\.id) == ["m1"])
        }
    }

    @Test func `a clock that is set back keeps none waiting that was tried or is held by the old time`()
        throws
    {
        try Self.withMessages([RunTests.message("m1"), RunTests.message("m2", fingerprint: "bb")]) { store in
            let day = 86_400.0
            let claimed = try Self.claim(store, after: day)
            let again = Self.now.adding(seconds: day + 300)
            try store.record(
                [(claimed[0], DeliveryAttempt(.retry(at: again, reason: "503")))],
                now: Self.now.adding(seconds: day))
            let due = try Self.claim(store, after: 1)
            #expect(due.map(\.id) == ["m1", "m2"])
            let soon = Self.now.adding(seconds: 301)
            try store.record(
                [(due[0], DeliveryAttempt(.retry(at: soon, reason: "503")))], now: Self.now.adding(seconds: 1)
            )
            #expect(try Self.claim(store, after: 2).isEmpty)
        }
    }

    @Test func `what a dead owner held is due at once`() throws {
        try Self.withMessages([RunTests.message("m1")]) { store in
            _ = try Self.claim(store)
            try store.release(owner: "someone else")
            #expect(try Self.claim(store) == [])
            try store.release(owner: "one")
            #expect(try Self.claim(store).map(\.id) == ["m1"])
        }
    }

    @Test func `what was claimed and not attempted is due at once, the rest stays under way`() throws {
        try Self.withMessages([RunTests.message("m1"), RunTests.message("m2", fingerprint: "bb")]) { store in
            let claimed = try Self.claim(store)
            try store.release([claimed[0]])
            let again = try Self.claim(store, owner: "two")
            #expect(again.map(\.id) == ["m1"])
            try store.release(claimed)
            #expect(try Self.claim(store).map(\.id) == ["m2"])
        }
    }

    @Test func `a retry waits for its time and keeps the reason`() throws {
        try Self.withMessages([RunTests.message("m1")]) { store in
            let message = try #require(try Self.claim(store).first)
            let later = Self.now.adding(seconds: 300)
            try store.record([(message, DeliveryAttempt(.retry(at: later, reason: "503")))], now: Self.now)
            #expect(try Self.claim(store, after: 299) == [])
            let record = try #require(try store.deliveries(limit: 1).first)
            #expect(
                (record.state, record.attempts, record.lastError, record.nextAt) == (
                    "waiting", 1, "503", later
                ))
            #expect(try Self.claim(store, after: 300).first?.attempts == 1)
        }
    }

    @Test func `messages of one alert go to one channel in their order, other channels do not wait`() throws {
        let entries = [
            RunTests.message("m1"), RunTests.message("m2"), RunTests.message("m3", channel: "other"),
            RunTests.message("m4", fingerprint: "bb"),
        ]
        try Self.withMessages(entries) { store in
            let claimed = try Self.claim(store)
            #expect(claimed.map(\.id) == ["m1", "m3", "m4"])
            try store.record(claimed.map { ($0, DeliveryAttempt(.delivered)) }, now: Self.now)
            #expect(try Self.claim(store).map(\.id) == ["m2"])
        }
    }

    @Test func `a channel with many messages leaves room for another`() throws {
        let many = (0..<80).map { RunTests.message("m\($0)", fingerprint: "\($0)") }
        try Self.withMessages(many + [RunTests.message("other", channel: "other")]) { store in
            let claimed = try store.claim(limit: 256, owner: "one", leaseSeconds: 60, now: Self.now)
            #expect(claimed.map(\.id) == (0..<64).map { "m\($0)" } + ["other"])
        }
    }

    @Test func `a channel that answers nothing holds so many messages and no more`() throws {
        let many = (0..<200).map { RunTests.message("m\($0)", fingerprint: "\($0)") }
        try Self.withMessages(many) { store in
            func claim(after seconds: Double = 0) throws -> [OutboxMessage] {
                try store.claim(
                    limit: 256, owner: "one", leaseSeconds: 60, now: Self.now.adding(seconds: seconds))
            }
            let claimed = try [claim(), claim(), claim()]
            #expect(claimed.map(\.count) == [64, 64, 0])
            try store.record([(claimed[0][0], DeliveryAttempt(.delivered))], now: Self.now)
            #expect(try claim().map(\.id) == ["m128"])
            #expect(try claim(after: 61).count == 64)
        }
    }

    @Test func `a message that failed for good lets the next one go`() throws {
        try Self.withMessages([RunTests.message("m1"), RunTests.message("m2")]) { store in
            let first = try #require(try Self.claim(store).first)
            try store.record([(first, DeliveryAttempt(.failed(reason: "410")))], now: Self.now)
            #expect(try Self.claim(store).map(\.id) == ["m2"])
            #expect(try store.waitingCount() == 1)
        }
    }
}
