import Foundation
import TestSupport
import Testing

/// That what was done is seen by the next answer, and that nobody's work holds up others'.
@Suite struct HTTPOrderTests {
    /// Another program that is writing to a store, until it ends.
    private final class Writer {
        private let process = Process()
        private let input = Pipe()

        init(_ store: String) throws {
            let output = Pipe()
            process.executableURL = URL(filePath: "/usr/bin/sqlite3")
            process.arguments = [store]
            process.standardInput = input
            process.standardOutput = output
            try process.run()
            input.fileHandleForWriting.write(
                Data(".timeout 20000\nBEGIN IMMEDIATE;\nSELECT 'writing';\n".utf8))
            guard output.fileHandleForReading.availableData == Data("writing\n".utf8) else {
                throw Program.Failure(text: "the store cannot be locked")
            }
        }

        func end() throws {
            try input.fileHandleForWriting.close()
            process.waitUntilExit()
        }
    }

    @Test func `what a registrant does is in the next answer that it gets`() throws {
        try HTTPDaemon.run { daemon in
            daemon.token = try daemon.makeToken(
                "erp", "--scope", "read", "--scope", "write", "--registrant", "local:check")
            let supplier = try #require(
                try daemon.ask("GET", "/suppliers").list.first?["id"] as? String)
            let product = try #require(try daemon.ask("GET", "/links").list.first?["product"] as? String)
            #expect(try daemon.ask("GET", "/invitations").list.isEmpty)
            let made = try daemon.ask(
                "POST", "/invitations", json: #"{"supplier": "\#(supplier)", "product": "\#(product)"}"#)
            #expect(made.status == 201, "\(made.text)")
            #expect(try daemon.ask("GET", "/invitations").list.first?["state"] as? String == "active")
            let id = try #require(try made.object["id"] as? String)
            #expect(try daemon.ask("DELETE", "/invitations/\(id)").status == 200)
            #expect(try daemon.ask("GET", "/invitations").list.isEmpty)
        }
    }

    @Test func `a token that is revoked while its register is still coming declares nothing`() throws {
        try HTTPDaemon.run { daemon in
            let token = try daemon.makeToken("erp", "--scope", "write", "--registrant", "local:check")
            let admin = try daemon.makeToken("desk", "--scope", "admin")
            let body = Data((BadInputTests.header + ",乙,320500,,1,auto,板,1,\n").utf8)
            let wire = try Wire(daemon.port)
            wire.send(
                "POST /api/v1/registrations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n"
                    + "Content-Type: text/csv\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n")
            wire.send(body.prefix(10))
            // Until the head has been read the token is good.
            let folder = daemon.program.data + "/uploads"
            #expect(
                try Waiting.until { try !FileManager.default.contentsOfDirectory(atPath: folder).isEmpty })
            #expect(try daemon.program("token", "revoke", "erp").status == 0)
            daemon.token = token
            #expect(try Waiting.until { try daemon.ask("GET", "/firms").status == 401 })
            wire.send(body.dropFirst(10))
            #expect(wire.readToEnd())
            #expect(try HTTPAnswer(wire.received).code == "no_token", "\(wire.text)")
            daemon.token = admin
            #expect(try daemon.ask("GET", "/firms?search=%E4%B9%99").list.isEmpty)
        }
    }

    /// Looks of who sees all are moved to the trail every two seconds; that waits for whoever writes, and once made readers wait too.
    @Test func `readers are answered while another program writes for long`() throws {
        try HTTPDaemon.run(["TIERWATCH_RATE_LIMIT": "10000"]) { daemon in
            daemon.token = try daemon.makeToken("desk", "--scope", "coordinate")
            #expect(try daemon.ask("GET", "/firms").status == 200)
            let writer = try Writer(daemon.program.data + "/tierwatch.db")
            let begun = Date()
            var answers: [Int] = []
            while Date().timeIntervalSince(begun) < 5 {
                answers.append(try daemon.ask("GET", "/firms").status)
            }
            #expect(Set(answers) == [200])
            try writer.end()
            func looks() throws -> Int {
                try daemon.program.list("audit", "list", "--action", "look")
                    .filter { $0["subject"] as? String == "/api/v1/firms" }
                    .compactMap { ($0["detail"] as? [String: Any])?["count"] as? String }
                    .compactMap { Int($0) }.reduce(0, +)
            }
            #expect(try Waiting.until { try looks() == answers.count + 1 }, "each look is in the trail")
        }
    }

    @Test func `what a coordinator supposes is in the trail with the question`() throws {
        try HTTPDaemon.run { daemon in
            daemon.token = try daemon.makeToken("desk", "--scope", "coordinate")
            #expect(try daemon.ask("POST", "/what-if", json: #"{"regions": ["320000"]}"#).status == 200)
            #expect(
                try Waiting.until {
                    try daemon.program.list("audit", "list", "--action", "look")
                        .contains { ($0["subject"] as? String ?? "").contains("320000") }
                })
        }
    }
}
