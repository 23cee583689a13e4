import Foundation
import TestSupport
import Testing

/// Processes killed at the worst moment: nothing half in, nothing lost, nothing twice but under the same id.
@Suite struct CrashTests {
    static func largeRegister(_ program: Program) throws -> String {
        let rows = (0..<60_000).map { ",厂\($0 % 5_000),310000,,1,auto,板\($0),1,\n" }.joined()
        return try program.file("large.csv", BadInputTests.header + rows)
    }

    @Test func `an import that is killed leaves nothing half in`() throws {
        try Program.inFolder { program in
            let small = try program.file("good.csv", BadInputTests.header + BadInputTests.good)
            try program("import", small, "--registrant", "local:check")
            let large = try Self.largeRegister(program)
            for megabytes in 0..<3 {
                let importing = try program.start(["import", large, "--registrant", "local:check"])
                // The log grows while the transaction is open: this is the moment.
                _ = try importing.wait { program.logBytes > megabytes << 20 }
                importing.signal(SIGKILL)
                let code = importing.end()
                let count = try program.list("suppliers").count
                #expect(count == 1 || count == 5_001)
                let file = program.data + "/tierwatch.db"
                let check = try Command.run(
                    URL(filePath: "/usr/bin/sqlite3"), [file, "PRAGMA integrity_check"])
                #expect(check.text == "ok\n")
                if count == 5_001 { break }
                #expect(code == -SIGKILL)
            }
        }
    }

    @Test func `a run that is killed while it delivers sends the same message again under the same id`()
        throws
    {
        try Program.inFolder { program in
            var program = program
            let receiver = try Receiver(folder: program.folder)
            program.environment = ["OPS_URL": receiver.url("/std?fault=hang"), "OPS_SECRET": Receiver.secret]
            try Scenario.install(in: program)
            let hanging = try program.start(["run"])
            #expect(try hanging.wait { try !program.list("deliveries", "list").isEmpty })
            #expect(
                try hanging.wait {
                    try program.list("deliveries", "list").contains { $0["state"] as? String == "sending" }
                })
            hanging.signal(SIGKILL)
            _ = hanging.end()
            let queued = try program.list("deliveries", "list").compactMap { $0["id"] as? String }
            #expect(queued.count == Scenario.alertCount)

            program.environment["OPS_URL"] = receiver.url("/std")
            let daemon = try program.start(["daemon"])
            #expect(
                try daemon.wait {
                    try program.list("deliveries", "list").allSatisfy {
                        $0["state"] as? String == "delivered"
                    }
                })
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
            #expect(Waiting.until { receiver.requests().filter { $0.status == 200 }.count >= queued.count })
            let answered = receiver.requests().filter { $0.status == 200 }
            #expect(answered.map(\.id).sorted() == queued.sorted())
            #expect(answered.allSatisfy { ($0.body["type"] as? String) == "alert.firing" })
        }
    }

    @Test func `a run that is killed before it is kept is as if it never was`() throws {
        try Program.inFolder { program in
            var program = program
            let receiver = try Receiver(folder: program.folder)
            program.environment = ["OPS_URL": receiver.url("/std"), "OPS_SECRET": Receiver.secret]
            try Scenario.install(in: program)
            for delay in [5_000, 20_000, 60_000, 150_000] as [UInt32] {
                let run = try program.start(["run"])
                usleep(delay)
                run.signal(SIGKILL)
                _ = run.end()
            }
            let daemon = try program.start(["daemon"])
            #expect(
                try daemon.wait {
                    let list = try program.list("deliveries", "list")
                    return !list.isEmpty && list.allSatisfy { $0["state"] as? String == "delivered" }
                })
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
            #expect(try program.list("alerts", "list").count == Scenario.alertCount)
            #expect(
                Waiting.until { receiver.requests().filter { $0.status == 200 }.count >= Scenario.alertCount }
            )
            let ids = Set(receiver.requests().filter { $0.status == 200 }.map(\.id))
            #expect(ids.count == Scenario.alertCount)
        }
    }
}

/// A small register with one rule that it breaks, told to one signed webhook.
enum Scenario {
    static let alertCount = 2

    static func install(in program: Program, rule: String = rule) throws {
        _ = try program.file("Alerts/rules/one.yaml", rule)
        _ = try program.file(
            "Alerts/channels.yaml",
            """
            channels:
              - name: ops
                type: webhook
                url_env: OPS_URL
                secret_env: OPS_SECRET
                allow: [127.0.0.0/8]
            """)
        let rows = ",甲,320500,,1,auto,板,1,\n,乙,310000,,1,auto,灯,1,\n"
        let file = try program.file("list.csv", BadInputTests.header + rows)
        try program("import", file, "--registrant", "local:check")
    }

    static let rule = """
        rules:
          - name: single
            metric: single_source
            op: "=="
            value: 1
            severity: critical
            mutual_aid: true
            summary: {zh: "{{firm}} 的 {{product}} 只有一家供应商", en: "{{firm}} has one supplier of {{product}}"}
        """
}
