import Foundation
import TestSupport

/// The real program in a scratch folder: what a user types, and what comes back.
struct Program {
    let folder: URL
    var environment: [String: String] = [:]

    static let binary: URL = {
        let beside = Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "tierwatch")
        if let beside, FileManager.default.fileExists(atPath: beside.path) { return beside }
        return Fixtures.root.appending(path: ".build/debug/tierwatch")
    }()

    /// A program with a fresh data folder and the rules that ship with it.
    static func inFolder<T>(_ body: (Program) throws -> T) throws -> T {
        Waiting.forOneDay()
        return try Fixtures.withFolder { try body(Program(folder: $0)) }
    }

    static func inFolder<T>(_ body: (Program) async throws -> T) async throws -> T {
        Waiting.forOneDay()
        return try await Fixtures.withFolder { try await body(Program(folder: $0)) }
    }

    /// The same, with a store in which nobody is registered.
    static func withEmptyStore<T>(_ body: (Program) throws -> T) throws -> T {
        try inFolder { program in
            let file = try program.file("one.csv", BadInputTests.header + BadInputTests.good)
            let result = try program("import", file, "--registrant", "local:check", "--dry-run")
            guard result.status == 0 else { throw Failure(text: result.errorText) }
            return try body(program)
        }
    }

    var data: String { folder.appending(path: "data").path }

    /// The size of the store's write-ahead log.
    var logBytes: Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: data + "/tierwatch.db-wal")
        return attributes?[.size] as? Int ?? 0
    }

    func surroundings() -> [String: String] {
        var inherited = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8"]
        // Where a sanitizer that the program is built with tells what it finds.
        inherited["TSAN_OPTIONS"] = ProcessInfo.processInfo.environment["TSAN_OPTIONS"]
        // Tests run at the same time; one that asks over HTTP names a port of its own.
        return inherited.merging(["TIERWATCH_LISTEN": "off"]) { _, own in own }
            .merging(environment) { _, own in own }
    }

    @discardableResult
    func callAsFunction(_ arguments: String...) throws -> Command {
        try run(arguments)
    }

    func run(_ arguments: [String]) throws -> Command {
        try Command.run(
            Self.binary, arguments + ["--data", data], environment: surroundings(), folder: folder)
    }

    /// The answer of a command as JSON.
    func json(_ arguments: String...) throws -> Any { try json(arguments) }

    func json(_ arguments: [String]) throws -> Any {
        let result = try run(arguments + ["--format", "json"])
        guard result.status == 0 else {
            throw Failure(text: "\(arguments): \(result.status): \(result.errorText)")
        }
        return try JSONSerialization.jsonObject(with: result.output)
    }

    func list(_ arguments: String...) throws -> [[String: Any]] { try list(arguments) }

    func list(_ arguments: [String]) throws -> [[String: Any]] {
        let result = try run(arguments + ["--format", "json"])
        guard result.status == 0,
            let list = try JSONSerialization.jsonObject(with: result.output) as? [[String: Any]]
        else { throw Failure(text: "\(arguments): \(result.status): \(result.errorText)") }
        return list
    }

    /// Writes a file into the scratch folder.
    func file(_ name: String, _ text: String) throws -> String {
        try file(name, Data(text.utf8))
    }

    func file(_ name: String, _ bytes: Data) throws -> String {
        let url = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: url)
        return url.path
    }

    /// Starts a command that goes on in the background.
    func start(_ arguments: [String]) throws -> Background {
        try Background(
            Self.binary, arguments + ["--data", data], environment: surroundings(), folder: folder)
    }

    struct Failure: Error {
        var text: String
    }
}

/// A program that runs beside the test, with what it printed so far.
final class Background {
    let process = Process()
    private let output: URL
    private let errors: URL

    init(_ program: URL, _ arguments: [String], environment: [String: String], folder: URL) throws {
        let name = UUID().uuidString
        output = folder.appending(path: "\(name).out")
        errors = folder.appending(path: "\(name).err")
        try Data().write(to: output)
        try Data().write(to: errors)
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var printed: String {
        [output, errors].map { (try? String(contentsOf: $0, encoding: .utf8)) ?? "" }.joined()
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for the end and returns the exit code, negative for a signal; a program that does not end at all is killed.
    func end() -> Int32 {
        if !Waiting.until({ !process.isRunning }) { signal(SIGKILL) }
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
            ? -process.terminationStatus : process.terminationStatus
    }

    /// Waits until a condition holds, by looking again and again within a limit.
    func wait(until condition: () throws -> Bool) throws -> Bool {
        try Waiting.until { try condition() || !process.isRunning } && condition()
    }
}

/// Looks until something holds, within a limit: what a test does where it can only watch from outside.
enum Waiting {
    static func until(seconds: Double = 600, _ condition: () throws -> Bool) rethrows -> Bool {
        let end = Date().addingTimeInterval(seconds)
        while Date() < end {
            if try condition() { return true }
            usleep(20_000)
        }
        return try condition()
    }

    /// Waits, where China's day is about to end, until the next has begun: days that a test counts hold while it runs.
    static func forOneDay() {
        let daySeconds = 86_400.0
        let leastSeconds = 180.0
        _ = until(seconds: 2 * leastSeconds) {
            let sinceMidnight = (Date().timeIntervalSince1970 + 28_800)
                .truncatingRemainder(dividingBy: daySeconds)
            return daySeconds - sinceMidnight > leastSeconds
        }
    }
}
