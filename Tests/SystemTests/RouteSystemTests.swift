import Foundation
import TestSupport
import Testing

/// Routes as an operator knows them: what they write, and what arrives.
@Suite struct RouteSystemTests {
    private func withRoutes(
        _ routes: String, _ body: (Program, Receiver) throws -> Void
    ) throws {
        try DaemonTests.withReceiver { program, receiver in
            try Scenario.install(in: program)
            _ = try program.file("Alerts/routes.yaml", routes)
            try body(program, receiver)
        }
    }

    @Test func `alerts of one group arrive in one signed message, and their ends in the next`() throws {
        try withRoutes("route: {channels: [ops], group_by: [rule]}") { program, receiver in
            #expect(try program("run").status == 0)
            let first = try #require(receiver.requests().first)
            #expect(receiver.requests().count == 1 && first.status == 200)
            #expect(first.body["type"] as? String == "alert.group")
            let data = try #require(first.body["data"] as? [String: Any])
            #expect(data["firing"] as? Int == 2 && data["resolved"] as? Int == 0)
            #expect(data["labels"] as? [String: String] == ["rule": "single"])
            let alerts = try #require(data["alerts"] as? [[String: Any]])
            #expect(alerts.map { $0["state"] as? String } == ["firing", "firing"])

            let second = try program.file(
                "more.csv", BadInputTests.header + ",丙,320500,,1,auto,板,1,\n")
            #expect(try program("import", second, "--registrant", "local:check").status == 0)
            #expect(try program("run").status == 0)
            let end = try #require(receiver.requests().last?.body["data"] as? [String: Any])
            #expect(end["firing"] as? Int == 1 && end["resolved"] as? Int == 1)
            #expect(try program("run").status == 0)
            #expect(receiver.requests().count == 2)
        }
    }

    @Test func `a wait ends without another run`() throws {
        try withRoutes("route: {channels: [ops], group_by: [rule], group_wait: 2s}") { program, receiver in
            let result = try program.json("run") as? [String: Any]
            #expect(result?["firing"] as? Int == 2 && result?["delivered"] as? Int == 0)
            #expect(receiver.requests().isEmpty)
            let daemon = try program.start(["daemon"])
            #expect(try daemon.wait { receiver.requests().count == 1 })
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
        }
    }

    @Test func `a fault of the channels is told once, however many routes name them`() throws {
        try withRoutes("route: {channels: [ops]}") { program, _ in
            _ = try program.file("Alerts/channels.yaml", "channels: [\n")
            let result = try program("rules", "check")
            #expect(result.status == 78)
            #expect(result.errorText.split(separator: "\n").count == 1, "\(result.errorText)")
        }
    }

    @Test(arguments: ["channels.yaml", "routes.yaml"])
    func `a link to a file that is lost is a fault, and no file that is not there`(name: String) throws {
        try withRoutes("route: {channels: [ops]}") { program, _ in
            let file = program.folder.appending(path: "Alerts/\(name)")
            try FileManager.default.removeItem(at: file)
            try FileManager.default.createSymbolicLink(
                atPath: file.path, withDestinationPath: "/nonexistent/\(name)")
            let result = try program("run")
            #expect(
                result.status == 78 && result.errorText.contains("Alerts/\(name):"), "\(result.errorText)")
        }
    }

    @Test func `routes with faults are refused by rules check, each with its place`() throws {
        try withRoutes("route:\n  channels: [nobody]\n  group_wait: soon\n") { program, _ in
            let result = try program("rules", "check")
            #expect(result.status == 78)
            #expect(result.errorText.contains("routes.yaml:2:14: route.channels[0]:"))
            #expect(result.errorText.contains("routes.yaml:3:15: route.group_wait:"))
            #expect(try program("run").status == 78)
        }
    }
}
