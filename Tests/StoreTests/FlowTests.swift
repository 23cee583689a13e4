import Delivery
import Foundation
import Store
import SupplyModel
import Testing
import TestSupport

@Suite struct FlowTests {
    static let now = TestRegister.start

    /// The policy that the daemon has, for one rate and perhaps a fallback of the channel `ops`.
    static func policy(_ rate: SendingRate? = nil, fallback: Channel.Fallback? = nil) -> FlowPolicy {
        FlowPolicy(
            admit: { _, flow, sending, now in
                let open = CircuitBreaker.admit(&flow, sending: sending, now: now)
                guard let bucket = TokenBucket(rate.map { [$0] } ?? []) else { return open }
                bucket.fill(&flow, now: now)
                let tokens = Int(flow.tokens ?? 0)
                return Admission(requests: min(open.requests, tokens), merges: open.requests > tokens)
            },
            choose: { OverflowDigest.choose($0, requests: $1) },
            digest: { OverflowDigest.body($0, time: $1) },
            note: { CircuitBreaker.note(&$0, $1, reason: $2, now: $3) },
            fallback: { $0 == "ops" ? fallback : nil }, mergeLimit: 100, alertLimit: 2)
    }

    static let tenAMinute = policy(SendingRate(count: 10, seconds: 60))

    private static func claim(
        _ store: Store, _ policy: FlowPolicy, after seconds: Double = 0, owner: String = "one"
    ) throws -> [OutboxMessage] {
        try store.claim(
            limit: 64, owner: owner, leaseSeconds: 60, now: now.adding(seconds: seconds), policy: policy)
    }

    private static func record(
        _ store: Store, _ messages: [OutboxMessage], _ verdict: DeliveryVerdict, _ policy: FlowPolicy,
        after seconds: Double = 0
    ) throws {
        try store.record(
            messages.map { ($0, DeliveryAttempt(verdict)) }, now: now.adding(seconds: seconds), policy: policy
        )
    }

    private static func messages(_ count: Int, severity: String = "info") -> [OutboxEntry] {
        (0..<count).map {
            SupersedingTests.message("\(severity)\($0)", severity: severity, of: "\(severity)\($0)")
        }
    }

    private static func text(_ message: OutboxMessage?) -> String {
        String(decoding: message?.body ?? [], as: UTF8.self)
    }

    @Test func `what a channel takes at once leaves alone, all else as one digest, criticals first`() throws {
        let all = Self.messages(20) + Self.messages(2, severity: "critical")
        try SupersedingTests.withRuns([all]) { store in
            let claimed = try Self.claim(store, Self.tenAMinute)
            #expect(claimed.count == 5)
            #expect(Set(claimed.prefix(4).map(\.id)) == ["critical0", "critical1", "info0", "info1"])
            let digest = try #require(claimed.last)
            #expect(digest.id.hasPrefix("digest_") && digest.id.hasSuffix("_ops"))
            let text = Self.text(digest)
            #expect(text.contains(#""firing":18,"#) && text.contains(#""omitted":16,"#))
            #expect(text.contains(#""fingerprint":"info19""#) && text.contains(#""value":0.10"#))
            let member = try #require(try store.delivery(id: "info9")).record
            #expect(member.state == "merged" && member.digestID == digest.id)

            try Self.record(store, claimed, .delivered, Self.tenAMinute)
            let states = try SupersedingTests.states(store)
            #expect(states.count == 23 && states.values.allSatisfy { $0 == "delivered" })
            #expect(try store.waitingCount() == 0)
        }
    }

