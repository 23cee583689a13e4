internal import GRDB
public import SupplyModel

extension Store {
    /// Keeps what a file says of a white list, as its next version; where it says nothing new, nothing is kept.
    ///
    /// `file` and `digest` name the file; `isDryRun` only looks what would come of it.
    ///
    /// - Throws: `StoreError`; then nothing was kept.
    public func add(
        _ update: WhiteListUpdate, ofFile file: String, digest: String, isDryRun: Bool = false, now: Timestamp
    ) throws -> WhiteListChanges {
        if isDryRun {
            return update.changes(to: try read { db in try Self.whiteList(update.name, in: db) })
        }
        return try write { db in
            let list = try Self.whiteList(update.name, in: db)
            let changes = update.changes(to: list)
            guard !changes.isEmpty else { return changes }
            try Self.insert(changes, of: update, file, digest, by: actor, now: now, in: db)
            var detail = [
                "batch": update.name.batch, "listed": String(changes.listed.count),
                "left": String(changes.left.count), "unchanged": String(changes.unchanged),
                "from": update.from.description, "digest": digest,
            ]
            detail["until"] = changes.until?.description
            try note(.importWhiteList, update.name.issuer.description, detail, at: now, in: db)
            return changes
        }
    }

    /// Every list that was known at an instant, with everybody who was ever on it, by issuer and batch.
    public func whiteLists(at now: Timestamp) throws(StoreError) -> [WhiteList] {
        try read { db in try Self.whiteLists("v.made_at <= ?", [now.milliseconds], in: db) }
    }

    /// Keeps what was said of a recognition; false, and nothing is kept, where it stands so already.
    ///
    /// - Throws: `StoreError`; then nothing was kept.
    public func add(_ word: RecognitionWord, now: Timestamp) throws -> Bool {
        try write { db in
            let standing = Recognition.standing(after: try Self.recognitionWords(at: nil, in: db))
            guard word.changes(standing) else { return false }
            try db.execute(
                sql: """
                    INSERT INTO recognition (issuer, recogniser, is_given, starts_at, ends_at, made_at, actor)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Int64(word.issuer.raw), Int64(word.recogniser.raw), word.isGiven ? 1 : 0,
                    word.from.milliseconds, word.until?.milliseconds, now.milliseconds, actor,
                ])
            var detail = ["by": word.recogniser.description, "from": word.from.description]
            detail["until"] = word.until?.description
            try note(
                word.isGiven ? .recognise : .withdrawRecognition, word.issuer.description, detail, at: now,
                in: db)
            return true
        }
    }

    /// What holds, and held, by what was known of recognitions at an instant, by issuer, recogniser and beginning.
    public func recognitions(at now: Timestamp) throws(StoreError) -> [Recognition] {
        try read { db in
            Recognition.standing(after: try Self.recognitionWords(at: now, in: db))
        }.sorted { ($0.issuer, $0.recogniser, $0.from) < ($1.issuer, $1.recogniser, $1.from) }
    }

    private static func recognitionWords(at now: Timestamp?, in db: Database) throws -> [RecognitionWord] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM recognition WHERE ?1 IS NULL OR made_at <= ?1 ORDER BY number",
            arguments: [now?.milliseconds]
        ).map { row in
            RecognitionWord(
                issuer: region(row["issuer"]), recogniser: region(row["recogniser"]),
                isGiven: row["is_given"], from: Timestamp(milliseconds: row["starts_at"]),
                until: (row["ends_at"] as Int64?).map { Timestamp(milliseconds: $0) })
        }
    }

    private static func region(_ raw: Int64) -> RegionCode {
        RegionCode(raw: UInt32(truncatingIfNeeded: raw))
    }
}

/// Versions of lists, row by row.
extension Store {
    private static func insert(
        _ changes: WhiteListChanges, of update: WhiteListUpdate, _ file: String, _ digest: String,
        by actor: String, now: Timestamp, in db: Database
    ) throws {
        let name = update.name
        try db.execute(
            sql: """
                INSERT INTO white_list_version (issuer, batch, made_at, actor, file, digest, holds_from, ends_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Int64(name.issuer.raw), name.batch, now.milliseconds, actor, file, digest,
                update.from.milliseconds, changes.until?.milliseconds,
            ])
        let version = db.lastInsertedRowID
        let row = try BulkStatement(
            db,
            """
            INSERT INTO white_list_entry (version, firm, is_listed, name, region, industry, products, tier,
                recommended_by, contact)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        for (entries, isListed) in [(changes.listed, true), (changes.left, false)] {
            for entry in entries {
                row.bind(version, at: 0)
                row.bind(entry.firm.description, at: 1)
                row.bind(Int64(isListed ? 1 : 0), at: 2)
                row.bind(entry.name, at: 3)
                row.bind(entry.region.map { Int64($0.raw) }, at: 4)
                row.bind(entry.industry?.rawValue, at: 5)
                row.bind(entry.products.isEmpty ? nil : entry.products.joined(separator: "\n"), at: 6)
                row.bind(entry.tier.map { Int64($0) }, at: 7)
                row.bind(entry.recommendedBy, at: 8)
                row.bind(entry.contact, at: 9)
                try row.run()
            }
        }
    }

    private static func whiteList(_ name: WhiteListName, in db: Database) throws -> WhiteList? {
        try whiteLists("v.issuer = ? AND v.batch = ?", [Int64(name.issuer.raw), name.batch], in: db).first
    }

    private static func whiteLists(
        _ condition: String, _ arguments: [any DatabaseValueConvertible], in db: Database
    ) throws -> [WhiteList] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT v.issuer, v.batch, v.number, v.holds_from, v.ends_at, e.firm, e.is_listed, e.name, e.region,
                    e.industry, e.products, e.tier, e.recommended_by, e.contact
                FROM white_list_version AS v LEFT JOIN white_list_entry AS e ON e.version = v.number
                WHERE \(condition) ORDER BY v.issuer, v.batch, v.number, e.firm
                """, arguments: StatementArguments(arguments))
        var lists: [WhiteList] = []
        while let row = try rows.next() {
            let name = WhiteListName(issuer: region(row[0]), batch: row[1])
            let from = Timestamp(milliseconds: row[3])
            if lists.last?.name != name { lists.append(WhiteList(name, validFrom: from)) }
            let last = lists.count - 1
            if let end = row[4] as Int64? { lists[last].validUntil = Timestamp(milliseconds: end) }
            guard let firm = row[5] as String? else { continue }
            if row[6] == true {
                lists[last].list(entry(firm, row), from: from)
            } else {
                lists[last].leave(FirmID(checked: firm), at: from)
            }
        }
        return lists.sorted { $0.name < $1.name }
    }

    private static func entry(_ firm: String, _ row: Row) -> WhiteListEntry {
        var entry = WhiteListEntry(firm: FirmID(checked: firm), name: row[7])
        entry.region = (row[8] as Int64?).map(region)
        entry.industry = (row[9] as String?).flatMap(Industry.init(rawValue:))
        entry.products = (row[10] as String?)?.split(separator: "\n").map(String.init) ?? []
        entry.tier = row[11]
        entry.recommendedBy = row[12]
        entry.contact = row[13]
        return entry
    }
}
