import Alerting
import Foundation
import Store
import StrictYAML
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

/// A monitor over a real store while everything round it changes: figures come, go and fail, severities, routes and silences
/// are edited, the clock jumps, the process restarts, and deliveries fail or crash.
private struct History {
    private let folder: String
    private var store: Store
    private var monitor: Monitor
    private var random: Lehmer
    private var seconds = 0.0
    private var step = 0
    var content: Watchbook.Content
    /// The value of each firm; nil where it has none.
    var values: [String: Double?] = ["a": 30, "b": 30, "c": 30]
    var severity = Severity.warning
    private let shape: String
    private var silence: Silence?
    /// What was heard, by id, and the newest word of the newest life of each alert on each channel: whether it fires.
    private var ids: Set<String> = []
    private(set) var standing: [Word: Bool] = [:]

    struct Word: Hashable {
        var channel: String
        var fingerprint: String
        var startsAt: String
    }

    static let shapes = [
        "", "for: 2 runs", "keep_firing_for: 2 runs", "reopen_within: 1h\nfor: 1 of 3 runs",
        "damping: {half_life: 10m, above: 3, below: 1}\nreopen_within: 2h",
    ]
    static let routes = [
        nil, "route: {channels: [ops]}",
        "route: {channels: [ops, duty], group_by: [rule], group_wait: 30s, group_interval: 5m}",
        "route: {channels: [duty], escalate: {after: 3m, channels: [boss]}, repeat_interval: 1h}",
        "route: {name: all, channels: [boss], routes: [{name: one, match: {firm: a}, channels: [ops, duty]}]}",
        "route: {channels: [ops], group_by: [rule], digest: daily 08:30}",
    ]
    static let channels = [
        Channel(name: "ops", kind: .console), Channel(name: "boss", kind: .console),
        Channel(name: "duty", kind: .console, severities: [.critical]),
    ]

    init(folder: String, seed: UInt64) throws {
        self.folder = folder
        random = Lehmer(state: seed)
        store = try Store(folder: folder)
        monitor = Monitor(store: store, gazetteer: Gazetteer())
        content = Watchbook.Content(rules: [], channels: Self.channels)
        shape = Self.shapes[Int(seed % UInt64(Self.shapes.count))]
    }

    private var now: Timestamp {
        Timestamp(milliseconds: 1_770_000_000_000 + Int64(step)).adding(seconds: seconds)
    }

    /// A rule whose query gives the figures, or fails.
    private func rules(fails: Bool = false) throws -> [Rule] {
        let rows = values.sorted { $0.key < $1.key }.compactMap { firm, value in
            value.map { "SELECT '\(firm)' AS firm, \($0) AS value" }
        }
        let query =
            fails
            ? "SELECT 'a' AS firm, 'many' AS value"
            : rows.isEmpty ? "SELECT 'a' AS firm, 1 AS value WHERE 0" : rows.joined(separator: " UNION ALL ")
        let text = """
            rules:
              - name: watched
                query: "\(query)"
                op: ">"
                value: 40
                severity: \(severity.rawValue)
                summary: {zh: "{{firm}}", en: "{{firm}}"}
            \(shape.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
            """
        return try RuleBook([YAMLDocument(text, file: "a.yaml")]).rules
    }

    mutating func route(_ index: Int) throws {
        try settle(times: 1, seconds: 400)
        content.routes =
            try Self.routes[index].map {
                try RouteBook(YAMLDocument($0, file: "routes.yaml"), channels: Self.channels.map(\.name))
            } ?? .none
    }

    /// One random step.
    mutating func move() throws {
        step += 1
        seconds += [-3_600, 1, 60, 60, 60, 300, 900, 86_400].randomElement(using: &random) ?? 60
        for firm in ["a", "b", "c"] where Bool.random(using: &random) {
            values[firm] = [nil, 30, 50, 50].randomElement(using: &random) ?? 30
        }
        let dice = Int.random(in: 0..<12, using: &random)
        if dice == 0 { try route(Int.random(in: 0..<Self.routes.count, using: &random)) }
        if dice == 1, silence == nil { try silenceFirm() }
        if dice == 2 { try endSilence() }
        if dice == 3 { restart(try Store(folder: folder)) }
        severity = Severity.allCases.randomElement(using: &random) ?? .warning
        try run(fails: dice == 4)
        if dice > 5 { try deliver(reliably: false) }
    }

    private mutating func restart(_ store: Store) {
        self.store = store
        monitor = Monitor(store: store, gazetteer: Gazetteer())
    }

