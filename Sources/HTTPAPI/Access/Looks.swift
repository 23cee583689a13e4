internal import Foundation
internal import Store
internal import SupplyModel
internal import Synchronization

/// The looks of those who see all: noted in a file before the answer goes out, and moved to the trail from time to time.
///
/// So that an answer waits for no transaction, and that no look is lost where the process is killed in between: what is left in the
/// file is moved when it starts again. Looks at the same thing within one such time are one entry with their number.
final class Looks: Sendable {
    private let path: String
    private let store: Store
    private let file: Mutex<FileHandle>

    /// Looks that are read at once from what an earlier process left.
    static let lineLimit = 1_000_000

    private struct Look: Codable, Hashable {
        var actor: String
        var target: String
        var time: Timestamp
    }

    /// - Throws: where the file cannot be opened.
    init(folder: String, store: Store) throws {
        path = folder + "/looks.jsonl"
        self.store = store
        if !FileManager.default.fileExists(atPath: path) {
            try Data().write(to: URL(filePath: path))
        }
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        try handle.seekToEnd()
        file = Mutex(handle)
    }

    /// Notes a look.
    func note(_ reader: Reader, _ target: String, at time: Timestamp) throws {
        var line = try JSONEncoder().encode(Look(actor: reader.actor, target: target, time: time))
        line.append(UInt8(ascii: "\n"))
        try file.withLock { try $0.write(contentsOf: line) }
    }

    /// Moves what was noted to the trail; nothing is lost where that fails.
    func move() throws {
        try file.withLock { handle in
            guard try handle.offset() > 0 else { return }
            try handle.seek(toOffset: 0)
            let lines = try handle.readToEnd() ?? Data()
            let decoder = JSONDecoder()
            // A line that a power cut left unfinished is no look that was answered.
            let looks = lines.split(separator: UInt8(ascii: "\n")).prefix(Self.lineLimit).compactMap {
                try? decoder.decode(Look.self, from: $0)
            }
            try store.noteLooks(Self.merged(looks))
            try handle.truncate(atOffset: 0)
        }
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
