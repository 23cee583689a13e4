import Foundation
import Store
import SupplyModel
import Testing

@Suite struct RunTests {
    static func sample(_ value: Double) -> Sample {
        Sample(
            metric: .hhi, labels: ["firm": "local:b", "product": "p"], value: value, unknown: 0,
            industry: .auto,
            provinces: [])
    }

    static func alert(_ state: AlertState, startsAt time: Timestamp = TestRegister.start) -> Alert {
        Alert(
            fingerprint: "00000000000000aa", rule: "r", severity: .warning, metric: .hhi,
            labels: ["firm": "local:b"], state: state, value: 1, threshold: 0, startsAt: time,
            industry: .auto,
            provinces: [RegionCode(raw: 320_000)], isMutualAid: false,
            summary: BilingualText(zh: "甲", en: "a"))
    }

    static func message(
        _ id: String, channel: String = "ops", fingerprint: String = "00000000000000aa"
    ) -> OutboxEntry {
        OutboxEntry(id: id, channel: channel, fingerprint: fingerprint, body: Array("{\"甲\":1}".utf8))
    }

    static func result(
        previous: Int64 = 0, samples: [Sample] = [], changed: [Alert] = [], dropped: [Alert] = [],
        messages: [OutboxEntry] = []
    ) -> RunResult {
        RunResult(
            now: TestRegister.start, revision: 0, previousRun: previous, samples: samples, changed: changed,
            dropped: dropped, messages: messages)
    }

    @Test func `an alert and its message are kept together and come back as they were`() throws {
        try TestRegister.inFolder { register in
            let alert = Self.alert(.firing)
            try register.store.keep(Self.result(changed: [alert], messages: [Self.message("m1")]))
            let state = try register.store.monitoringState()
            #expect(state.run == 1)
            #expect(state.open == [alert])
            #expect(try register.store.deliveries(limit: 9).map(\.id) == ["m1"])
        }
    }

    @Test func `runs that tell nobody anything leave a short log all the same`() throws {
        try TestRegister.inFolder { register in
            let log = register.folder.appending(path: "tierwatch.db-wal").path
            func logBytes() throws -> Int {
                try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int ?? 0
            }
            var (run, longest) = (0, 0)
            while longest <= 3 * Self.logLimitBytes / 2, run < Self.runLimit {
                let samples = (0..<2_000).map { number in
                    Sample(
                        metric: .hhi, labels: ["firm": "local:\(number)"], value: Double(run), unknown: 0,
                        industry: nil, provinces: [])
                }
                register.store.tidy()
                try register.store.keep(Self.result(previous: Int64(run), samples: samples))
                run += 1
                longest = max(longest, try logBytes())
            }
            // Far more was written than the log may hold: it was moved, and begun again.
            #expect(run == Self.runLimit)
            #expect(longest > Self.logLimitBytes / 2)
        }
    }

    /// What the log may hold: 4,096 pages.
    private static let logLimitBytes = 16 << 20
    private static let runLimit = 250

    @Test func `a run that another one overtook keeps nothing`() throws {
        try TestRegister.inFolder { register in
            try register.store.keep(Self.result())
            #expect(throws: RunOvertaken.self) {
                try register.store.keep(
                    Self.result(changed: [Self.alert(.firing)], messages: [Self.message("m1")]))
            }
            #expect(try register.store.monitoringState().open == [])
            #expect(try register.store.deliveries(limit: 9).isEmpty)
        }
    }

    @Test func `a resolved alert is no longer open, and its life is told in order`() throws {
        try TestRegister.inFolder { register in
            try register.store.keep(Self.result(changed: [Self.alert(.pending)]))
            try register.store.keep(Self.result(previous: 1, changed: [Self.alert(.firing)]))
            try register.store.keep(Self.result(previous: 2, changed: [Self.alert(.resolved)]))
            #expect(try register.store.monitoringState().open == [])
            let states = try register.store.transitions(of: Self.alert(.resolved)).map(\.state)
            #expect(states == ["pending", "firing", "resolved"])
        }
    }

    @Test func `a pending alert that went away leaves only its trace`() throws {
        try TestRegister.inFolder { register in
            try register.store.keep(Self.result(changed: [Self.alert(.pending)]))
            try register.store.keep(Self.result(previous: 1, dropped: [Self.alert(.pending)]))
            #expect(try register.store.alerts(in: nil, limit: 9) == [])
            let states = try register.store.transitions(of: Self.alert(.pending)).map(\.state)
            #expect(states == ["pending", "inactive"])
        }
    }

    @Test func `the same message is never queued twice`() throws {
        try TestRegister.inFolder { register in
            try register.store.keep(Self.result(messages: [Self.message("m1")]))
            try register.store.keep(
                Self.result(previous: 1, messages: [Self.message("m1"), Self.message("m2")]))
            #expect(try register.store.deliveries(limit: 9).map(\.id) == ["m2", "m1"])
        }
    }
}
