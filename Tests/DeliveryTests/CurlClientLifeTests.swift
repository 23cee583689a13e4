import Delivery
import Foundation
import TestSupport
import Testing

@Suite(.receiver, .timeLimit(.minutes(60))) struct CurlClientLifeTests {
    @Test func `a hundred requests at once share one thread`() async throws {
        let server = try Receiver.current
        var settings = CurlClient.Settings()
        settings.threadName = "hundred-at-once"
        let client = CurlClient(settings: settings)
        try client.start()
        defer { client.stop() }
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<100 {
                let request = try request(server.url("/wecom"))
                group.addTask { status(await client.send(request)) }
            }
            #expect(try await group.next() == 400)
            #expect(try threads(named: settings.threadName) == 1)
            for try await status in group { #expect(status == 400) }
        }
        client.stop()
        // The thread has done its last work; on a busy machine the system takes a moment to take it away.
        let clock = ContinuousClock()
        let start = clock.now
        while try threads(named: settings.threadName) > 0, clock.now - start < .seconds(600) {
            await Task.yield()
        }
        #expect(try threads(named: settings.threadName) == 0)
    }

    private func threads(named name: String) throws -> Int {
        let folder = URL(filePath: "/proc/self/task")
        let threads = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return threads.filter { thread in
            let file = folder.appending(path: "\(thread)/comm")
            return (try? String(contentsOf: file, encoding: .utf8)) == name + "\n"
        }.count
    }

    @Test func `stopping gives up what is under way`() async throws {
        let url = try Receiver.current.url("/std?fault=hang")
        let client = CurlClient()
        try client.start()
        let outcomes = try await withThrowingTaskGroup(of: HTTPOutcome.self) { group in
            for _ in 0..<3 {
                let request = try request(url)
                group.addTask { await client.send(request) }
            }
            group.addTask {
                // Once this one is answered, the thread has most likely begun the others.
                let closed = "http://127.0.0.1:\(try PythonServer.freePort())/"
                return await client.send(try request(closed))
            }
            var outcomes = [try await group.next()]
            client.stop()
            for try await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
        #expect(outcomes == [.fault(.connectFailed), .fault(.stopped), .fault(.stopped), .fault(.stopped)])
    }

    @Test func `a request under way is given up when its task is cancelled`() async throws {
        let hanging = try request(try Receiver.current.url("/std?fault=hang"))
        let refused = try request("http://127.0.0.1:\(try PythonServer.freePort())/")
        let outcomes = try await withClient { client in
            await withTaskGroup(of: HTTPOutcome.self) { group in
                group.addTask { await client.send(hanging) }
                group.addTask { await client.send(refused) }
                let first = await group.next()
                group.cancelAll()
                return [first, await group.next()]
            }
        }
        #expect(outcomes == [.fault(.connectFailed), .fault(.cancelled)])
    }

    @Test func `a cancelled task sends nothing`() async throws {
        let server = try Receiver.current
        let request = try request(server.url("/wecom?mark=cancelled"))
        let outcome = try await withClient { client in
            await withTaskGroup(of: HTTPOutcome.self) { group in
                group.cancelAll()
                group.addTask { await client.send(request) }
                return await group.next()
            }
        }
        #expect(outcome == .fault(.cancelled))
        #expect(try !server.requests().contains { $0.path.hasSuffix("cancelled") })
    }

    @Test func `requests beyond the queue's bound are turned away, the others are not`() async throws {
        let url = try Receiver.current.url("/std?fault=hang")
        let client = CurlClient()
        try client.start()
        let surplus = 50
        let counts = try await withThrowingTaskGroup(of: HTTPOutcome.self) { group in
            for _ in 0..<(CurlClient.transferLimit + CurlClient.waitingLimit + surplus) {
                let request = try request(url)
                group.addTask { await client.send(request) }
            }
            var full = 0
            var stopped = 0
            while let outcome = try await group.next() {
                full += outcome == .fault(.queueFull) ? 1 : 0
                stopped += outcome == .fault(.stopped) ? 1 : 0
                if full == surplus { client.stop() }
            }
            return (full, stopped)
        }
        #expect((surplus...surplus + CurlClient.transferLimit).contains(counts.0))
        #expect(counts.0 + counts.1 == CurlClient.transferLimit + CurlClient.waitingLimit + surplus)
    }

    @Test func `a client that does not run answers so`() async throws {
        let request = try request("http://127.0.0.1:1/")
        let client = CurlClient()
        #expect(await client.send(request) == .fault(.stopped))
        try client.start()
        client.stop()
        client.stop()
        #expect(await client.send(request) == .fault(.stopped))
    }

    @Test func `a client can be stopped before it started`() {
        CurlClient().stop()
    }
}
