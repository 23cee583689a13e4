import Foundation
import TestSupport
import Testing

/// What the messages of HTTP/1 say of their connection, apart from what is asked.
@Suite struct HTTPConnectionTests {
    private static let host = "Host: localhost\r\n"

    /// Connections that ask once: the daemon's time for idle ones is longer than a test waits.
    @Test(arguments: [
        "GET /api/v1/health HTTP/1.0\r\n\r\n",
        "GET /api/v1/health HTTP/1.1\r\n\(host)Connection: Close\r\n\r\n",
        "GET /api/v1/health HTTP/1.1\r\n\(host)Connection: close\r\n\r\nGET /api/v1/firms HTTP/1.1\r\n\(host)\r\n",
    ])
    func `a connection that is said to end after the answer ends with it`(request: String) throws {
        try HTTPDaemon.run { daemon in
            let wire = try Wire(daemon.port)
            wire.send(request)
            #expect(wire.readToEnd())
            #expect(wire.text.components(separatedBy: "HTTP/1.1 200").count == 2, "\(wire.text)")
            #expect(wire.text.lowercased().contains("connection: close\r\n"))
        }
    }

    @Test func `who speaks HTTP/1.0 and says so asks again over the same connection`() throws {
        try HTTPDaemon.run { daemon in
            let wire = try Wire(daemon.port)
            for count in 1...2 {
                wire.send("GET /api/v1/health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                #expect(
                    wire.read {
                        String(decoding: $0, as: UTF8.self).components(separatedBy: "alive\"}").count > count
                    })
            }
        }
    }

    @Test(arguments: [
        ("GET /api/v1/firms HTTP/1.1\r\n", 400), ("GET http://localhost/api/v1/firms HTTP/1.1\r\n", 400),
        ("GET /api/v1/firms HTTP/1.1\r\n\(host)host: 127.0.0.1\r\n", 400),
        ("GET /api/v1/firms HTTP/1.0\r\n\(host)\(host)", 400),
        ("GET http://localhost/api/v1/firms HTTP/1.1\r\n\(host)", 200),
        ("GET /api/v1/health HTTP/1.0\r\n", 200), ("GET /api/v1/firms HTTP/1.0\r\n", 403),
    ])
    func `a request of HTTP/1.1 names one host, and of HTTP/1.0 one at most`(head: String, status: Int) throws
    {
        try HTTPDaemon.run { daemon in
            let wire = try Wire(daemon.port)
            wire.send("\(head)Connection: close\r\n\r\n")
            #expect(wire.readToEnd())
            let answer = try HTTPAnswer(wire.received)
            #expect(answer.status == status, "\(wire.text)")
            #expect((answer.code == "bad_host") == (status == 400), "\(wire.text)")
        }
    }

    /// Places that take a body of JSON or a register, and one that each takes.
    private static let bodies = [
        ("/what-if", "application/json", #"{"regions": ["320000"]}"#, 200),
        ("/registrations?registrant=local:x", "text/csv", BadInputTests.header + BadInputTests.good, 201),
    ]

    private static func head(_ place: String, _ type: String, bytes: Int, _ more: String = "") -> String {
        "POST /api/v1\(place) HTTP/1.1\r\n\(host)Content-Type: \(type)\r\nContent-Length: \(bytes)\r\n"
            + "Expect: 100-continue\r\nConnection: close\r\n\(more)\r\n"
    }

    @Test(arguments: bodies)
    func `who waits before he sends a body is told to go on`(
        place: String, type: String, body: String, status: Int
    )
        throws
    {
        try HTTPDaemon.run { daemon in
            let wire = try Wire(daemon.port)
            let word = "HTTP/1.1 100 Continue\r\n\r\n"
            wire.send(Self.head(place, type, bytes: body.utf8.count))
            #expect(wire.read(until: word))
            #expect(wire.text == word)
            wire.send(body)
            #expect(wire.readToEnd())
            #expect(try HTTPAnswer(wire.received.dropFirst(word.utf8.count)).status == status, "\(wire.text)")
        }
    }

    @Test(arguments: bodies)
    func `who waits with a body that is not wanted hears why instead`(
        place: String, type: String, body: String, status: Int
    ) throws {
        try HTTPDaemon.run { daemon in
            for (bytes, more, refusal) in [
                (9_999_999_999, "", 413), (body.utf8.count, "Authorization: Bearer none\r\n", 401),
            ] {
                let wire = try Wire(daemon.port)
                wire.send(Self.head(place, type, bytes: bytes, more))
                #expect(wire.readToEnd())
                #expect(try HTTPAnswer(wire.received).status == refusal, "\(wire.text)")
            }
        }
    }

    @Test func `HTTP/1.0 knows no waiting before a body`() throws {
        try HTTPDaemon.run { daemon in
            let (place, type, body, status) = Self.bodies[0]
            let wire = try Wire(daemon.port)
            let head = Self.head(place, type, bytes: body.utf8.count).replacing("HTTP/1.1", with: "HTTP/1.0")
            wire.send(head + body)
            #expect(wire.readToEnd())
            #expect(try HTTPAnswer(wire.received).status == status, "\(wire.text)")
        }
    }
}
