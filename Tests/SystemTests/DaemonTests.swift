import Foundation
import TestSupport
import Testing

/// The daemon as its operator knows it.
@Suite struct DaemonTests {
    static func withReceiver(_ body: (Program, Receiver) throws -> Void) throws {
        try Program.inFolder { program in
            var program = program
            let receiver = try Receiver(folder: program.folder)
            program.environment = [
                "OPS_URL": receiver.url("/std"), "OPS_SECRET": Receiver.secret,
                "TIERWATCH_REGISTRANT": "local:check",
            ]
            try body(program, receiver)
        }
    }

    @Test func `from a list in the inbox to a signed alert, and to its end`() throws {
        try Self.withReceiver { program, receiver in
            try Scenario.install(in: program)
            let daemon = try program.start(["daemon"])
            #expect(try daemon.wait { receiver.requests().count >= Scenario.alertCount })
            let second = ",丙,320500,,1,auto,板,1,\n,丁,310000,,1,auto,灯,1,\n"
            _ = try program.file("data/inbox/more.csv", BadInputTests.header + second)
            #expect(try daemon.wait { receiver.requests().count >= 2 * Scenario.alertCount })
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)

            let requests = receiver.requests()
            #expect(requests.allSatisfy { $0.status == 200 })
            #expect(requests.map { $0.body["type"] as? String }.filter { $0 == "alert.resolved" }.count == 2)
            let firing = try #require(requests.first?.body["data"] as? [String: Any])
            #expect(firing["industry"] as? String == "auto")
            #expect(
                firing["provinces"] as? [String] == ["320000"]
                    || firing["provinces"] as? [String] == ["310000"])
            #expect(firing["mutual_aid"] as? Bool == true)
            #expect(firing["ends_at"] is NSNull)
            #expect(try program.list("alerts", "list").isEmpty)
            #expect(try program.list("alerts", "list", "--state", "resolved").count == 2)
            let done = try FileManager.default.contentsOfDirectory(atPath: program.data + "/inbox/done")
            #expect(done.count == 1)
        }
    }

    @Test func `a bad register in the inbox is set aside with its problems`() throws {
        try Self.withReceiver { program, _ in
            try Scenario.install(in: program)
            let daemon = try program.start(["daemon"])
            _ = try program.file("data/inbox/bad.csv", BadInputTests.header + ",乙,亚特兰蒂斯,,1,auto,板,1,\n")
            let refused = program.data + "/inbox/refused"
            #expect(
                try daemon.wait {
                    let names = (try? FileManager.default.contentsOfDirectory(atPath: refused)) ?? []
                    return names.contains { $0.hasSuffix("bad.csv") }
                        && names.contains { $0.hasSuffix("problems.txt") }
                })
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
        }
    }

    @Test func `two daemons never share one store`() throws {
        try Self.withReceiver { program, _ in
            try Scenario.install(in: program)
            let first = try program.start(["daemon"])
            #expect(try first.wait { FileManager.default.fileExists(atPath: program.data + "/daemon.lock") })
            #expect(try first.wait { try !program.list("deliveries", "list").isEmpty })
            let second = try program.start(["daemon"])
            #expect(second.end() == 73)
            #expect(second.printed.contains("another daemon"))
            first.signal(SIGKILL)
            _ = first.end()
            let third = try program.start(["daemon"])
            #expect(try third.wait { third.printed.contains("run ") })
            third.signal(SIGTERM)
            #expect(third.end() == 0)
        }
    }

    @Test func `a hang-up reads the rules again and keeps the old ones if the new are bad`() throws {
        try Self.withReceiver { program, receiver in
            try Scenario.install(in: program)
            let daemon = try program.start(["daemon"])
            #expect(try daemon.wait { receiver.requests().count >= Scenario.alertCount })
            _ = try program.file("Alerts/rules/one.yaml", "rules:\n  - name: broken\n    metric: nonsense\n")
            daemon.signal(SIGHUP)
            #expect(try daemon.wait { daemon.printed.contains("the old stay in force") })
            #expect(daemon.printed.contains("one.yaml:3"))
            _ = try program.file(
                "Alerts/rules/one.yaml", Scenario.rule.replacing("single\n", with: "renamed\n"))
            daemon.signal(SIGHUP)
            #expect(try daemon.wait { daemon.printed.contains("were read again") })
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
        }
    }

    @Test
    func `a register that is being read does not keep the daemon from ending, and is read again`()
        throws
    {
        try Self.withReceiver { program, _ in
            try Scenario.install(in: program)
            let daemon = try program.start(["daemon"])
            let large = try CrashTests.largeRegister(program)
            let inbox = program.data + "/inbox/large.csv"
            #expect(try daemon.wait { FileManager.default.fileExists(atPath: program.data + "/inbox") })
            try FileManager.default.moveItem(atPath: large, toPath: inbox)
            #expect(try Self.isStored(inbox, by: daemon, of: program))
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
            let isInside = try program.list("suppliers").count > 2
            #expect(FileManager.default.fileExists(atPath: inbox) != isInside)
        }
    }

    /// Waits until much of a register in the inbox is on its way into the store, or all of it was taken.
    private static func isStored(
        _ inbox: String, by daemon: Background, of program: Program
    ) throws -> Bool {
        try daemon.wait { program.logBytes > 1 << 20 || !FileManager.default.fileExists(atPath: inbox) }
    }

    @Test func `Ctrl-C ends the daemon in good order`() throws {
        try Self.withReceiver { program, receiver in
            try Scenario.install(in: program)
            let daemon = try program.start(["daemon"])
            #expect(try daemon.wait { receiver.requests().count >= Scenario.alertCount })
            daemon.signal(SIGINT)
            #expect(daemon.end() == 0)
            #expect(daemon.printed.contains("has ended"))
        }
    }

    @Test func `a delivery under way does not keep the daemon from ending`() throws {
        try Self.withReceiver { program, receiver in
            var program = program
            program.environment["OPS_URL"] = receiver.url("/std?fault=hang")
            try Scenario.install(in: program)
            let daemon = try program.start(["daemon"])
            #expect(
                try daemon.wait {
                    try program.list("deliveries", "list").contains { $0["state"] as? String == "sending" }
                })
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
        }
    }
}
