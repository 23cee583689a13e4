internal import GRDB
public import SupplyModel

extension Store {
    /// Reports that one answer lists.
    public static let statusLimit = 100_000

    /// Adds reports as one transaction; one that its registrant's newest about this firm, place and time repeats is left out.
    ///
    /// Their firms are in the register, or the registrant itself. `digest` names the file that they are from, whose second reading adds nothing.
    ///
    /// - Throws: `StoreError`; then nothing was added.
    public func add(
        _ reports: [StatusReport], ofFile digest: String? = nil, by registrant: FirmID, now: Timestamp
    ) throws -> (added: Int, unchanged: Int) {
        try write { db in
            try db.execute(
                sql: "INSERT INTO registrant (identity) VALUES (?) ON CONFLICT DO NOTHING",
                arguments: [registrant.description])
            let key = try Int64.fetchOne(
                db, sql: "SELECT key FROM registrant WHERE identity = ? AND inviter = ''",
                arguments: [registrant.description])
            if reports.contains(where: { $0.firm == registrant }) {
                try db.execute(
                    sql: "INSERT INTO firm (identity) VALUES (?) ON CONFLICT DO NOTHING",
                    arguments: [registrant.description])
            }
            if let digest {
                try db.execute(
                    sql: """
                        INSERT INTO status_file (registrant, digest, made_at, row_count) VALUES (?, ?, ?, ?)
                        ON CONFLICT DO NOTHING
                        """, arguments: [key, digest, now.milliseconds, reports.count])
                if db.changesCount == 0 { return (0, reports.count) }
            }
            var added = 0
            for report in reports where try Self.newest(like: report, by: key, in: db) != report {
                try Self.insert(report, by: key, now: now, in: db)
                added += 1
            }
            if added > 0 {
                var detail = ["added": String(added), "unchanged": String(reports.count - added)]
                if let digest { detail["digest"] = digest }
                if let only = reports.first, reports.count == 1 { detail["firm"] = only.firm.description }
                try note(.status, registrant.description, detail, at: now, in: db)
            }
            return (added, reports.count - added)
        }
    }

