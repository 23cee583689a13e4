internal import Foundation
internal import Synchronization

/// What event streams of one reader tell: what is new is worked out once, however many of them there are.
///
/// What it does not do: keep what happened while no stream was open; the alerts' own history has that.
final class NewsBoard: Sendable {
    private let state = Mutex((shown: Shown(), isWorking: false))

    /// Changes that are kept for streams whose readers are slow.
    static let changeLimit = 64

    private struct Shown {
        /// How far the data had come.
        var version: [Int64] = []
        var run = ""
        /// By life, each open alert.
        var alerts: [String: String] = [:]
        /// By alert, its life.
        var lives: [String: String] = [:]
        /// All that stands, for a stream that begins; nil before anything was shown.
        var opening: String?
        /// What changed, the newest last.
        var changes: [String] = []
        /// Changes so far.
        var changeCount = 0
    }

    /// What a stream has to tell, and its place on the board then.
    struct News {
        var text: String
        /// Nil before anything was shown.
        var place: Int?
    }

    /// What is new after a place, everything for a stream that begins; nil where that is no longer kept.
    func news(after place: Int?) -> News? {
        let shown = state.withLock { $0.shown }
        guard let place else {
            return News(text: shown.opening ?? "", place: shown.opening == nil ? nil : shown.changeCount)
        }
        let count = shown.changeCount - place
        guard count <= shown.changes.count else { return nil }
        return News(text: shown.changes.suffix(count).joined(), place: shown.changeCount)
    }

    /// Whether the data has come further and nobody works on showing it; whoever hears yes does, and calls `end` then.
    func begin(_ version: [Int64]) -> Bool {
        state.withLock { state in
            guard !state.isWorking, version != state.shown.version else { return false }
            state.isWorking = true
            return true
        }
    }

    func end() { state.withLock { $0.isWorking = false } }

    /// Shows the last run and each open alert, between `begin` and `end`.
    func show(_ records: [String], version: [Int64]) throws {
        let next = try Self.next(after: state.withLock { $0.shown }, records, version)
        state.withLock { $0.shown = next }
    }

    private static func next(after last: Shown, _ records: [String], _ version: [Int64]) throws -> Shown {
        var next = Shown()
        next.version = version
        next.run = records.first ?? ""
        for record in records.dropFirst() {
            let life = try last.lives[record] ?? life(of: record)
            next.lives[record] = life
            next.alerts[life] = record
        }
        let alerts = next.alerts.sorted { $0.key < $1.key }
        let run = event("run", next.run)
        next.opening = alerts.reduce(into: run) { $0 += event("alert", $1.value) }
        var change = next.run == last.run ? "" : run
        for (life, record) in alerts where last.alerts[life] != record { change += event("alert", record) }
        for life in last.alerts.keys.sorted() where next.alerts[life] == nil {
            change += event("end", "{\"fingerprint\": \"\(life.prefix { $0 != " " })\"}")
        }
        next.changes = change.isEmpty ? last.changes : (last.changes + [change]).suffix(changeLimit)
        next.changeCount = last.changeCount + (change.isEmpty ? 0 : 1)
        return next
    }

    private static func event(_ name: String, _ data: String) -> String {
        "event: \(name)\ndata: \(data)\n\n"
    }

    private struct Life: Decodable {
        var fingerprint: String
        /// What a registrant's own figures break has no beginning.
        var startsAt: String?
    }

    private static func life(of record: String) throws -> String {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let life = try decoder.decode(Life.self, from: Data(record.utf8))
        return "\(life.fingerprint) \(life.startsAt ?? "")"
    }
}