    @Test func `a thousand drafts hold no critical alert back, and no digest takes them in`() throws {
        let drafts = (0..<1_000).map {
            SupersedingTests.message("draft\($0)", "aid.draft", of: "aid:\($0)")
        }
        let all =
            drafts + [SupersedingTests.message("late", "aid.overdue", of: "aid:late")]
            + Self.messages(3, severity: "critical") + Self.messages(2)
        try SupersedingTests.withRuns([all]) { store in
            let claimed = try Self.claim(store, Self.tenAMinute)
            #expect(
                Set(claimed.map(\.id)) == ["late", "critical0", "critical1", "critical2", "draft0"],
                "\(claimed.map(\.id))")
            let states = try SupersedingTests.states(store)
            #expect(states.filter { $0.value == "merged" }.keys.allSatisfy { !$0.hasPrefix("draft") })
        }
    }

    @Test func `what a digest tells is tried again with it, under one id`() throws {
        try SupersedingTests.withRuns([Self.messages(9)]) { store in
            let claimed = try Self.claim(store, Self.tenAMinute)
            let digest = try #require(claimed.last)
            let later = Self.now.adding(seconds: 300)
            try Self.record(store, claimed, .retry(at: later, reason: "503"), Self.tenAMinute)
            let member = try #require(try store.delivery(id: "info8")).record
            #expect(member.state == "merged" && member.attempts == 1 && member.lastError == "503")
            #expect(try Self.claim(store, Self.tenAMinute, after: 299).isEmpty)
            let again = try Self.claim(store, Self.tenAMinute, after: 300)
            #expect(again.contains { $0.id == digest.id && $0.body == digest.body })
        }
    }

    @Test func `a newer state waits for the digest that tells the older one`() throws {
        try SupersedingTests.withRuns([Self.messages(9)]) { store in
            let claimed = try Self.claim(store, Self.tenAMinute)
            let next = SupersedingTests.message("next", "alert.resolved", of: "info8")
            try store.keep(RunTests.result(previous: 1, messages: [next]))
            #expect(try SupersedingTests.states(store)["info8"] == "merged")
            #expect(try Self.claim(store, Self.tenAMinute, after: 30).isEmpty)
            try Self.record(store, claimed, .delivered, Self.tenAMinute)
            #expect(try Self.claim(store, Self.tenAMinute, after: 30).map(\.id) == ["next"])
        }
    }

    @Test func `two connections together never send more than the rate`() throws {
        try Fixtures.withFolder { folder in
            let stores = [try Store(folder: folder.path), try Store(folder: folder.path)]
            let groups = (0..<40).map { SupersedingTests.message("g\($0)", "alert.group", of: "\($0)") }
            try stores[0].keep(RunTests.result(messages: groups))
            var times: [Double] = []
            for second in 0..<180 {
                for (index, store) in stores.enumerated() {
                    let claimed = try Self.claim(
                        store, Self.tenAMinute, after: Double(second), owner: "owner \(index)")
                    times += claimed.map { _ in Double(second) }
                    try Self.record(store, claimed, .delivered, Self.tenAMinute, after: Double(second))
                }
            }
            #expect(times.count > 15)
            let most = times.map { start in times.filter { (start...(start + 60)).contains($0) }.count }.max()
            #expect(try #require(most) <= 10)
        }
    }

    @Test func `tokens outlive a process, and one that died between claim and record gives none back`() throws
    {
        try Fixtures.withFolder { folder in
            do {
                let store = try Store(folder: folder.path)
                try store.keep(RunTests.result(messages: Self.messages(5)))
                #expect(try Self.claim(store, Self.tenAMinute).count == 5)
            }
            let store = try Store(folder: folder.path)
            try store.release(owner: "one")
            #expect(try Self.claim(store, Self.tenAMinute, owner: "two").isEmpty)
            let again = try Self.claim(store, Self.tenAMinute, after: 13, owner: "two")
            #expect(again.map(\.id) == ["info0"] || again.first?.id.hasPrefix("digest_") == true)
        }
    }

    @Test func `a digest whose process died is sent again as it was`() throws {
        try SupersedingTests.withRuns([Self.messages(9)]) { store in
            let digest = try #require(try Self.claim(store, Self.tenAMinute).last)
            try store.release(owner: "one")
            let again = try Self.claim(store, Self.tenAMinute, after: 120, owner: "two")
            #expect(again.contains { $0.id == digest.id && $0.body == digest.body && $0.epoch == 2 })
            #expect(try SupersedingTests.states(store)["info8"] == "merged")
        }
    }

    @Test func `a digest that failed is one dead letter, and comes back with all that it tells`() throws {
        try SupersedingTests.withRuns([Self.messages(9)]) { store in
            let claimed = try Self.claim(store, Self.tenAMinute)
            let digest = try #require(claimed.last)
            try Self.record(store, [digest], .failed(reason: "410"), Self.tenAMinute)
            #expect(try SupersedingTests.states(store)["info8"] == "failed")
            var filter = ReplayFilter()
            filter.channel = "ops"
            #expect(try store.replayable(filter).map(\.id) == [digest.id])
            _ = try store.replay(filter, now: Self.now)
            #expect(try SupersedingTests.states(store)["info8"] == "merged")
            let again = try Self.claim(store, Self.tenAMinute, after: 60)
            try Self.record(store, again, .delivered, Self.tenAMinute, after: 60)
            #expect(try SupersedingTests.states(store)["info8"] == "delivered")
        }
    }

    @Test func `while a breaker is open no attempt is burnt, and what waited is due when it closes`() throws {
        let policy = Self.policy()
        try SupersedingTests.withRuns([Self.messages(7)]) { store in
            let claimed = try store.claim(
                limit: 5, owner: "one", leaseSeconds: 60, now: Self.now, policy: policy)
            let hours = Self.now.adding(seconds: 7_200)
            try Self.record(store, claimed, .retry(at: hours, reason: "HTTP 500"), policy)
            let traffic = try #require(try store.traffic()["ops"])
            #expect(traffic.flow.breaker == .open && traffic.waitingCount == 7)
            #expect(traffic.flow.lastError == "HTTP 500" && traffic.oldestWaiting == Self.now)
            #expect(try Self.claim(store, policy, after: 29).isEmpty)
            let probe = try Self.claim(store, policy, after: 30)
            #expect(probe.map(\.id) == ["info5"] && probe[0].attempts == 0)
            #expect(try Self.claim(store, policy, after: 31, owner: "two").isEmpty)
            try Self.record(store, probe, .delivered, policy, after: 31)
            #expect(try store.traffic()["ops"]?.flow.breaker == .closed)
            #expect(try Self.claim(store, policy, after: 31).count == 6)
        }
    }
}
