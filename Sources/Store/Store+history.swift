internal import Foundation
internal import GRDB
public import SupplyModel

/// A figure about one thing, as it is followed from run to run.
public struct HistorySeries: Sendable {
    public var key: Int64
    public var metric: Metric
    public var labels: Labels
}

/// What changed in one run: a series that is not among the changes stood as before.
public struct HistoryRun: Sendable {
    public var time: Timestamp
    public var changes: [Change] = []

    /// The new value of a series; nil where it ended.
    public struct Change: Sendable {
        public var series: Int64
        public var value: Double?
        public var unknown: Double?
    }
}

/// The figures of the past, read run by run from one snapshot: memory holds the changes of one run at a time.
public struct HistoryReader {
    /// Every series that some run had.
    public let series: [HistorySeries]
    /// Runs that `next` gives.
    public let runCount: Int
    private let runs: BulkStatement
    private let changes: BulkStatement
    /// The change that was read ahead, with the number of its run.
    private var ahead: (run: Int64, change: HistoryRun.Change)?

    init(_ database: Database, until: Timestamp) throws {
        series = try Self.series(database)
        let last = try Int64.fetchOne(
            database, sql: "SELECT MAX(number) FROM run WHERE is_watch = 0 AND made_at <= ?",
            arguments: [until.milliseconds])
        runCount =
            try Int.fetchOne(
                database, sql: "SELECT COUNT(*) FROM run WHERE is_watch = 0 AND number <= ?",
                arguments: [last]) ?? 0
        runs = try BulkStatement(
            database, "SELECT number, made_at FROM run WHERE is_watch = 0 AND number <= ? ORDER BY number")
        runs.bind(last, at: 0)
        // The sort goes to a file where it is large.
        changes = try BulkStatement(
            database, "SELECT run, series, value, unknown FROM sample WHERE run <= ? ORDER BY run, series")
        changes.bind(last, at: 0)
        ahead = try Self.read(changes)
    }

    /// The next run, oldest first; nil after the last.
    public mutating func next() throws -> HistoryRun? {
        guard try runs.next() else { return nil }
        let number = runs.integer(0)
        var run = HistoryRun(time: Timestamp(milliseconds: runs.integer(1)))
        while let one = ahead, one.run <= number {
            run.changes.append(one.change)
            ahead = try Self.read(changes)
        }
        return run
    }

    private static func read(_ rows: BulkStatement) throws -> (run: Int64, change: HistoryRun.Change)? {
        guard try rows.next() else { return nil }
        let change = HistoryRun.Change(
            series: rows.integer(1), value: rows.double(2), unknown: rows.double(3))
        return (rows.integer(0), change)
    }

    /// A series of a metric that this version does not know is left out.
    private static func series(_ database: Database) throws -> [HistorySeries] {
        let rows = try BulkStatement(database, "SELECT key, metric, labels FROM series ORDER BY key")
        let decoder = JSONDecoder()
        var series: [HistorySeries] = []
        while try rows.next() {
            guard let metric = Metric(rawValue: rows.text(1) ?? "") else { continue }
            let labels = try decoder.decode(Labels.self, from: Data((rows.text(2) ?? "").utf8))
            series.append(HistorySeries(key: rows.integer(0), metric: metric, labels: labels))
        }
        return series
    }
}

/// One change in the life of some alert, with what it is about.
public struct LifeChange: Sendable {
    public var fingerprint: String
    public var rule: String
    public var labels: Labels
    public var state: AlertState
    public var time: Timestamp
}

extension Store {
    /// Reads the figures of the past up to an instant; nothing is written.
    public func history<T>(
        until: Timestamp, _ body: (inout HistoryReader) throws -> T
    ) throws(StoreError) -> T {
        try read { db in
            var reader = try HistoryReader(db, until: until)
            return try body(&reader)
        }
    }

    /// Gives every change of every alert that fired, oldest first, one at a time.
    public func eachLifeChange(_ body: (LifeChange) -> Void) throws(StoreError) {
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT t.fingerprint, t.state, t.made_at, a.body ->> '$.rule' AS rule, a.body -> '$.labels' AS labels
                    FROM transition AS t JOIN alert AS a
                        ON a.fingerprint = t.fingerprint AND a.starts_at = t.starts_at
                    ORDER BY t.run, t.made_at
                    """)
            let decoder = JSONDecoder()
            while let row = try rows.next() {
                guard let state = AlertState(rawValue: row["state"]) else { continue }
                let labels: String = row["labels"]
                body(
                    LifeChange(
                        fingerprint: row["fingerprint"], rule: row["rule"],
                        labels: try decoder.decode(Labels.self, from: Data(labels.utf8)), state: state,
                        time: Timestamp(milliseconds: row["made_at"])))
            }
        }
    }
}