    /// The newest report about each firm and place that was known at an instant, oldest first, of equal times that about the whole firm; older ones than
    /// `since` do not count, nor do, in a registrant's view, those of others.
    public func newestStatus(
        since: Timestamp, at now: Timestamp, view: RegisterView = .all
    ) throws(StoreError) -> [StatusReport] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM (
                        SELECT s.*, f.identity AS firm_id, g.identity AS registrant_id, ROW_NUMBER() OVER (
                            PARTITION BY s.firm, s.region ORDER BY s.reported_at DESC, s.number DESC) AS place
                        FROM status_report AS s JOIN firm AS f ON f.key = s.firm
                            JOIN registrant AS g ON g.key = s.registrant
                        WHERE s.reported_at BETWEEN ?1 AND ?2 AND s.made_at <= ?2 AND \(Self.isSeen(by: "?3", view))
                    ) AS ranked WHERE place = 1
                    ORDER BY reported_at, CASE WHEN region IS NULL THEN 0 ELSE 1 END, number
                    """,
                arguments: [since.milliseconds, now.milliseconds, view.registrant?.description]
            ).map(Self.statusReport)
        }
    }

    /// The firms that a report made since an instant says make less than all, as they are identified in reports known at `now`.
    public func firmsBelowAll(since: Timestamp, at now: Timestamp) throws(StoreError) -> [FirmID] {
        try read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT identity FROM firm WHERE key IN (SELECT firm FROM status_report
                        WHERE operating_rate < 1 AND reported_at BETWEEN ?1 AND ?2 AND made_at <= ?2)
                    ORDER BY identity
                    """, arguments: [since.milliseconds, now.milliseconds]
            ).map(FirmID.init(checked:))
        }
    }

    /// Gives every report about some identities made since an instant and known at `now`, in the order of `newestStatus`, so that of several about
    /// one site the last counts; one after another, so that years of them take no memory.
    public func status(
        of identities: [FirmID], since: Timestamp, at now: Timestamp, view: RegisterView = .all,
        _ take: (StatusReport) -> Void
    ) throws(StoreError) {
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT s.*, f.identity AS firm_id, g.identity AS registrant_id
                    FROM status_report AS s JOIN firm AS f ON f.key = s.firm
                        JOIN registrant AS g ON g.key = s.registrant
                    WHERE s.reported_at BETWEEN ?1 AND ?2 AND s.made_at <= ?2 AND \(Self.isSeen(by: "?3", view))
                        AND f.identity IN (SELECT value FROM json_each(?4))
                    ORDER BY s.reported_at, CASE WHEN s.region IS NULL THEN 0 ELSE 1 END, s.number
                    """,
                arguments: [
                    since.milliseconds, now.milliseconds, view.registrant?.description,
                    try Self.json(identities),
                ])
            while let row = try rows.next() { take(Self.statusReport(row)) }
        }
    }

    /// Every report about a firm, under any of its identities, or about all, that was known at an instant, newest first; in a registrant's view only its own.
    public func statusReports(
        of identities: [FirmID]? = nil, at now: Timestamp, view: RegisterView = .all
    ) throws(StoreError) -> [StatusReport] {
        try read { db in
            let texts = identities?.map(\.description) ?? []
            let marks = texts.indices.map { "?\($0 + 4)" }.joined(separator: ", ")
            let isAsked = identities == nil ? "" : "f.identity IN (\(marks)) AND"
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT s.*, f.identity AS firm_id, g.identity AS registrant_id
                    FROM status_report AS s JOIN firm AS f ON f.key = s.firm
                        JOIN registrant AS g ON g.key = s.registrant
                    WHERE \(isAsked) s.made_at <= ?1 AND \(Self.isSeen(by: "?3", view))
                    ORDER BY s.reported_at DESC, s.number DESC LIMIT ?2
                    """,
                arguments: [now.milliseconds, Self.statusLimit, view.registrant?.description]
                    + StatementArguments(texts)
            ).map(Self.statusReport)
        }
    }

    /// The number of the newest report, 0 before the first: as long as it stands, no report was added.
    public func lastStatus() throws(StoreError) -> Int64 {
        try read { db in try Int64.fetchOne(db, sql: "SELECT MAX(number) FROM status_report") ?? 0 }
    }

    /// Whether a view has a report: only those that its registrant made itself.
    private static func isSeen(by parameter: String, _ view: RegisterView) -> String {
        view == .all
            ? "\(parameter) IS NULL"
            : "s.registrant = (SELECT key FROM registrant WHERE identity = \(parameter) AND inviter = '')"
    }

    private static func newest(
        like report: StatusReport, by registrant: Int64?, in db: Database
    ) throws -> StatusReport? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT s.*, f.identity AS firm_id, g.identity AS registrant_id
                FROM status_report AS s JOIN firm AS f ON f.key = s.firm
                    JOIN registrant AS g ON g.key = s.registrant
                WHERE f.identity = ? AND s.reported_at = ? AND s.region IS ? AND s.registrant = ?
                ORDER BY s.number DESC LIMIT 1
                """,
            arguments: [
                report.firm.description, report.time.milliseconds, report.region.map { Int64($0.raw) },
                registrant,
            ]
        ).map(statusReport)
    }

    private static func insert(
        _ report: StatusReport, by registrant: Int64?, now: Timestamp, in db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO status_report (firm, region, registrant, reported_at, made_at, operating_rate, staff,
                    stock_days, logistics, note)
                VALUES ((SELECT key FROM firm WHERE identity = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                report.firm.description, report.region.map { Int64($0.raw) }, registrant,
                report.time.milliseconds, now.milliseconds, report.operatingRate, report.staff,
                report.stockDays, report.logistics, report.note,
            ])
    }

    private static func statusReport(_ row: Row) -> StatusReport {
        var report = StatusReport(
            firm: FirmID(checked: row["firm_id"]),
            region: (row["region"] as Int64?).map { RegionCode(raw: UInt32(truncatingIfNeeded: $0)) },
            time: Timestamp(milliseconds: row["reported_at"]),
            registrant: FirmID(checked: row["registrant_id"]), operatingRate: row["operating_rate"])
        report.staff = row["staff"]
        report.stockDays = row["stock_days"]
        report.logistics = row["logistics"]
        report.note = row["note"]
        return report
    }
}
