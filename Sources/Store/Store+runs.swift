internal import GRDB
public import SupplyModel

/// Everything that one monitoring run found and caused, to be kept together or not at all.
public struct RunResult: Sendable {
    public var now: Timestamp
    /// The register's revision that the figures were computed from.
    public var revision: Int64
    /// The number of the run whose alerts this one started from; another run since then makes this one void.
    public var previousRun: Int64
    public var samples: [Sample]
    /// Alerts that are new or changed.
    public var changed: [Alert]
    /// Pending alerts that went away before they fired.
    public var dropped: [Alert]
    public var messages: OutboxEntries
    /// The same outside of the groups: whoever is told by them is not taken to have heard before there were groups.
    public var aside = OutboxEntries([])
    /// Alerts that begin to fire and are not told, each with the cause; and those that are kept back no longer.
    public var withheld: [(fingerprint: String, startsAt: Timestamp, cause: String)] = []
    public var released: [(fingerprint: String, startsAt: Timestamp)] = []
    /// Requests for help that it writes, and what channels are told of each.
    public var aid: [AidDraft] = []
    public var aidMessages: @Sendable (AidRequest) throws -> [OutboxEntry] = { _ in [] }
    /// Whether this is a look at Tierwatch itself between two runs: it moves alerts and has no samples of the register.
    public var isWatch = false

    public init(
        now: Timestamp, revision: Int64, previousRun: Int64, samples: [Sample], changed: [Alert],
        dropped: [Alert], messages: [OutboxEntry] = []
    ) {
        self.now = now
        self.revision = revision
        self.previousRun = previousRun
        self.samples = samples
        self.changed = changed
        self.dropped = dropped
        self.messages = OutboxEntries(messages)
    }
}

/// One notification for one channel, to be queued.
public struct OutboxEntry: Equatable, Sendable {
    public var id: String
    public var channel: String
    public var fingerprint: String
    public var body: [UInt8]
    /// The life whose end it tells; not queued for a channel that hears of it from a group, or whose newest word is of a later life.
    public var endOf: AlertLife?
    /// Whether a group tells it, which knows who heard of the beginning.
    public var isOfGroup = false
    /// Whether it is queued only where the channel's newest word of this alert is that it fires.
    public var needsBeginning = false

    public init(id: String, channel: String, fingerprint: String, body: [UInt8]) {
        self.id = id
        self.channel = channel
        self.fingerprint = fingerprint
        self.body = body
    }
}

/// Messages to be queued, each made when it is: the bodies of very many are never held at once.
public struct OutboxEntries: Sendable {
    /// Hands out messages one by one.
    public typealias Source = @Sendable (_ give: (OutboxEntry) throws -> Void) throws -> Void

    private var sources: [Source]

    public init(_ source: @escaping Source) { sources = [source] }

    public init(_ entries: [OutboxEntry]) { self.init { give in try entries.forEach(give) } }

    public static func += (left: inout OutboxEntries, right: OutboxEntries) { left.sources += right.sources }

    func forEach(_ body: (OutboxEntry) throws -> Void) throws { for source in sources { try source(body) } }
}

/// Another run was kept since this one began; nothing of this one was.
public struct RunOvertaken: Error {}

