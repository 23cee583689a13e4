import Store
import SupplyModel
import Testing

@Suite struct SupersedingTests {
    static let now = TestRegister.start

    /// A message that tells the state of one alert.
    static func message(
        _ id: String, _ kind: String = "alert.firing", severity: String = "warning", channel: String = "ops",
        of fingerprint: String = "00000000000000aa"
    ) -> OutboxEntry {
        let body =
            #"{"data":{"fingerprint":"\#(fingerprint)","severity":"\#(severity)","value":0.10},"type":"\#(kind)"}"#
        return OutboxEntry(id: id, channel: channel, fingerprint: fingerprint, body: Array(body.utf8))
    }

    /// Each run's messages are queued one run after the other.
    static func withRuns(_ runs: [[OutboxEntry]], _ body: (Store) throws -> Void) throws {
        try TestRegister.inFolder { register in
            for (index, messages) in runs.enumerated() {
                try register.store.keep(RunTests.result(previous: Int64(index), messages: messages))
            }
            try body(register.store)
        }
    }

    static func states(_ store: Store) throws -> [String: String] {
        let records = try store.deliveries(limit: 1_000)
        return Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0.state) })
    }

    @Test func `a newer state of an alert takes the place of one that waits, and names it`() throws {
        try Self.withRuns([[Self.message("m1")], [Self.message("m2", "alert.resolved")]]) { store in
            let record = try #require(try store.delivery(id: "m1")).record
            #expect(record.state == "superseded" && record.replacedBy == "m2" && record.nextAt == nil)
            #expect(try OutboxTests.claim(store).map(\.id) == ["m2"])
            #expect(try store.waitingCount() == 1)
        }
    }

    @Test func `another alert, another channel and what tells of several alerts are left as they are`() throws
    {
        let first = [
            Self.message("m1"), Self.message("other", channel: "mail"), Self.message("b", of: "bb"),
            Self.message("group", "alert.group", of: "g"),
        ]
        let second = [Self.message("m2"), Self.message("group2", "alert.group", of: "g")]
        try Self.withRuns([first, second]) { store in
            let states = try Self.states(store)
            #expect(states.filter { $0.value == "superseded" }.keys.sorted() == ["m1"])
        }
    }

    @Test func `one that is under way goes on, and the newer one waits for it`() throws {
        try Self.withRuns([[Self.message("m1")]]) { store in
            let claimed = try OutboxTests.claim(store)
            try store.keep(RunTests.result(previous: 1, messages: [Self.message("m2")]))
            #expect(try Self.states(store) == ["m1": "sending", "m2": "waiting"])
            #expect(try OutboxTests.claim(store).isEmpty)
            try store.record(claimed.map { ($0, DeliveryAttempt(.delivered)) }, now: Self.now)
            #expect(try OutboxTests.claim(store).map(\.id) == ["m2"])
        }
    }

    @Test func `one that waits for another attempt is superseded too`() throws {
        try Self.withRuns([[Self.message("m1")]]) { store in
            let message = try #require(try OutboxTests.claim(store).first)
            let later = Self.now.adding(seconds: 300)
            try store.record([(message, DeliveryAttempt(.retry(at: later, reason: "503")))], now: Self.now)
            try store.keep(RunTests.result(previous: 1, messages: [Self.message("m2")]))
            #expect(try Self.states(store) == ["m1": "superseded", "m2": "waiting"])
            #expect(try store.delivery(id: "m1")?.attempts.count == 1)
        }
    }

    @Test func `the same message queued again supersedes nothing`() throws {
        try Self.withRuns([[Self.message("m1")], [Self.message("m2")], [Self.message("m1")]]) { store in
            let states = try Self.states(store)
            #expect(states == ["m1": "superseded", "m2": "waiting"])
        }
    }

    @Test func `a superseded message comes back only by its id`() throws {
        try Self.withRuns([[Self.message("m1")], [Self.message("m2")]]) { store in
            var filter = ReplayFilter()
            filter.channel = "ops"
            filter.includesDelivered = true
            #expect(try store.replayable(filter).isEmpty)
            filter.id = "m1"
            let count = try store.replay(filter, now: Self.now)
            #expect(count == 1)
            #expect(try store.delivery(id: "m1")?.record.replacedBy == nil)
            #expect(try OutboxTests.claim(store).map(\.id) == ["m1"])
        }
    }

    @Test func `an end that needs its beginning is queued only where that is the newest word`() throws {
        try Self.withRuns([[Self.message("m1"), Self.message("n1", channel: "mail")]]) { store in
            var ends = ["ops", "mail", "duty"].map { channel in
                Self.message("end-\(channel)", "alert.resolved", channel: channel)
            }
            let life = AlertLife(RunTests.alert(.resolved))
            for index in ends.indices {
                ends[index].endOf = life
                ends[index].needsBeginning = true
            }
            try store.keep(
                RunTests.result(
                    previous: 1, messages: [Self.message("n2", "alert.resolved", channel: "mail")] + ends))
            let states = try Self.states(store)
            #expect(states["end-ops"] == "waiting" && states["end-mail"] == nil && states["end-duty"] == nil)
        }
    }

    @Test func `deliveries are listed by state, channel, time, id and alert`() throws {
        let runs = [
            [Self.message("m1"), Self.message("other", channel: "mail")],
            [Self.message("m2"), Self.message("b", of: "bb")],
        ]
        try Self.withRuns(runs) { store in
            func expect(_ ids: [String], _ change: (inout DeliveryFilter) -> Void) throws {
                var filter = DeliveryFilter()
                change(&filter)
                #expect(try store.deliveries(filter, limit: 9).map(\.id) == ids)
            }
            try expect(["m1"]) { $0.state = .superseded }
            try expect(["other"]) { $0.channel = "mail" }
            try expect([]) { $0.since = Self.now.adding(seconds: 1) }
            try expect(["m2", "m1"]) { $0.idPrefix = "m" }
            try expect(["b"]) { $0.fingerprint = "bb" }
            try expect(["m2"]) {
                $0.idPrefix = "m"
                $0.state = .waiting
            }
        }
    }
}
