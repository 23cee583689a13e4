import Delivery
import TestSupport
import Testing

@Suite(.receiver) struct CurlClientTests {
    @Test func `a success comes with status and body`() async throws {
        let url = try Receiver.current.url("/slack")
        let outcome = try await withClient { client in
            var request = try request(url)
            request.body = Array(#"{"text": "供应"}"#.utf8)
            return await client.send(request)
        }
        #expect(outcome == .response(HTTPResponse(status: 200, body: Array("ok".utf8))))
    }

    @Test func `an error of the server is an answer, not a fault`() async throws {
        let url = try Receiver.current.url("/std?fault=500")
        let outcome = try await withClient { await $0.send(try request(url)) }
        #expect(outcome == .response(HTTPResponse(status: 500, body: Array("oops".utf8))))
    }

    @Test func `Retry-After is handed on`() async throws {
        let url = try Receiver.current.url("/std?fault=429")
        let outcome = try await withClient { await $0.send(try request(url)) }
        #expect(
            outcome == .response(HTTPResponse(status: 429, retryAfter: "2", body: Array("slow down".utf8))))
    }

    @Test func `a redirect is not followed`() async throws {
        let url = try Receiver.current.url("/std?fault=redirect")
        let outcome = try await withClient { await $0.send(try request(url)) }
        #expect(status(outcome) == 302)
    }

    @Test func `a receiver that never answers runs into the time-out`() async throws {
        let url = try Receiver.current.url("/std?fault=hang")
        let outcome = try await withClient(totalSeconds: 0.3) { await $0.send(try request(url)) }
        #expect(outcome == .fault(.timedOut))
    }

    @Test func `an answer that drips runs into the time-out`() async throws {
        let url = try Receiver.current.url("/std?fault=drip")
        let outcome = try await withClient(totalSeconds: 1.2) { await $0.send(try request(url)) }
        #expect(outcome == .fault(.timedOut))
    }

    @Test(.timeLimit(.minutes(60)))
    func `an answer slower than the lowest speed is given up before the time-out`() async throws {
        let url = try Receiver.current.url("/std?fault=drip")
        var settings = CurlClient.Settings()
        settings.slowSeconds = 1
        settings.totalTimeoutSeconds = 3_600
        let client = CurlClient(settings: settings)
        try client.start()
        defer { client.stop() }
        #expect(await client.send(try request(url)) == .fault(.timedOut))
    }

    @Test func `of an endless answer only the first bytes are read`() async throws {
        let url = try Receiver.current.url("/std?fault=endless")
        let outcome = try await withClient { await $0.send(try request(url)) }
        let body = [UInt8](repeating: 120, count: CurlClient.bodyLimit)
        #expect(outcome == .response(HTTPResponse(status: 200, body: body)))
    }

    @Test func `a closed port is a failed connection`() async throws {
        let url = "http://127.0.0.1:\(try PythonServer.freePort())/"
        #expect(try await withClient { await $0.send(try request(url)) } == .fault(.connectFailed))
    }

    @Test func `a name that nobody has is not resolved`() async throws {
        let outcome = try await withClient { await $0.send(try request("http://nobody.invalid/")) }
        #expect(outcome == .fault(.nameNotResolved))
    }

    @Test func `no header can be smuggled in by a line break`() async throws {
        let server = try Receiver.current
        _ = try await withClient { client in
            var request = try request(server.url("/wecom?mark=smuggled"))
            request.headers = [.init("webhook-id", "a\r\nX-Evil: 1")]
            return await client.send(request)
        }
        let logged = try #require(try server.requests(marked: "smuggled").first)
        #expect(logged.header("webhook-id") == "aX-Evil: 1")
        #expect(logged.header("x-evil") == nil)
    }

    @Test func `a request without a body says so`() async throws {
        let server = try Receiver.current
        _ = try await withClient { client in
            var request = try request(server.url("/wecom?mark=empty"))
            request.body = []
            return await client.send(request)
        }
        let logged = try #require(try server.requests(marked: "empty").first)
        #expect(logged.header("content-length") == "0")
    }

    @Test func `a large body is sent at once, without asking first`() async throws {
        let server = try Receiver.current
        _ = try await withClient { client in
            var request = try request(server.url("/wecom?mark=large"))
            request.body = [UInt8](repeating: 120, count: 2 << 20)
            return await client.send(request)
        }
        let logged = try #require(try server.requests(marked: "large").first)
        #expect(logged.req.utf8.count == 2 << 20)
        #expect(logged.header("expect") == nil)
    }
}