    private mutating func silenceFirm() throws {
        silence = try store.add(
            Silence(
                id: "s\(step)", matchers: ["firm=a"], startsAt: now, endsAt: now.adding(seconds: 864_000),
                author: "x", reason: "y", madeAt: now))
    }

    mutating func endSilence() throws {
        guard let silence else { return }
        _ = try store.endSilence(silence.id, at: max(now, silence.madeAt))
        seconds = max(seconds, silence.madeAt.seconds(since: now) + seconds) + 1
        self.silence = nil
    }

    private mutating func run(fails: Bool = false) throws {
        content.rules = try rules(fails: fails)
        _ = try monitor.run(content, now: now)
    }

    /// Runs, looks and delivers until nothing is left to be told.
    mutating func settle(times: Int = 4, seconds more: Double = 100_000) throws {
        for _ in 0..<times {
            step += 1
            seconds += more
            try run()
            _ = try DispatchService.dispatch(content, in: store, now: now)
            try deliver(reliably: true)
        }
    }

    private mutating func deliver(reliably: Bool) throws {
        while true {
            let claimed = try store.claim(limit: 64, owner: "one", leaseSeconds: 60, now: now)
            guard !claimed.isEmpty else { return }
            for message in claimed {
                let fate = reliably ? 0 : Int.random(in: 0..<4, using: &random)
                if fate != 1 { try hear(message) }
                // Arrived, refused for now, or arrived before the process ended.
                if fate == 2 { continue }
                let verdict: DeliveryVerdict =
                    fate == 1 ? .retry(at: now.adding(seconds: 5), reason: "503") : .delivered
                try store.record([(message, DeliveryAttempt(verdict))], now: now)
            }
        }
    }

    private mutating func hear(_ message: OutboxMessage) throws {
        guard ids.insert(message.id).inserted else { return }
        let body = try #require(
            try JSONSerialization.jsonObject(with: Data(message.body)) as? [String: Any])
        let data = try #require(body["data"] as? [String: Any])
        let alerts = try (data["alerts"] as? [[String: Any]] ?? [data]).map { one in
            let word = Word(
                channel: message.channel, fingerprint: try #require(one["fingerprint"] as? String),
                startsAt: try #require(one["starts_at"] as? String))
            return (word, one["state"] as? String ?? body["type"] as? String)
        }
        for (word, state) in alerts where state?.hasSuffix("firing") != true { standing[word] = false }
        for (word, state) in alerts where state?.hasSuffix("firing") == true {
            // A newer life takes the place of an older one, whose end may never be sent.
            standing = standing.filter {
                $0.key.channel != word.channel || $0.key.fingerprint != word.fingerprint
            }
            standing[word] = true
        }
    }

    /// What fires and was not heard where it should be.
    func unheard() throws -> [Word] {
        try store.monitoringState().open.filter { $0.state == .firing }.flatMap { alert -> [Word] in
            let words = Self.channels.map {
                Word(channel: $0.name, fingerprint: alert.fingerprint, startsAt: alert.startsAt.description)
            }
            guard let root = content.routes.root else {
                return words.contains { standing[$0] == true } ? [] : words
            }
            let names = Set(root.routes(for: alert).flatMap(\.channels))
            let wanted = Self.channels.filter {
                names.contains($0.name) && $0.severities.contains(alert.severity)
            }
            return words.filter { word in
                wanted.contains { $0.name == word.channel } && standing[word] != true
            }
        }
    }

    var openCount: Int { get throws { try store.monitoringState().open.count } }
}

@Suite struct HistoryPropertyTests {
    @Test(arguments: 1...24 as ClosedRange<UInt64>)
    func `whatever happens meanwhile, each channel hears in the end what is true`(seed: UInt64) throws {
        try Fixtures.withFolder { folder in
            var history = try History(folder: folder.path, seed: seed)
            for _ in 0..<40 { try history.move() }
            try history.endSilence()
            history.severity = .critical
            history.values = ["a": 50, "b": 50, "c": 50]
            try history.settle()
            #expect(try history.openCount == 3)
            #expect(try history.unheard().isEmpty)
            history.values = ["a": 30, "b": 30, "c": 30]
            try history.settle()
            #expect(try history.openCount == 0)
            #expect(history.standing.values.allSatisfy { !$0 }, "\(history.standing.filter(\.value))")
        }
    }
}

/// Numbers that are the same in every run (Lehmer, modulus 2^64).
struct Lehmer: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 32 | state << 32
    }
}
