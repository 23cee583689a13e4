import Delivery
import Foundation
import SupplyModel
import TestSupport
import Testing

@Suite(.receiver) struct CourierTests {
    /// The secret that `receiver.py` verifies with, and another.
    private let secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    private let other = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private let printed = Printed()

    private func message(_ channel: String = "ops", attempts: Int = 0) -> OutboxMessage {
        OutboxMessage(
            id: "msg_00c0ffee", channel: channel, fingerprint: "00c0ffee00c0ffee",
            body: Array(#"{"type":"alert.firing","data":{"supplier":"深圳精密电子"}}"#.utf8), attempts: attempts,
            epoch: 1)
    }

    private func webhook(
        _ url: String, secret: ValueSource, allow: [String] = ["127.0.0.0/8"]
    ) -> Channel {
        Channel(
            name: "ops", kind: .http(.webhook, .init(url: .literal(url), secret: secret, allow: allow)))
    }

    private func withCourier<T>(
        _ channels: [Channel], environment: [String: String] = [:], totalSeconds: Double = 20,
        _ body: (Courier) async throws -> T
    ) async throws -> T {
        try await withClient(totalSeconds: totalSeconds) { client in
            try await body(
                Courier(
                    client: client, channels: { channels }, environment: environment, language: .en,
                    print: { [printed] in printed.take($0) }, random: { 0.5 }))
        }
    }

    private func now() -> Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }

    @Test func `an independent receiver accepts the signature`() async throws {
        let channel = webhook(try Receiver.current.url("/std"), secret: .literal(secret))
        let verdict = try await withCourier([channel]) { await $0.attempt(message(), now: now) }
        #expect(verdict == .delivered)
    }

    @Test func `while a secret changes, the receiver may hold either`() async throws {
        let channel = webhook(try Receiver.current.url("/std"), secret: .literal("\(other) \(secret)"))
        let verdict = try await withCourier([channel]) { await $0.attempt(message(), now: now) }
        #expect(verdict == .delivered)
    }

    @Test func `a secret that changes in its file signs the next message`() async throws {
        try await Fixtures.withFolder { folder in
            let file = folder.appending(path: "secret")
            let channel = webhook(try Receiver.current.url("/std"), secret: .file(file.path))
            try await withCourier([channel]) { courier in
                try Data(other.utf8).write(to: file)
                guard case .retry = await courier.attempt(message(), now: now) else {
                    Issue.record("the receiver does not hold this secret")
                    return
                }
                try Data(secret.utf8).write(to: file)
                #expect(await courier.attempt(message(), now: now) == .delivered)
            }
        }
    }

    @Test func `a receiver that holds a public key accepts what the private one signs`() async throws {
        let key =
            "whsk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8DoQe/884Qvh1w3RjnS8CZZ+TWMJulDV8d3IZkElUxuA=="
        for (secrets, answer) in [
            (key, #"{"ok": true, "v1": null, "v1a": true}"#),
            ("\(secret) \(key)", #"{"ok": true, "v1": true, "v1a": true}"#),
        ] {
            let channel = webhook(try Receiver.current.url("/std"), secret: .literal(secrets))
            let attempt = try await withCourier([channel]) { await $0.report(message(), now: now) }
            #expect(attempt.verdict == .delivered)
            #expect(attempt.answer == answer)
        }
    }

    @Test func `a wrong secret is refused by the receiver, and tried again`() async throws {
        let server = try Receiver.current
        let channel = webhook(server.url("/std?key=abc"), secret: .literal(other))
        let time = now()
        let verdict = try await withCourier([channel]) { await $0.attempt(message(), now: { time }) }
        #expect(
            verdict
                == .retry(
                    at: time.adding(seconds: 5), reason: "http://127.0.0.1:\(server.port)/…: HTTP 400"))
    }

    @Test func `a message keeps its id and body over retries, and is signed anew`() async throws {
        let server = try Receiver.current
        let channel = webhook(server.url("/std?mark=again"), secret: .literal(secret))
        try await withCourier([channel]) { courier in
            for attempts in 0..<2 {
                let verdict = await courier.attempt(
                    message(attempts: attempts), now: { now().adding(seconds: Double(attempts) * 5) })
                #expect(verdict == .delivered)
            }
        }
        let sent = try server.requests(marked: "again", count: 2)
        let body = String(decoding: message().body, as: UTF8.self)
        #expect(sent.map(\.req) == [body, body])
        #expect(sent.map { $0.header("webhook-id") } == ["msg_00c0ffee", "msg_00c0ffee"])
        #expect(Set(sent.map { $0.header("webhook-timestamp") }).count == 2)
        #expect(Set(sent.map { $0.header("webhook-signature") }).count == 2)
    }

    @Test func `what was answered is noted, without a secret that the receiver says back`() async throws {
        let attempt = try await FaultServer.echo.run { server, _ in
            let url = "http://127.0.0.1:\(server.port)/in/verysecretpath?key=verysecretkey"
            let channel = webhook(url, secret: .literal(other))
            return try await withCourier([channel]) { await $0.report(message(), now: now) }
        }
        #expect(attempt.status == 400)
        let shown = try #require(attempt.answer)
        #expect(shown.hasPrefix("POST /in/") && !shown.contains("verysecret") && !shown.contains("MfKQ9r8G"))
        guard case .retry = attempt.verdict else {
            Issue.record("\(attempt.verdict)")
            return
        }
    }

    @Test func `a receiver that asks for time gets it`() async throws {
        let channel = webhook(try Receiver.current.url("/std?fault=429"), secret: .literal(secret))
        let verdict = try await withCourier([channel]) { await $0.attempt(message(), now: { noon }) }
        guard case .retry(let at, _) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(at == noon.adding(seconds: 5))
    }

    @Test func `the last attempt's failure is final`() async throws {
        let server = try Receiver.current
        let channel = webhook(server.url("/std?fault=500"), secret: .literal(secret))
        let verdict = try await withCourier([channel]) {
            await $0.attempt(message(attempts: 9), now: { noon })
        }
        #expect(
            verdict
                == .failed(
                    reason: "http://127.0.0.1:\(server.port)/…: gave up after 10 attempts; the last: HTTP 500"
                ))
    }

