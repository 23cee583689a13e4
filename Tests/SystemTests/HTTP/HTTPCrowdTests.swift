import Foundation
import Glibc
import TestSupport
import Testing

/// Crowds that connect and say nothing: they take room from nobody, and are closed in the end.
@Suite struct HTTPCrowdTests {
    /// Connections that are held at once, where the system lets a process have as many.
    private static let mostCount = 10_000
    /// Files that the daemon, which keeps room for other things than connections, and the crowd have open besides.
    private static let besidesCount = 1_100

    /// As many connections as both sides may have open here.
    private static func count() throws -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw Program.Failure(text: "the limit of open files cannot be read")
        }
        return min(mostCount, Int(clamping: limit.rlim_max) - besidesCount)
    }

    private static func crowd(_ daemon: HTTPDaemon, _ arguments: String...) throws -> Background {
        try Background(
            Command.python, [Fixtures.tool("crowd.py").path, "\(daemon.port)"] + arguments, environment: [:],
            folder: daemon.program.folder)
    }

    /// Files and connections that the daemon has open.
    private static func openCount(_ daemon: HTTPDaemon) throws -> Int {
        let process = daemon.background.process.processIdentifier
        return try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
    }

    @Test func `10,000 idle connections keep nobody from being answered, nor monitoring from its runs`()
        throws
    {
        let count = try Self.count()
        try #require(count > 0, "the system lets a process open too few files for a crowd")
        let settings = ["TIERWATCH_REGISTRANT": "local:check", "TIERWATCH_IDLE_SECONDS": "600"]
        try HTTPDaemon.run(settings) { daemon in
            _ = try daemon.waitForAlerts()
            let crowd = try Self.crowd(daemon, "idle", "\(count)", "--seconds", "600")
            #expect(try crowd.wait { try Self.openCount(daemon) >= count })
            for _ in 0..<20 { #expect(try daemon.ask("GET", "/firms").status == 200) }
            let second = BadInputTests.header + ",丁,320500,,1,auto,灯,1,\n"
            _ = try daemon.program.file("data/inbox/more.csv", second)
            #expect(
                try daemon.background.wait {
                    try daemon.ask("GET", "/alerts").list.contains {
                        ($0["labels"] as? [String: String])?["product"] == "灯"
                    }
                })
            #expect(try Self.openCount(daemon) >= count && daemon.ask("GET", "/ready").status == 200)
            crowd.signal(SIGKILL)
            #expect(try daemon.background.wait { try Self.openCount(daemon) < Self.besidesCount })
            #expect(try daemon.ask("GET", "/ready").status == 200)
        }
    }

    @Test func `connections over which nobody asks are closed without a word`() throws {
        try HTTPDaemon.run(["TIERWATCH_IDLE_SECONDS": "1"]) { daemon in
            for kind in ["idle", "drops"] {
                let crowd = try Self.crowd(daemon, kind, "300", "--seconds", "60")
                #expect(crowd.end() == 0)
                let told = try #require(
                    try JSONSerialization.jsonObject(with: Data(crowd.printed.utf8)) as? [String: Any])
                #expect(told["made"] as? Int == 300 && told["closed"] as? Int == 300, "\(kind): \(told)")
                #expect((told["answers"] as? [String: Int])?.isEmpty ?? false, "\(kind): \(told)")
            }
            #expect(try daemon.ask("GET", "/health").status == 200)
        }
    }
}
