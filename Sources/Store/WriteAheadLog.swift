internal import GRDB
internal import GRDBSQLite
internal import Synchronization

/// The length of the write-ahead log, and when its pages are moved to the database.
///
/// SQLite has the commit that finds the log long move it, for milliseconds; alerts would wait that long once in a while. Here
/// only commits move it that nobody waits for.
final class WriteAheadLog: Sendable {
    /// Pages that the log may have before they are moved: 16 MiB.
    static let pageLimit = 4_096

    private let pages = Atomic(0)

    /// Takes over from SQLite; the connection must not outlive this.
    func watch(_ database: Database) {
        _ = sqlite3_wal_hook(
            database.sqliteConnection,
            { log, _, _, pages in
                guard let log else { return SQLITE_OK }
                Unmanaged<WriteAheadLog>.fromOpaque(log).takeUnretainedValue().pages.store(
                    Int(pages), ordering: .relaxed)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Moves the pages where they are many; what cannot be moved now is later.
    func trim(_ database: Database) {
        guard pages.load(ordering: .relaxed) >= Self.pageLimit else { return }
        _ = try? database.checkpoint(.passive)
    }
}
