import Foundation
import Glibc
import TestSupport
import Testing

/// A server written in Python, on a free port of 127.0.0.1, that runs as long as the body of `run`.
struct PythonServer: Sendable {
    let port: Int
    /// Where the server may write; gone after the body.
    let folder: URL

    func url(_ path: String, host: String = "127.0.0.1", scheme: String = "http") -> String {
        "\(scheme)://\(host):\(port)\(path)"
    }

    /// The requests that `receiver.py` has noted until now; it notes one after it answered.
    func requests() throws -> [LoggedRequest] {
        let data = try Data(contentsOf: folder.appending(path: "requests.jsonl"))
        let complete = data.prefix((data.lastIndex(of: 10) ?? -1) + 1)
        return try complete.split(separator: 10).map { line in
            try JSONDecoder().decode(LoggedRequest.self, from: line)
        }
    }

    /// The requests whose path ends with this mark, once there are `count`.
    func requests(marked mark: String, count: Int = 1) throws -> [LoggedRequest] {
        try requests(count: count) { $0.hasSuffix(mark) }
    }

    /// The requests of some paths, once there are `count`; looks `attemptLimit` times.
    func requests(count: Int = 1, ofPath isWanted: (String) -> Bool) throws -> [LoggedRequest] {
        let attemptLimit = 500
        for _ in 0..<attemptLimit {
            let found = try requests().filter { isWanted($0.path) }
            if found.count >= count { return found }
            poll(nil, 0, 20)
        }
        return []
    }

    struct LoggedRequest: Decodable {
        var path: String
        var status: Int
        var req: String
        var headers: [String: String]

        func header(_ name: String) -> String? {
            headers.first { $0.key.lowercased() == name }?.value
        }
    }

    /// The independent receiver of `Tests/Tools`.
    static func receiver<T>(_ body: (PythonServer) async throws -> T) async throws -> T {
        try await run(script: Fixtures.tool("receiver.py"), arguments: ["requests.jsonl"], body)
    }

    /// Starts the script with a port and arguments, waits until it accepts connections, and ends it after the body.
    static func run<T>(
        script: URL, arguments: [String], _ body: (PythonServer) async throws -> T
    ) async throws -> T {
        try await Fixtures.withFolder { folder in
            let port = try freePort()
            let process = Process()
            process.executableURL = Command.python
            process.arguments = [script.path, "\(port)"] + arguments
            process.currentDirectoryURL = folder
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            defer {
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
            try #require(
                accepts(port: port, process),
                "the server did not start; run `make test` once for its packages")
            return try await body(PythonServer(port: port, folder: folder))
        }
    }

    /// Tries to connect until it succeeds, `attemptLimit` times, or until the server has ended.
    private static func accepts(port: Int, _ server: Process) -> Bool {
        let attemptLimit = 1_500
        for _ in 0..<attemptLimit where server.isRunning {
            let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(handle) }
            if withAddress(port: port, { connect(handle, $0, $1) }) == 0 { return true }
            poll(nil, 0, 20)
        }
        return false
    }

    /// A port that nobody listens on: the kernel chose it, and it was closed again.
    static func freePort() throws -> Int {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(handle) }
        try #require(withAddress(port: 0) { bind(handle, $0, $1) } == 0)
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutableBytes(of: &address) { bytes in
            getsockname(handle, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, &length)
        }
        try #require(status == 0)
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func withAddress(
        port: Int, _ call: (UnsafePointer<sockaddr>?, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafeBytes(of: address) { bytes in
            call(bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
    }
}

/// Runs one receiver for a whole suite; tests reach it by `Receiver.current`.
struct Receiver: SuiteTrait, TestScoping {
    @TaskLocal private static var running: PythonServer?

    static var current: PythonServer {
        get throws { try #require(running) }
    }

    func provideScope(
        for test: Test, testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await PythonServer.receiver { server in
            try await Self.$running.withValue(server) { try await function() }
        }
    }
}

extension Trait where Self == Receiver {
    static var receiver: Self { Self() }
}
