internal import Foundation
internal import Intake
internal import Logging
internal import Pacing
internal import ServiceLifecycle
internal import Store
internal import SupplyModel

/// Takes the registers, the answers of surveys and the events that people put into the inbox folder, once they have stopped growing.
///
/// A sheet of answers is what its header makes one; every other file is read as a register, which says what is wrong with it.
/// A file taken goes to `done/`, with what is doubtful about it beside it, one refused to `refused/` with its problems. A subfolder
/// with a file `registrant` holds the registers of that registrant; all else belongs to the configuration's. Events are nobody's.
struct InboxService: Service {
    let folder: String
    let registrant: FirmID?
    let importer: Importer
    /// What answers are held to.
    let inquiry: Inquiry
    /// What events do where their sources do not say.
    let watchbook: Watchbook
    let stopping: Stopping
    let logger: Logger
    let now: @Sendable () -> Timestamp

    /// How often the folder is looked at; a file must look the same twice before it is taken.
    static let tickSeconds = 1.0
    /// A file that stayed in the inbox is tried again after this, or once it changed.
    static let retrySeconds = 60.0
    /// Warnings about one file that are logged; all of them stand beside it.
    static let toldWarnings = 20

    func run() async throws {
        var earlier: [String: Stamp] = [:]
        var strange: Set<String> = []
        var tried: [String: (stamp: Stamp, until: Timestamp)] = [:]
        for await _ in Ticks(seconds: Self.tickSeconds).cancelOnGracefulShutdown() {
            let known = strange
            let found = files(&strange)
            for path in strange.subtracting(known).sorted() {
                logger.warning(
                    "no regular file of a plain name, so not read; put a copy of the register here",
                    metadata: ["file": "\(path)"])
            }
            let time = now()
            tried = tried.filter { found[$0.key] == $0.value.stamp && time < $0.value.until }
            let settled = found.filter { earlier[$0.key] == $0.value && tried[$0.key] == nil }
            earlier = found
            for (path, kind) in try await inOrder(settled.keys.sorted()) where !stopping.isSet {
                tried[path] = found[path].map { ($0, time.adding(seconds: Self.retrySeconds)) }
                await take(path, kind)
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
                // A name that breaks a line of the log, or turns it around, could pass for another line.
                guard Answer.printable(name) == name else {
                    strange.insert(Answer.printable(path))
                    continue
                }
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

    /// What a file is taken for.
    private enum Kind: String {
        case register = "a register was"
        case answers = "answers of a survey were"
        case events = "events were"

        /// A file that cannot be read is a register: reading it as one says why.
        init(of path: String) {
            if EventImporter.takes(path) {
                self = .events
                return
            }
            do throws(IntakeError) {
                self = try RegisterKind(ofFile: path) == .status ? .answers : .register
            } catch {
                self = .register
            }
        }
    }

    /// Registers first: answers are about firms that those may bring.
    private func inOrder(_ paths: [String]) async throws -> [(path: String, kind: Kind)] {
        guard !paths.isEmpty else { return [] }
        let kinds = try await offPool { paths.map { (path: $0, kind: Kind(of: $0)) } }
        return kinds.filter { $0.kind == .register } + kinds.filter { $0.kind != .register }
    }

    private func take(_ path: String, _ kind: Kind) async {
        do {
            guard let summary = try await load(path, kind) else {
                logger.error(
                    "nobody is named as registrant of a register in the inbox; set `registrant` in tierwatch.yaml",
                    metadata: ["file": "\(path)"])
                return
            }
            let isRefused = !summary.problems.isEmpty
            tell(of: summary.warnings, in: path)
            logger.info(
                isRefused ? "\(kind.rawValue) refused" : "\(kind.rawValue) taken",
                metadata: [
                    "file": "\(path)", "accepted": "\(summary.accepted)", "unchanged": "\(summary.unchanged)",
                    "problems": "\(summary.problems.count)",
                ])
            if isRefused {
                move(path, to: "refused", with: "problems", summary.problems)
            } else {
                move(path, to: "done", with: "warnings", summary.warnings)
            }
        } catch is CancellationError {
            logger.info("stopped while reading a file; it stays in the inbox", metadata: ["file": "\(path)"])
        } catch let error as StoreError {
            logger.error(
                "\(kind.rawValue) not stored; the file stays in the inbox", metadata: ["reason": "\(error)"])
        } catch {
            logger.error("\(kind.rawValue) refused", metadata: ["file": "\(path)", "reason": "\(error)"])
            let problem = Problem(
                file: path, line: 0, column: "", code: "unreadable", value: "", message: "\(error)")
            move(path, to: "refused", with: "problems", [problem])
        }
    }

    /// Says the first of what is doubtful about a file, and how much more there is.
    private func tell(of warnings: [Problem], in path: String) {
        for warning in warnings.prefix(Self.toldWarnings) {
            logger.warning(
                "a file is not taken just as it stands",
                metadata: ["file": "\(path)", "line": "\(warning.line)", "reason": "\(warning.message)"])
        }
        guard warnings.count > Self.toldWarnings else { return }
        logger.warning(
            "there is more to say of a file; see beside it",
            metadata: ["file": "\(path)", "warnings": "\(warnings.count)"])
    }

    /// What became of a file; nil where it is not known in whose name it is.
    ///
    /// Events are in nobody's.
    private func load(_ path: String, _ kind: Kind) async throws -> ImportSummary? {
        let (importer, inquiry, now, stopping) = (importer, inquiry, now, stopping)
        if kind == .events {
            let events = EventImporter(
                store: inquiry.store, gazetteer: inquiry.gazetteer,
                assumptions: watchbook.current.assumptions)
            return try await Aside.run { try events.load([path], now: now()) }
        }
        guard let registrant = try registrant(of: path) else { return nil }
        return try await Aside.run {
            if kind == .answers {
                return try StatusImporter(inquiry, now: now()).load(path, registrant: registrant)
            }
            let options = ImportOptions()
            return try importer.load([path], registrant: registrant, options: options, now: now) { _, _ in
                if stopping.isSet { throw CancellationError() }
            }
        }
    }

    /// Who declares what lies beside a file `registrant`; the configuration's where there is none.
    private func registrant(of path: String) throws -> FirmID? {
        let note = URL(filePath: path).deletingLastPathComponent().appending(path: "registrant")
        guard FileManager.default.fileExists(atPath: note.path) else { return registrant }
        return try FirmID(try String(contentsOf: note, encoding: .utf8))
    }

    private func move(_ path: String, to name: String, with kind: String, _ told: [Problem]) {
        do {
            try place(path, in: name, with: kind, told)
        } catch {
            logger.error(
                "a register that was read cannot be moved out of the inbox",
                metadata: ["file": "\(path)", "reason": "\(error)"])
        }
    }

    private func place(_ path: String, in name: String, with kind: String, _ told: [Problem]) throws {
        let source = URL(filePath: path)
        let target = URL(filePath: folder).appending(path: name)
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        let stamp = now().rfc3339(offsetMinutes: 0).replacing(":", with: "")
        let moved = target.appending(path: "\(stamp)-\(source.lastPathComponent)")
        try FileManager.default.moveItem(at: source, to: moved)
        guard !told.isEmpty else { return }
        let lines = told.map { "\($0.place): \($0.column.isEmpty ? "" : $0.column + ": ")\($0.message)" }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(
            to: moved.appendingPathExtension("\(kind).txt"))
    }
}
