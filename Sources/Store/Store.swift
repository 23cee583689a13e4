internal import Foundation
internal import GRDB

/// The register, the samples, the alerts and the outbox, in one SQLite file.
///
/// All SQL of the project is in this target.
///
/// Readers never block the writer (WAL). A change and everything that it causes are one transaction, on disk before it is
/// acknowledged (synchronous=FULL). What it does not do: compute figures, judge deliveries, or look at the clock.
public struct Store: Sendable {
    /// The database file.
    public let path: String
    let pool: DatabasePool
    private let log = WriteAheadLog()
    /// Who changes something, as the trail names it.
    private(set) var actor = "daemon"

    /// Connections that read at a time, made when they are needed: two read a network, of which two may be read at a time.
    static let readerCount = 8
    /// Seconds that a write waits for another process's.
    static let busyTimeoutSeconds = 60.0
    /// What SQLite calls FULL.
    static let fullSynchronous = 2
    /// Pages kept in memory a connection, in KiB; and while rows are brought in by the million.
    static let cacheKiB = 2_048
    static let bulkCacheKiB = 32_768

    /// Opens the store in a folder, and brings its schema up to date.
    ///
    /// Where it is missing it is made, unless `isExpected`: then nothing is touched.
    ///
    /// - Throws: `StoreError`
    public init(folder: String, isExpected: Bool = false) throws(StoreError) {
        path = folder + "/tierwatch.db"
        guard !isExpected || FileManager.default.fileExists(atPath: path) else {
            throw .noStore(folder: folder)
        }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Self.opening(error, path: path)
        }
        let lock = try OpeningLock(folder: folder)
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(Self.busyTimeoutSeconds)
            configuration.maximumReaderCount = Self.readerCount
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA cache_size=-\(Self.cacheKiB)")
                try db.execute(sql: "PRAGMA temp_store=FILE")
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            // Opening a pool sets NORMAL, which may lose the last commits in a power cut.
            let level = try pool.writeWithoutTransaction { db in
                log.watch(db)
                try db.execute(sql: "PRAGMA synchronous=FULL")
                return try Int.fetchOne(db, sql: "PRAGMA synchronous")
            }
            guard level == Self.fullSynchronous else {
                throw StoreError.cannotOpen(path: path, reason: "its commits would not be durable")
            }
        } catch {
            throw Self.opening(error, path: path)
        }
        let migrator = Schema.migrator
        let isNewer = try read { db in try migrator.hasBeenSuperseded(db) }
        guard !isNewer else { throw .newerVersion(path: path) }
        do {
            try migrator.migrate(pool)
        } catch {
            throw Self.named(error, path: path)
        }
        lock.release()
    }

    /// The same store, used by somebody else, such as `cli:root`.
    public func acting(as actor: String) -> Store {
        var store = self
        store.actor = actor
        return store
    }

    /// Runs a body on one snapshot of the store.
    func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        do {
            return try pool.read(body)
        } catch {
            throw Self.named(error, path: path)
        }
    }

    /// Runs a body as one transaction: all of it is on disk when this returns, or nothing of it.
    ///
    /// - Throws: `StoreError` for faults of the store; an error of the body's own comes through as it is.
    func write<T>(_ body: (Database) throws -> T) throws -> T {
        try named {
            try pool.writeWithoutTransaction { db in
                defer { log.trim(db) }
                return try Self.transaction(db, body)
            }
        }
    }

    /// The same for what somebody is to be told of: whatever can be done later is.
    func writeFirst<T>(_ body: (Database) throws -> T) throws -> T {
        try named { try pool.write(body) }
    }

    /// Does what commits in a hurry left undone.
    public func tidy() { pool.writeWithoutTransaction { db in log.trim(db) } }

    /// Runs a body as one transaction that a power cut may undo, but no end of this process: for what can then be done again.
    ///
    /// It waits for no disk; the next full transaction takes it along.
    func writeSoon<T>(_ body: (Database) throws -> T) throws -> T {
        try named {
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous=NORMAL")
                let result = Result { try Self.transaction(db, body) }
                try db.execute(sql: "PRAGMA synchronous=FULL")
                return try result.get()
            }
        }
    }

    /// Runs a body as one transaction of bulk rows whose keys it looked up itself and whose values were parsed into types that cannot be wrong.
    ///
    /// Having SQLite look up five keys and check twelve ranges a row again more than doubles the time of an import; tests
    /// hold `foreign_key_check` and `integrity_check`, which covers the ranges, clean.
    func writeBulk<T>(_ body: (Database) throws -> T) throws -> T {
        try named {
            try pool.writeWithoutTransaction { db in
                try db.execute(
                    sql: """
                        PRAGMA foreign_keys=OFF; PRAGMA ignore_check_constraints=ON;
                        PRAGMA cache_size=-\(Self.bulkCacheKiB)
                        """)
                defer {
                    try? db.execute(
                        sql: """
                            PRAGMA foreign_keys=ON; PRAGMA ignore_check_constraints=OFF;
                            PRAGMA cache_size=-\(Self.cacheKiB)
                            """)
                    log.trim(db)
                }
                return try Self.transaction(db, body)
            }
        }
    }

    /// Gives faults of the database their sentences.
    private func named<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw Self.named(error, path: path)
        }
    }

    /// What a body gives, run as one transaction on a connection that its caller has set up.
    private static func transaction<T>(_ db: Database, _ body: (Database) throws -> T) throws -> T {
        var result: T?
        try db.inTransaction {
            result = try body(db)
            return .commit
        }
        guard let result else { throw DatabaseError(message: "the transaction gave nothing") }
        return result
    }

    private static func opening(_ error: any Error, path: String) -> StoreError {
        if let fault = error as? StoreError { return fault }
        guard error is DatabaseError else {
            return .cannotOpen(path: path, reason: (error as NSError).localizedDescription)
        }
        return named(error, path: path)
    }

    static func named(_ error: any Error, path: String) -> StoreError {
        guard let error = error as? DatabaseError else { return .ioFailed(path: path, reason: "\(error)") }
        switch error.resultCode {
        case .SQLITE_NOTADB: return .notADatabase(path: path)
        case .SQLITE_FULL: return .diskFull(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy(path: path)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            return .cannotOpen(path: path, reason: error.message ?? "no reason given")
        default: return .ioFailed(path: path, reason: error.message ?? "code \(error.resultCode.rawValue)")
        }
    }
}