extension Store {
    /// Alerts on some metrics: those that are open, and those that ended since an instant.
    ///
    /// The texts of all others stay unread: a store may hold very many.
    public func alerts(
        on metrics: [Metric], endedSince: Timestamp?
    ) throws(StoreError) -> [Alert] {
        let names = metrics.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT body FROM alert
                    WHERE (state <> 'resolved' OR (state = 'resolved' AND ended_at >= ?))
                        AND body ->> '$.metric' IN (\(names))
                    ORDER BY fingerprint, starts_at
                    """,
                arguments: [endedSince?.milliseconds ?? Int64.max]
            ).map(AlertBody.alert)
        }
    }

    /// What a run starts from: the newest run's number (0 before the first), the alerts that are open, and those that ended
    /// since an instant.
    public func monitoringState(
        endedSince: Timestamp? = nil
    ) throws(StoreError) -> (run: Int64, open: [Alert], ended: [Alert]) {
        try read { db in
            let run = try Int64.fetchOne(db, sql: "SELECT MAX(number) FROM run") ?? 0
            let open = try String.fetchAll(
                db, sql: "SELECT body FROM alert WHERE state <> 'resolved' ORDER BY fingerprint")
            let ended = try endedSince.map { since in
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT body FROM alert WHERE state = 'resolved' AND ended_at >= ?
                        ORDER BY fingerprint, starts_at
                        """,
                    arguments: [since.milliseconds])
            }
            return (run, try open.map(AlertBody.alert), try (ended ?? []).map(AlertBody.alert))
        }
    }

    /// Keeps a run: its samples where they changed, its alerts, their transitions and the messages they cause.
    ///
    /// - Returns: the run's number.
    /// - Throws: `RunOvertaken` when another run was kept in between; `StoreError`.
    ///
    /// `regroup` decides, within the same transaction, what the groups of alerts tell.
    @discardableResult
    public func keep(_ result: RunResult, regroup: Regroup? = nil) throws -> Int64 {
        try writeFirst { db in
            let newest = try Int64.fetchOne(db, sql: "SELECT MAX(number) FROM run") ?? 0
            guard newest == result.previousRun else { throw RunOvertaken() }
            try db.execute(
                sql: "INSERT INTO run (made_at, revision, sample_count, is_watch) VALUES (?, ?, ?, ?)",
                arguments: [
                    result.now.milliseconds, result.revision, result.samples.count, result.isWatch,
                ])
            let run = db.lastInsertedRowID
            if !result.isWatch { try SampleHistory(db, run: run).keep(result.samples) }
            for alert in result.dropped {
                try db.execute(
                    sql: "DELETE FROM alert WHERE fingerprint = ? AND starts_at = ?",
                    arguments: [alert.fingerprint, alert.startsAt.milliseconds])
                try note(alert, state: "inactive", run: run, at: result.now, in: db)
            }
            for alert in result.changed { try keep(alert, run: run, at: result.now, in: db) }
            try queue(result.messages, at: result.now, in: db)
            if let regroup { try self.regroup(regroup, at: result.now, in: db) }
            try queue(result.aside, at: result.now, in: db)
            try withhold(result.withheld, in: db)
            for draft in result.aid { _ = try add(draft, messages: result.aidMessages, in: db) }
            for life in result.released {
                try db.execute(
                    sql: "DELETE FROM withheld WHERE fingerprint = ? AND starts_at = ?",
                    arguments: [life.fingerprint, life.startsAt.milliseconds])
            }
            return run
        }
    }

    func withhold(
        _ lives: [(fingerprint: String, startsAt: Timestamp, cause: String)], in db: Database
    ) throws {
        for life in lives {
            try db.execute(
                sql: """
                    INSERT INTO withheld (fingerprint, starts_at, cause) VALUES (?, ?, ?)
                    ON CONFLICT DO UPDATE SET cause = excluded.cause
                    """,
                arguments: [life.fingerprint, life.startsAt.milliseconds, life.cause])
        }
    }

    private func keep(_ alert: Alert, run: Int64, at now: Timestamp, in db: Database) throws {
        let state = try BulkStatement(
            cached: "SELECT state FROM alert WHERE fingerprint = ? AND starts_at = ?", db)
        state.bind(alert.fingerprint, at: 0)
        state.bind(alert.startsAt.milliseconds, at: 1)
        let older = try state.next() ? state.text(0) : nil
        state.reset()
        let statement = try BulkStatement(
            cached: """
                INSERT INTO alert (fingerprint, starts_at, state, changed_at, ended_at, body)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (fingerprint, starts_at) DO UPDATE SET state = excluded.state, body = excluded.body,
                    ended_at = excluded.ended_at,
                    changed_at = CASE WHEN state = excluded.state THEN changed_at ELSE excluded.changed_at END
                """, db)
        statement.bind(alert.fingerprint, at: 0)
        statement.bind(alert.startsAt.milliseconds, at: 1)
        statement.bind(alert.state.rawValue, at: 2)
        statement.bind(now.milliseconds, at: 3)
        statement.bind(alert.endsAt?.milliseconds, at: 4)
        statement.bind(try AlertBody.text(alert), at: 5)
        try statement.run()
        guard older != alert.state.rawValue else { return }
        try note(alert, state: alert.state.rawValue, run: run, at: now, in: db)
    }

    private func note(_ alert: Alert, state: String, run: Int64, at now: Timestamp, in db: Database) throws {
        let statement = try BulkStatement(
            cached: """
                INSERT INTO transition (fingerprint, starts_at, run, made_at, state, value, cause)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, db)
        statement.bind(alert.fingerprint, at: 0)
        statement.bind(alert.startsAt.milliseconds, at: 1)
        statement.bind(run, at: 2)
        statement.bind(now.milliseconds, at: 3)
        statement.bind(state, at: 4)
        statement.bind(alert.value, at: 5)
        statement.bind(alert.course.cause.rawValue, at: 6)
        try statement.run()
    }
}
