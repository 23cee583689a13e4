internal import Foundation
internal import Logging
internal import Store
internal import SupplyModel
internal import Synchronization

/// The looks of those who see all: noted in a file before the answer goes out, and moved to the trail from time to time.
///
/// So that an answer waits for no transaction, and that no look is lost where the process is killed in between: what is left in the
/// files is moved when it starts again. Looks at the same thing within one such time are one entry with their number; those that
/// were moved just before the process was killed may be entered twice.
final class Looks: Sendable {
    /// Where looks are noted, and where those lie that are being moved.
    private let path: String
    private let movingPath: String
    private let store: Store
    private let logger: Logger
    private let file: Mutex<FileHandle>
    /// Held by whoever moves looks: one does at a time.
    private let moving = NSLock()

    /// Looks that are entered by one transaction.
    static let batchCount = 10_000
    /// Bytes of what was asked for that are noted.
    static let targetBytes = 4_000

    private struct Look: Codable, Hashable {
        var actor: String
        var target: String
        var time: Timestamp
    }

    /// - Throws: where the file cannot be opened.
    init(folder: String, store: Store, logger: Logger) throws {
        path = folder + "/looks.jsonl"
        movingPath = folder + "/looks-moving.jsonl"
        self.store = store
        self.logger = logger
        file = Mutex(try Self.open(path))
    }

    /// Notes a look.
    func note(_ reader: Reader, _ target: String, at time: Timestamp) throws {
        let target = String(decoding: target.utf8.prefix(Self.targetBytes), as: UTF8.self)
        var line = try JSONEncoder().encode(Look(actor: reader.actor, target: target, time: time))
        line.append(UInt8(ascii: "\n"))
        try file.withLock { try $0.write(contentsOf: line) }
    }

    /// Moves what was noted to the trail, for which it may wait; nothing is lost where that fails.
    func move() throws {
        try moving.withLock {
            // What an earlier process was moving, or what could not be moved, comes first.
            if FileManager.default.fileExists(atPath: movingPath) { try enter() }
            let isAny = try file.withLock { handle in
                guard try handle.offset() > 0 else { return false }
                try FileManager.default.moveItem(atPath: path, toPath: movingPath)
                do {
                    let next = try Self.open(path)
                    try handle.close()
                    handle = next
                } catch {
                    try FileManager.default.moveItem(atPath: movingPath, toPath: path)
                    throw error
                }
                return true
            }
            if isAny { try enter() }
        }
    }

    private static func open(_ path: String) throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: path) {
            try Data().write(to: URL(filePath: path))
        }
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        try handle.seekToEnd()
        return handle
    }

    /// Enters the looks that lie ready into the trail, and lets go of their file.
    private func enter() throws {
        let lines = try Data(contentsOf: URL(filePath: movingPath), options: .alwaysMapped)
        let decoder = JSONDecoder()
        var looks: [Look] = []
        var unreadCount = 0
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            do {
                looks.append(try decoder.decode(Look.self, from: line))
            } catch {
                unreadCount += 1
            }
            guard looks.count >= Self.batchCount else { continue }
            try store.noteLooks(Self.merged(looks))
            looks = []
        }
        try store.noteLooks(Self.merged(looks))
        if unreadCount > 0 {
            // A line that a power cut left unfinished is of no look that was answered.
            logger.warning("lines of looks cannot be read", metadata: ["count": "\(unreadCount)"])
        }
        try FileManager.default.removeItem(atPath: movingPath)
    }

    private static func merged(_ looks: [Look]) -> [TrailLook] {
        var merged: [String: TrailLook] = [:]
        for look in looks {
            let key = look.actor + "\n" + look.target
            var one =
                merged[key] ?? TrailLook(actor: look.actor, target: look.target, time: look.time, count: 0)
            one.count += 1
            one.time = max(one.time, look.time)
            merged[key] = one
        }
        return merged.values.sorted { ($0.time, $0.actor, $0.target) < ($1.time, $1.actor, $1.target) }
    }
}
