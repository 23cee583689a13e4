import Foundation
import TestSupport
import Testing

/// Clients that mean no good: each is answered or cut off, while others are served and monitoring goes on.
@Suite struct HTTPHostileTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var bytes: String

        init(_ name: String, _ bytes: String) {
            testDescription = name
            self.bytes = bytes
        }
    }

    private static let host = "Host: localhost\r\n"
    private static let post = "POST /api/v1/what-if HTTP/1.1\r\n\(host)Content-Type: application/json\r\n"

    static let malformed = [
        Case("no HTTP", "\u{16}\u{3}\u{1}\r\n\r\n"),
        Case("HTTP/0.9", "GET /api/v1/firms\r\n\r\n"),
        Case("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        Case("HTTP/9.9", "GET / HTTP/9.9\r\n\(host)\r\n"),
        Case("a method that nobody knows", "X /api/v1/firms HTTP/1.1\r\n\(host)\r\n"),
        Case("a bad method", "G@T /api/v1/firms HTTP/1.1\r\n\(host)\r\n"),
        Case("a zero character in a header", "GET /api/v1/firms HTTP/1.1\r\n\(host)X: a\0b\r\n\r\n"),
        Case("a lone carriage return in a header", "GET /api/v1/firms HTTP/1.1\r\n\(host)X: a\rY: b\r\n\r\n"),
        Case("a space in a header's name", "GET /api/v1/firms HTTP/1.1\r\n\(host)X Y: a\r\n\r\n"),
        Case("a space before the colon", "\(post)Content-Length : 2\r\n\r\n{}"),
        Case("two lengths", "\(post)Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x"),
        Case(
            "a length and chunks", "\(post)Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Case("a length of letters", "\(post)Content-Length: two\r\n\r\n{}"),
        Case("a negative length", "\(post)Content-Length: -2\r\n\r\n{}"),
        Case("a chunk of letters", "\(post)Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n"),
        Case(
            "a chunk beyond all numbers", "\(post)Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\n{}"
        ),
        Case(
            "a huge header",
            "GET /api/v1/firms HTTP/1.1\r\n\(host)X: \(String(repeating: "a", count: 200_000))\r\n\r\n"),
        Case("a huge target", "GET /\(String(repeating: "a", count: 200_000)) HTTP/1.1\r\n\(host)\r\n"),
        Case(
            "10,000 headers",
            "GET /api/v1/firms HTTP/1.1\r\n\(host)" + (0..<10_000).map { "X\($0): a\r\n" }.joined() + "\r\n"),
    ]

    @Test func `what is not HTTP is answered 400 or cut off, and never answered twice`() throws {
        try HTTPDaemon.run { daemon in
            for one in Self.malformed {
                let wire = try Wire(daemon.port)
                wire.send(one.bytes)
                wire.endSending()
                #expect(wire.readToEnd(), "\(one.testDescription) is kept open")
                let answers = wire.text.components(separatedBy: "HTTP/1.1 ").dropFirst()
                #expect(answers.count <= 1, "\(one.testDescription): \(wire.text.prefix(300))")
                for answer in answers {
                    #expect(
                        ["400", "414", "431"].contains(answer.prefix(3)),
                        "\(one.testDescription): \(answer.prefix(200))")
                }
                #expect(try daemon.ask("GET", "/health").status == 200, "\(one.testDescription)")
            }
        }
    }

    /// Places that take a body of JSON or a register.
    @Test(arguments: ["/what-if", "/registrations?registrant=local:x"])
    func `a body that is too large or has no end gets 413, and the connection ends`(place: String) throws {
        try HTTPDaemon.run(["TIERWATCH_UPLOAD_LIMIT_MB": "1"]) { daemon in
            let type = place == "/what-if" ? "application/json" : "text/csv"
            let head = "POST /api/v1\(place) HTTP/1.1\r\n\(Self.host)Content-Type: \(type)\r\n"
            let announced = try Wire(daemon.port)
            announced.send("\(head)Content-Length: 99999999999\r\n\r\n")
            Self.pour(Data(repeating: 97, count: 65_536), into: announced)
            #expect(
                announced.readToEnd() && announced.text.hasPrefix("HTTP/1.1 413"),
                "\(announced.text.prefix(200))")

            let endless = try Wire(daemon.port)
            endless.send("\(head)Transfer-Encoding: chunked\r\n\r\n")
            let chunk = Data("10000\r\n".utf8) + Data(repeating: 97, count: 65_536) + Data("\r\n".utf8)
            Self.pour(chunk, into: endless)
            #expect(
                endless.readToEnd() && endless.text.hasPrefix("HTTP/1.1 413"), "\(endless.text.prefix(200))")
            #expect(try daemon.ask("GET", "/health").status == 200)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: daemon.program.data + "/uploads").isEmpty)
        }
    }

    /// Bytes that reach nobody within the second that an answer is given to arrive.
    private static let pouredLimit = 8 << 30

    /// Sends until the other side takes no more.
    private static func pour(_ bytes: Data, into wire: Wire) {
        var sent = 0
        while sent < pouredLimit, wire.send(bytes) { sent += bytes.count }
        #expect(sent < pouredLimit)
    }

    @Test func `1,000 idle connections keep nobody from being answered, nor monitoring from its runs`() throws
    {
        try HTTPDaemon.run(["TIERWATCH_REGISTRANT": "local:check"]) { daemon in
            var idle = try (0..<990).map { _ in try Wire(daemon.port) }
            for wire in idle.suffix(200) { wire.send("GET /api/v1/firms HTTP/1.1\r\nHost: ") }
            for _ in 0..<20 { #expect(try daemon.ask("GET", "/firms").status == 200) }
            let second = BadInputTests.header + ",丁,320500,,1,auto,灯,1,\n"
            _ = try daemon.program.file("data/inbox/more.csv", second)
            #expect(
                try daemon.background.wait {
                    try daemon.ask("GET", "/alerts").list.contains {
                        ($0["labels"] as? [String: String])?["product"] == "灯"
                    }
                })
            idle.removeAll()
            #expect(try daemon.ask("GET", "/ready").status == 200)
        }
    }

    @Test func `where the system lets a process open few files, idle connections leave room for monitoring`()
        throws
    {
        try Program.inFolder { program in
            var program = program
            program.environment["TIERWATCH_LISTEN"] = "127.0.0.1:0"
            program.environment["TIERWATCH_REGISTRANT"] = "local:check"
            _ = try program.file("Alerts/rules/one.yaml", HTTPDaemon.rule)
            _ = try program.file("Alerts/channels.yaml", "channels: []\n")
            let file = try program.file("one.csv", BadInputTests.header + BadInputTests.good)
            #expect(try program("import", file, "--registrant", "local:check").status == 0)
            let command = "ulimit -n 400; exec '\(Program.binary.path)' daemon --data '\(program.data)'"
            let daemon = try Background(
                URL(filePath: "/bin/bash"), ["-c", command], environment: program.surroundings(),
                folder: program.folder)
            let port = try HTTPDaemon.port(of: daemon)
            let idle = try (0..<500).map { _ in try Wire(port) }
            let second = BadInputTests.header + ",丁,320500,,1,auto,灯,1,\n"
            _ = try program.file("data/inbox/more.csv", second)
            #expect(try daemon.wait { try program.list("alerts", "list").count == 2 })
            withExtendedLifetime(idle) {}
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
        }
    }

    @Test func `requests that follow one another at once are answered in their order`() throws {
        try HTTPDaemon.run { daemon in
            let wire = try Wire(daemon.port)
            let places = ["health", "nothing", "ready", "firms"]
            wire.send(
                places.map {
                    "GET /api/v1/\($0) HTTP/1.1\r\n\(Self.host)"
                        + ($0 == "firms" ? "Connection: close\r\n" : "") + "\r\n"
                }.joined())
            #expect(wire.readToEnd())
            let statuses = wire.text.components(separatedBy: "HTTP/1.1 ").dropFirst().map { $0.prefix(3) }
            #expect(statuses == ["200", "404", "200", "200"])
        }
    }

    @Test func `who goes away leaves nothing behind`() throws {
        try HTTPDaemon.run { daemon in
            for round in 0..<20 {
                let wire = try Wire(daemon.port)
                wire.send(
                    "POST /api/v1/registrations?registrant=local:x HTTP/1.1\r\n\(Self.host)Content-Type: text/csv\r\n"
                        + "Idempotency-Key: k\(round % 2)\r\nContent-Length: 1000\r\n\r\nsupplier_name,")
            }
            let folder = daemon.program.data + "/uploads"
            #expect(
                try Waiting.until { try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty })
            let body = Data((BadInputTests.header + BadInputTests.good).utf8)
            #expect(
                try Waiting.until {
                    try daemon.upload("registrant=local:x", body, ["Idempotency-Key": "k1"]).status == 201
                })
            #expect(try daemon.ask("GET", "/registrations").list.count == 1)
        }
    }
}