    @Test func `a message of a channel that is no longer configured waits`() async throws {
        let verdict = try await withCourier([]) { await $0.attempt(message("gone"), now: { noon }) }
        #expect(
            verdict
                == .retry(
                    at: noon.adding(seconds: 5), reason: ChannelFault.unknownChannel("gone").description))
    }

    @Test func `the console is told in a line`() async throws {
        let console = Channel(name: "screen", kind: .console)
        let verdict = try await withCourier([console]) { await $0.attempt(message("screen"), now: { noon }) }
        #expect(verdict == .delivered)
        #expect(printed.lines == ["message msg_00c0ffee of 64 bytes is no notification"])
    }

    @Test func `a trial message is signed, shaped as an alert and timed`() async throws {
        let server = try Receiver.current
        let channel = webhook(server.url("/std?mark=trial"), secret: .literal(secret))
        let test = try await withCourier([channel]) { await $0.test(channel, id: "trial_1", now: now) }
        #expect(test.verdict == .delivered)
        #expect(test.status == 200)
        #expect(test.channel == "ops")
        #expect(test.durationSeconds >= 0)
        let sent = try #require(try server.requests(marked: "trial").first)
        #expect(sent.header("content-type") == "application/json")
        let body = try #require(try JSONSerialization.jsonObject(with: Data(sent.req.utf8)) as? [String: Any])
        #expect(body["type"] as? String == "channel.test")
        let data = try #require(body["data"] as? [String: Any])
        #expect(
            Set(data.keys) == [
                "fingerprint", "rule", "severity", "metric", "labels", "value", "threshold", "starts_at",
                "ends_at", "industry", "provinces", "mutual_aid", "summary",
            ])
    }

    @Test func `a trial message fits the console`() async throws {
        let console = Channel(name: "screen", kind: .console)
        let test = try await withCourier([console]) { await $0.test(console, id: "trial_2", now: { noon }) }
        #expect(test.verdict == .delivered)
        #expect(test.status == nil)
        #expect(test.durationSeconds == 0)
        #expect(
            printed.lines == [
                "2026-01-02T11:04:05+08:00  INFO  test  This is a test of the channel; nothing is wrong"
                    + "  [0000000000000000]"
            ])
    }

    @Test func `no fault shows any part of a secret or of a URL beyond its host`() async throws {
        let server = try Receiver.current
        let marks = ["HIDDEN", "AAECAwQF", "MfKQ9r8G"]
        let paths = ["", "?fault=500", "?fault=429", "?fault=redirect", "?fault=hang"]
        var channels = paths.map { path in
            webhook(server.url("/HIDDEN\(path)", host: "HIDDEN:HIDDEN@127.0.0.1"), secret: .literal(secret))
        }
        for url in ["HIDDEN", "ftp://h/HIDDEN", "http:/HIDDEN", "http://nobody.invalid/HIDDEN?HIDDEN"] {
            channels.append(webhook(url, secret: .literal(secret)))
        }
        for text in ["HIDDEN", "whsec_HIDDEN!", "whsec_HIDDENHI", "whsk_HIDDEN", "\(other) HIDDEN"] {
            channels.append(webhook(server.url("/HIDDEN"), secret: .literal(text)))
        }
        channels.append(webhook(server.url("/HIDDEN"), secret: .literal(secret), allow: []))
        channels.append(webhook(server.url("/HIDDEN", scheme: "https"), secret: .literal(secret)))
        for channel in channels {
            let verdict = try await withCourier([channel], totalSeconds: 2) {
                await $0.attempt(message(), now: { noon })
            }
            guard case .retry(_, let reason) = verdict else {
                Issue.record("\(verdict)")
                continue
            }
            #expect(!reason.isEmpty)
            for mark in marks { #expect(!reason.contains(mark)) }
        }
    }
}
