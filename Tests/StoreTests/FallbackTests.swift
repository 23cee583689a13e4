import Delivery
import Store
import SupplyModel
import Testing

@Suite struct FallbackTests {
    private static let now = TestRegister.start
    private static let policy = FlowTests.policy(fallback: .init(channel: "mail", afterSeconds: 900))

    private static func claim(_ store: Store, after seconds: Double = 0) throws -> [OutboxMessage] {
        try store.claim(
            limit: 64, owner: "one", leaseSeconds: 60, now: now.adding(seconds: seconds), policy: policy)
    }

    private static func record(
        _ store: Store, _ messages: [OutboxMessage], _ verdict: DeliveryVerdict, after seconds: Double = 0
    ) throws {
        try store.record(
            messages.map { ($0, DeliveryAttempt(verdict)) }, now: now.adding(seconds: seconds), policy: policy
        )
    }

    @Test func `what failed for good goes to the fallback, once, with the same bytes`() throws {
        try SupersedingTests.withRuns([[SupersedingTests.message("m1")]]) { store in
            let claimed = try Self.claim(store)
            try Self.record(store, claimed, .failed(reason: "410"))
            let copies = try Self.claim(store)
            #expect(copies.map(\.id) == ["m1_via_mail"] && copies[0].channel == "mail")
            #expect(copies[0].body == claimed[0].body)
            #expect(try store.delivery(id: "m1")?.record.fallbackID == "m1_via_mail")
            var filter = ReplayFilter()
            filter.id = "m1"
            _ = try store.replay(filter, now: Self.now)
            try Self.record(store, try Self.claim(store), .failed(reason: "410"))
            #expect(try store.deliveries(limit: 9).count == 2)
        }
    }

    @Test func `what waits too long for a channel that is down goes to the fallback too`() throws {
        let all = (0..<5).map { SupersedingTests.message("m\($0)", of: "\($0)") }
        try SupersedingTests.withRuns([all]) { store in
            let hours = Self.now.adding(seconds: 7_200)
            try Self.record(store, try Self.claim(store), .retry(at: hours, reason: "HTTP 500"))
            #expect(try Self.claim(store, after: 899).isEmpty)
            #expect(try store.deliveries(limit: 99).count == 5)
            _ = try Self.claim(store, after: 900)
            _ = try Self.claim(store, after: 901)
            #expect(try store.deliveries(limit: 99).count == 10)
            #expect(try Self.claim(store, after: 902).isEmpty)
            #expect(
                try store.deliveries(limit: 99).filter { $0.channel == "mail" }.allSatisfy {
                    $0.state == "sending"
                })
        }
    }

    @Test func `what a receiver asks to wait for too long goes to the fallback too`() throws {
        try SupersedingTests.withRuns([[SupersedingTests.message("m1")]]) { store in
            let day = Self.now.adding(seconds: 86_400)
            let message = try #require(try Self.claim(store).first)
            let attempt = DeliveryAttempt(
                .retry(at: day, reason: "HTTP 429"), sign: .throttled(until: day))
            try store.record([(message, attempt)], now: Self.now, policy: Self.policy)
            #expect(try Self.claim(store, after: 899).isEmpty)
            _ = try Self.claim(store, after: 900)
            #expect(try Self.claim(store, after: 901).map(\.id) == ["m1_via_mail"])
            let told = try store.deliveries(limit: 9)
            #expect(told.map(\.id) == ["m1_via_mail", "m1"] && told[1].state == "waiting")
        }
    }

    @Test func `an older state is not told behind the newer one`() throws {
        try SupersedingTests.withRuns([[SupersedingTests.message("m1")]]) { store in
            let claimed = try Self.claim(store)
            let newer = SupersedingTests.message("m2", "alert.resolved")
            try store.keep(RunTests.result(previous: 1, messages: [newer]))
            try Self.record(store, claimed, .failed(reason: "410"))
            #expect(try store.deliveries(limit: 9).map(\.id) == ["m2", "m1"])
        }
    }

    @Test func `an end is told where the beginning was told in the channel's place`() throws {
        try SupersedingTests.withRuns([[SupersedingTests.message("m1")]]) { store in
            try Self.record(store, try Self.claim(store), .failed(reason: "410"))
            let end = SupersedingTests.message("end", "alert.resolved")
            try store.keep(RunTests.result(previous: 1, messages: [end]))
            let claimed = try Self.claim(store)
            #expect(Set(claimed.map(\.id)) == ["m1_via_mail", "end"])
            try Self.record(store, claimed, .delivered)
            #expect(try Self.claim(store).map(\.id) == ["end_via_mail"])

            let next = [
                SupersedingTests.message("again"), SupersedingTests.message("other", of: "bb"),
            ]
            try store.keep(RunTests.result(previous: 2, messages: next))
            try Self.record(store, try Self.claim(store), .delivered)
            let ends = [
                SupersedingTests.message("end2", "alert.resolved"),
                SupersedingTests.message("end3", "alert.resolved", of: "bb"),
            ]
            try store.keep(RunTests.result(previous: 3, messages: ends))
            try Self.record(store, try Self.claim(store), .delivered)
            #expect(try store.deliveries(limit: 99).filter { $0.channel == "mail" }.count == 2)
        }
    }

    @Test func `where the fallback is told the same anyway nothing is queued twice`() throws {
        let both = [SupersedingTests.message("m1"), SupersedingTests.message("direct", channel: "mail")]
        try SupersedingTests.withRuns([both]) { store in
            let claimed = try Self.claim(store).filter { $0.channel == "ops" }
            try Self.record(store, claimed, .failed(reason: "410"))
            #expect(try store.deliveries(limit: 9).count == 2)
            #expect(try store.delivery(id: "m1")?.record.fallbackID == "direct")
        }
    }

    @Test func `a sign of life is never told by another channel`() throws {
        try SupersedingTests.withRuns([[SupersedingTests.message("beat", "tierwatch.heartbeat")]]) { store in
            try Self.record(store, try Self.claim(store), .failed(reason: "410"))
            #expect(try store.deliveries(limit: 9).map(\.id) == ["beat"])
        }
    }
}
