internal import Foundation
internal import Intake
internal import Logging
internal import ServiceLifecycle
internal import Store
internal import SupplyModel

/// Takes the registers and events that people put into the inbox folder, once they have stopped growing.
///
/// A file taken goes to `done/`, one refused to `refused/` with its problems beside it. A subfolder with a file `registrant`
/// holds the registers of that registrant; all else belongs to the configuration's. Events are nobody's.
struct InboxService: Service {
    let folder: String
    let registrant: FirmID?
    let importer: Importer
    let store: Store
    /// What events do where their sources do not say.
    let watchbook: Watchbook
    let stopping: Stopping
    let logger: Logger
    let now: @Sendable () -> Timestamp

    /// How often the folder is looked at; a file must look the same twice before it is taken.
    static let tickSeconds = 1.0
    /// A file that stayed in the inbox is tried again after this, or once it changed.
    static let retrySeconds = 60.0

    func run() async throws {
        var earlier: [String: Stamp] = [:]
        var strange: Set<String> = []
        var tried: [String: (stamp: Stamp, until: Timestamp)] = [:]
        for await _ in Ticks(seconds: Self.tickSeconds).cancelOnGracefulShutdown() {
            let known = strange
            let found = files(&strange)
            for path in strange.subtracting(known).sorted() {
                logger.warning(
                    "no regular file, so not read; put a copy of the register here",
                    metadata: ["file": "\(path)"])
            }
            let time = now()
            tried = tried.filter { found[$0.key] == $0.value.stamp && time < $0.value.until }
            let settled = found.filter { earlier[$0.key] == $0.value && tried[$0.key] == nil }
            earlier = found
            for (path, stamp) in settled.sorted(by: { $0.key < $1.key }) where !stopping.isSet {
                tried[path] = (stamp, time.adding(seconds: Self.retrySeconds))
                await take(path)
            }
        }
    }

    /// What a file looks like from outside.
    private struct Stamp: Equatable {
        var size: UInt64
        var changed: Date
    }

    private func files(_ strange: inout Set<String>) -> [String: Stamp] {
        let manager = FileManager.default
        var result: [String: Stamp] = [:]
        var folders = [folder]
        for name in (try? manager.contentsOfDirectory(atPath: folder)) ?? []
        where manager.fileExists(atPath: "\(folder)/\(name)/registrant") {
            folders.append("\(folder)/\(name)")
        }
        for place in folders {
            let names = (try? manager.contentsOfDirectory(atPath: place)) ?? []
            for name in names.prefix(RegisterFolder.fileLimit) where Self.isTaken(name) {
                let path = "\(place)/\(name)"
                guard let attributes = try? manager.attributesOfItem(atPath: path) else { continue }
                guard attributes[.type] as? FileAttributeType == .typeRegular else {
                    strange.insert(path)
                    continue
                }
                result[path] = Stamp(
                    size: attributes[.size] as? UInt64 ?? 0,
                    changed: attributes[.modificationDate] as? Date ?? .distantPast)
            }
        }
        return result
    }

    private static func isTaken(_ name: String) -> Bool {
        RegisterFolder.isRegister(name) || EventFile.isMessage(name)
    }

    private func take(_ path: String) async {
        if await isOfEvents(path) { return await takeEvents(path) }
        do {
            guard let registrant = try registrant(of: path) else {
                logger.error(
                    "nobody is named as registrant of a register in the inbox; set `registrant` in tierwatch.yaml",
                    metadata: ["file": "\(path)"])
                return
            }
            let summary = try await load(path, registrant)
            let isRefused = !summary.problems.isEmpty
            logger.info(
                isRefused ? "a register was refused" : "a register was taken",
                metadata: [
                    "file": "\(path)", "accepted": "\(summary.accepted)", "unchanged": "\(summary.unchanged)",
                    "problems": "\(summary.problems.count)",
                ])
            move(path, to: isRefused ? "refused" : "done", problems: summary.problems)
        } catch is CancellationError {
            logger.info(
                "stopped while reading a register; it stays in the inbox", metadata: ["file": "\(path)"])
        } catch let error as StoreError {
            logger.error(
                "a register could not be stored; it stays in the inbox", metadata: ["reason": "\(error)"])
        } catch {
            logger.error("a register was refused", metadata: ["file": "\(path)", "reason": "\(error)"])
            let problem = Problem(
                file: path, line: 0, column: "", code: "unreadable", value: "", message: "\(error)")
            move(path, to: "refused", problems: [problem])
        }
    }

    private func load(_ path: String, _ registrant: FirmID) async throws -> ImportSummary {
        let importer = importer
        let now = now
        let stopping = stopping
        return try await offPool {
            try importer.load([path], registrant: registrant, options: ImportOptions(), now: now) { _, _ in
                if stopping.isSet { throw CancellationError() }
            }
        }
    }

    private func isOfEvents(_ path: String) async -> Bool {
        do {
            return try await offPool { EventImporter.takes(path) }
        } catch {
            return false
        }
    }

    private func takeEvents(_ path: String) async {
        let importer = EventImporter(
            store: store, gazetteer: Gazetteer(), assumptions: watchbook.current.assumptions)
        let now = now
        do {
            let summary = try await offPool { try importer.load([path], now: now()) }
            let isRefused = !summary.problems.isEmpty
            for warning in summary.warnings {
                logger.warning(
                    "a file of events is not taken as a whole",
                    metadata: ["file": "\(path)", "reason": "\(warning.message)"])
            }
            logger.info(
                isRefused ? "events were refused" : "events were taken",
                metadata: [
                    "file": "\(path)", "accepted": "\(summary.accepted)", "unchanged": "\(summary.unchanged)",
                    "problems": "\(summary.problems.count)",
                ])
            move(path, to: isRefused ? "refused" : "done", problems: summary.problems)
        } catch let error as StoreError {
            logger.error(
                "events could not be stored; the file stays in the inbox", metadata: ["reason": "\(error)"])
        } catch {
            logger.error("events were refused", metadata: ["file": "\(path)", "reason": "\(error)"])
            let problem = Problem(
                file: path, line: 0, column: "", code: "unreadable", value: "", message: "\(error)")
            move(path, to: "refused", problems: [problem])
        }
    }

    /// Who declares what lies beside a file `registrant`; the configuration's where there is none.
    private func registrant(of path: String) throws -> FirmID? {
        let note = URL(filePath: path).deletingLastPathComponent().appending(path: "registrant")
        guard FileManager.default.fileExists(atPath: note.path) else { return registrant }
        return try FirmID(try String(contentsOf: note, encoding: .utf8))
    }

    private func move(_ path: String, to name: String, problems: [Problem]) {
        do {
            try place(path, in: name, problems: problems)
        } catch {
            logger.error(
                "a register that was read cannot be moved out of the inbox",
                metadata: ["file": "\(path)", "reason": "\(error)"])
        }
    }

    private func place(_ path: String, in name: String, problems: [Problem]) throws {
        let source = URL(filePath: path)
        let target = URL(filePath: folder).appending(path: name)
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        let stamp = now().rfc3339(offsetMinutes: 0).replacing(":", with: "")
        let moved = target.appending(path: "\(stamp)-\(source.lastPathComponent)")
        try FileManager.default.moveItem(at: source, to: moved)
        guard !problems.isEmpty else { return }
        let lines = problems.map { "\($0.place): \($0.column): \($0.message)" }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(
            to: moved.appendingPathExtension("problems.txt"))
    }
}
