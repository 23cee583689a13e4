internal import GRDB
internal import GRDBSQLite

/// A copy in which something is tried out.
extension Store {
    /// The files of a store in a folder, as SQLite makes them.
    public static let fileNames = ["", "-wal", "-shm", "-journal"].map { "tierwatch.db" + $0 }

    /// Makes sure that what comes of a trial can be kept, before it is begun: a store that somebody else has open can be read where it may
    /// not be written.
    ///
    /// - Throws: `StoreError.cannotOpen`
    public func requireWriting() throws(StoreError) {
        let isReadOnly = pool.writeWithoutTransaction { db in
            sqlite3_db_readonly(db.sqliteConnection, "main") == 1
        }
        if isReadOnly { throw .cannotOpen(path: path, reason: "it may only be read") }
    }

    /// Copies what is kept at this moment into another folder, and opens the copy.
    ///
    /// Whoever writes meanwhile does so undisturbed, and is not in the copy.
    public func copied(into folder: String) throws -> Store {
        let copy = folder + "/tierwatch.db"
        do {
            let target = try DatabaseQueue(path: copy)
            try pool.backup(to: target)
            try target.close()
        } catch let error as DatabaseError {
            throw Self.named(error, path: copy)
        }
        return try Store(folder: folder, isExpected: true).acting(as: actor)
    }

    /// The number of the newest message of the outbox, 0 before the first.
    public func lastMessage() throws(StoreError) -> Int64 {
        try read { db in try Int64.fetchOne(db, sql: "SELECT MAX(number) FROM outbox") ?? 0 }
    }

    /// How many messages were queued after one, by channel and by what they are about.
    public func messages(
        after number: Int64
    ) throws(StoreError) -> [(channel: String, subject: String, count: Int)] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT channel, fingerprint, COUNT(*) AS messages FROM outbox WHERE number > ?
                    GROUP BY channel, fingerprint ORDER BY channel, fingerprint
                    """, arguments: [number]
            ).map { ($0["channel"], $0["fingerprint"], $0["messages"]) }
        }
    }
}
