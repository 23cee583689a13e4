internal import GRDB
internal import SupplyModel

/// Adds one report after another within a transaction.
struct EventWriter {
    /// What became of a report.
    enum Outcome {
        case added(event: String)
        case unchanged, leftOut
    }

    private let database: Database
    private let now: Timestamp

    init(_ database: Database, now: Timestamp) {
        self.database = database
        self.now = now
    }

    /// Finds the event that a report is about, and adds the report unless its source said the same before.
    ///
    /// A report that refers to several events makes them one; those whose newest word is older go on as part of the first.
    func add(_ report: EventReport) throws -> Outcome {
        var events: [String] = []
        for id in [report.id] + report.references {
            if let event = try event(of: id), !events.contains(event) { events.append(event) }
        }
        if events.isEmpty, report.hits.isEmpty, report.ending == nil { return .leftOut }
        // What a CAP message refers to came before it; other names of an earthquake are its equals.
        let root = report.source == .cap ? report.references.first : nil
        let event = events.first ?? root ?? report.id
        let standing = try KnownEvent.standing(of: event, in: database)
        let full = completed(report, after: standing?.report)
        if let last = try KnownEvent.last(id: report.id, source: report.source, in: database),
            same(full, last.report)
        {
            return .unchanged
        }
        for other in events.dropFirst() { try merge(other, into: event, by: full) }
        for id in [event, report.id] + report.references where try self.event(of: id) == nil {
            try database.execute(
                sql: "INSERT INTO event_name (id, event) VALUES (?, ?)", arguments: [id, event])
        }
        try insert(full, of: event)
        if let standing, standing.staysEnded(after: full) { try end(standing, again: full.toldAt) }
        return .added(event: event)
    }

    /// Lets a person's word, that an event is over, stand above a newer one that says nothing new.
    private func end(_ ended: KnownEvent, again toldAt: Timestamp) throws {
        guard toldAt >= ended.report.toldAt else { return }
        var report = ended.report
        report.toldAt = toldAt
        try insert(report, of: ended.event)
    }

    func insert(_ report: EventReport, of event: String) throws {
        try database.execute(
            sql: """
                INSERT INTO event_report (event, id, source, told_at, made_at, title, kind, severity, ending, note)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                event, report.id, report.source.rawValue, report.toldAt.milliseconds, now.milliseconds,
                report.title, report.kind, report.severity?.rawValue, report.ending?.rawValue, report.note,
            ])
        let number = database.lastInsertedRowID
        for hit in report.hits {
            try database.execute(
                sql:
                    "INSERT INTO event_hit (report, region, starts_at, ends_at, loss) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    number, Int64(hit.region.raw), hit.startsAt.milliseconds, hit.endsAt.milliseconds,
                    hit.loss,
                ])
        }
    }

    private func event(of id: String) throws -> String? {
        try String.fetchOne(database, sql: "SELECT event FROM event_name WHERE id = ?", arguments: [id])
    }

    /// A word that only takes an event back says neither its title nor its regions again.
    private func completed(_ report: EventReport, after standing: EventReport?) -> EventReport {
        var full = report
        full.references = []
        if full.title.isEmpty { full.title = standing?.title ?? report.id }
        guard report.ending != nil, report.hits.isEmpty, let standing else { return full }
        full.kind = full.kind ?? standing.kind
        full.severity = full.severity ?? standing.severity
        full.hits = standing.hits
        return full
    }

    /// A row of a table has no time of its own, so the same row is the same word whenever it is read.
    private func same(_ report: EventReport, _ last: EventReport) -> Bool {
        var last = last
        if report.source == .table { last.toldAt = report.toldAt }
        return report == last
    }

    private func merge(_ other: String, into event: String, by report: EventReport) throws {
        guard let standing = try KnownEvent.standing(of: other, in: database),
            standing.report.toldAt <= report.toldAt
        else { return }
        var merged = standing.report
        merged.id = report.id
        merged.toldAt = report.toldAt
        merged.ending = .merged
        merged.note = event
        try insert(merged, of: other)
        try database.execute(
            sql: "UPDATE event_name SET event = ? WHERE event = ?", arguments: [event, other])
    }
}
