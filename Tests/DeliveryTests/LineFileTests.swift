import Delivery
import Foundation
import Glibc
import SupplyModel
import TestSupport
import Testing

@Suite struct LineFileTests {
    private func append(
        _ body: [UInt8], id: String = "msg_1", to path: String
    ) async throws -> DeliveryVerdict {
        let channel = Channel(name: "out", kind: .file(path: path))
        return try await report(message(body, id: id), to: channel).verdict
    }

    private func objects(_ file: URL) throws -> [[String: Any]] {
        try Data(contentsOf: file).split(separator: 10).map { line in
            try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
        }
    }

    @Test func `each message is a line with its id, in a file for its owner alone`() async throws {
        try await Fixtures.withFolder { folder in
            let file = folder.appending(path: "alerts.jsonl")
            let body = try Bodies.alert()
            #expect(try await append(body, to: file.path) == .delivered)
            #expect(try await append(Bodies.group(), id: "b\"\n", to: file.path) == .delivered)
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(
                text.hasPrefix(
                    "{\"id\":\"msg_1\"," + String(decoding: body, as: UTF8.self).dropFirst() + "\n"))
            #expect(try objects(file).map { $0["id"] as? String } == ["msg_1", "b\"\n"])
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test(arguments: ["", "x", "{}", "[1]", "{\"id\":1}", "{\"a\":\n1\r\n}\n"])
    func `whatever a body is, it is one line of JSON`(body: String) async throws {
        try await Fixtures.withFolder { folder in
            let file = folder.appending(path: "alerts.jsonl")
            #expect(try await append(Array(body.utf8), to: file.path) == .delivered)
            let objects = try objects(file)
            #expect(objects.count == 1 && objects[0]["id"] as? String == "msg_1")
            let said = objects[0]["message"] as? String
            #expect(said == (body.contains("a") ? nil : body))
        }
    }

    @Test func `a torn line spoils no other`() async throws {
        try await Fixtures.withFolder { folder in
            let file = folder.appending(path: "alerts.jsonl")
            try Data("{\"id\":\"to".utf8).write(to: file)
            #expect(try await append(Bodies.alert(), to: file.path) == .delivered)
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            #expect(
                lines.count == 2 && lines[0] == "{\"id\":\"to" && lines[1].hasPrefix("{\"id\":\"msg_1\","))
        }
    }

    @Test func `many messages at once are as many whole lines`() async throws {
        try await Fixtures.withFolder { folder in
            let file = folder.appending(path: "alerts.jsonl")
            let body = try Bodies.alert()
            let count = 50
            try await withClient { client in
                let channel = Channel(name: "out", kind: .file(path: file.path))
                let courier = Courier(
                    client: client, channels: { [channel] }, environment: [:], language: .zh,
                    print: { _ in }, random: { 0.5 })
                await withTaskGroup { group in
                    for number in 0..<count {
                        group.addTask {
                            _ = await courier.attempt(message(body, id: "msg_\(number)"), now: wallClock)
                        }
                    }
                }
            }
            #expect(Set(try objects(file).compactMap { $0["id"] as? String }).count == count)
        }
    }

    @Test(arguments: ["/nowhere/alerts.jsonl", "/tmp", "/dev/full", "/dev/null"])
    func `a place where no line can stand is named, and tried again`(path: String) async throws {
        let reason = try #require(try await append(Bodies.alert(), to: path).retryReason)
        #expect(reason.hasPrefix("\(path): cannot ") && reason.contains("check the folder"))
    }

    @Test func `a pipe that nobody reads does not hold up the thread`() async throws {
        try await Fixtures.withFolder { folder in
            let path = folder.appending(path: "pipe").path
            try #require(mkfifo(path, 0o600) == 0)
            #expect(try await append(Bodies.alert(), to: path).retryReason != nil)
        }
    }

    @Test func `a full disk is a reason to try again, and the line is whole then`() async {
        await #expect(processExitsWith: .success) {
            try await Fixtures.withFolder { folder in
                let path = folder.appending(path: "alerts.jsonl").path
                let channel = Channel(name: "out", kind: .file(path: path))
                signal(SIGXFSZ, SIG_IGN)
                var room = rlimit(rlim_cur: 100, rlim_max: rlim_t.max)
                setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &room)
                let full = try await report(message(Bodies.alert()), to: channel).verdict
                room.rlim_cur = rlim_t.max
                setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &room)
                let roomy = try await report(message(Bodies.alert()), to: channel).verdict
                let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
                let isWhole = lines.count == 2 && lines[0].utf8.count == 100 && lines[1].hasSuffix("}")
                let isGood =
                    full.retryReason?.contains("write the line") == true && roomy == .delivered && isWhole
                exit(isGood ? EXIT_SUCCESS : EXIT_FAILURE)
            }
        }
    }
}
