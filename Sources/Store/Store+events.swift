internal import GRDB
public import SupplyModel

/// What became of the reports of a file.
public struct EventsKept: Equatable, Sendable {
    public var added = 0
    /// Said before, word for word.
    public var unchanged = 0
    /// About nothing that the register could be hit by, and about no event that is known.
    public var leftOut = 0
}

extension Store {
    /// Adds what a file says of events as one transaction.
    ///
    /// `digest` names the file, whose second reading adds nothing.
    ///
    /// - Throws: `StoreError`; then nothing was added.
    public func add(
        _ reports: [EventReport], ofFile digest: String? = nil, now: Timestamp
    ) throws -> EventsKept {
        try write { db in
            var kept = EventsKept()
            if let digest {
                try db.execute(
                    sql: """
                        INSERT INTO event_file (digest, made_at, report_count) VALUES (?, ?, ?)
                        ON CONFLICT DO NOTHING
                        """, arguments: [digest, now.milliseconds, reports.count])
                if db.changesCount == 0 { return EventsKept(unchanged: reports.count) }
            }
            var events: [String] = []
            for report in reports {
                switch try EventWriter(db, now: now).add(report) {
                case .added(let event):
                    kept.added += 1
                    events.append(event)
                case .unchanged: kept.unchanged += 1
                case .leftOut: kept.leftOut += 1
                }
            }
            if kept.added > 0 {
                var detail = [
                    "added": String(kept.added), "unchanged": String(kept.unchanged),
                    "left_out": String(kept.leftOut),
                ]
                if let digest { detail["digest"] = digest }
                let subject = events.count == 1 ? events[0] : "\(events.count) events"
                try note(.event, subject, detail, at: now, in: db)
            }
            return kept
        }
    }

    /// Ends an event that a person knows to be over.
    ///
    /// It stays so until a person opens it again, or its source says something new: see `KnownEvent.staysEnded`.
    ///
    /// - Throws: `EventFault`, `StoreError`; then nothing was changed.
    public func endEvent(
        _ text: String, by author: String, reason: String, now: Timestamp
    ) throws -> KnownEvent {
        try write { db in
            let known = try Self.event(named: text, at: now, in: db).get()
            guard [.planned, .active].contains(known.state(at: now)) else {
                throw EventFault.isOver(known.event)
            }
            var report = known.report
            report.id = known.event
            report.source = .desk
            report.toldAt = max(now, report.toldAt)
            report.ending = .ended
            report.note = "\(author): \(reason)"
            try EventWriter(db, now: now).insert(report, of: known.event)
            try note(.endEvent, known.event, ["by": author, "reason": reason], at: now, in: db)
            return try Self.event(named: known.event, at: now, in: db).get()
        }
    }

    /// Opens an event that a person ended, as its source told it last before or since.
    ///
    /// What the source says after the ending still takes its place.
    ///
    /// - Throws: `EventFault`, `StoreError`; then nothing was changed.
    public func reopenEvent(
        _ text: String, by author: String, reason: String, now: Timestamp
    ) throws -> KnownEvent {
        try write { db in
            let ended = try Self.event(named: text, at: now, in: db).get()
            guard ended.report.ending == .ended else { throw EventFault.notEnded(ended.event) }
            guard let told = try KnownEvent.lastTold(of: ended.event, in: db),
                [.planned, .active].contains(told.state(at: now))
            else { throw EventFault.isOver(ended.event) }
            var report = told.report
            report.id = ended.event
            report.source = .desk
            report.toldAt = ended.report.toldAt
            report.note = "\(author): \(reason)"
            try EventWriter(db, now: now).insert(report, of: ended.event)
            try note(.reopenEvent, ended.event, ["by": author, "reason": reason], at: now, in: db)
            return try Self.event(named: ended.event, at: now, in: db).get()
        }
    }

    /// The number of the newest report, 0 before the first: as long as it stands, no event changed.
    public func lastEvent() throws(StoreError) -> Int64 {
        try read { db in try Int64.fetchOne(db, sql: "SELECT MAX(number) FROM event_report") ?? 0 }
    }
}

/// Why nothing was done to an event.
public enum EventFault: Error, Equatable {
    case unknown(String)
    case ambiguous(String, ids: [String])
    case isOver(String)
    case notEnded(String)
}
