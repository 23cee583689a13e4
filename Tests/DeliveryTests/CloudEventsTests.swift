import Delivery
import Foundation
import SupplyModel
import TestSupport
import Testing

@Suite(.receiver) struct CloudEventsTests {
    private let service = ServiceCase.machines[1]

    private func sent(
        _ body: [UInt8], id: String = "msg_1", mark: String, isBinary: Bool
    ) async throws -> (request: PythonServer.LoggedRequest, answer: [String: Any]) {
        let channel = try service.channel(query: "&mark=\(mark)", isBinary: isBinary)
        let attempt = try await report(message(body, id: id), to: channel)
        #expect(attempt.verdict == .delivered, "\(attempt)")
        let answer = try JSONSerialization.jsonObject(with: Data((attempt.answer ?? "").utf8))
        let request = try #require(try Receiver.current.requests(marked: mark).first)
        return (request, try #require(answer as? [String: Any]))
    }

    @Test(arguments: [false, true])
    func `an independent reader finds the message's id, type and data`(isBinary: Bool) async throws {
        let told = try await sent(Bodies.alert(), mark: "read-\(isBinary)", isBinary: isBinary)
        #expect(told.answer["id"] as? String == "msg_1")
        #expect(told.answer["type"] as? String == "alert.firing")
        #expect(told.answer["source"] as? String == "/tierwatch")
        #expect(told.answer["data_type"] as? String == "dict")
    }

    @Test func `a structured event carries the data digit for digit`() async throws {
        let body = try Bodies.alert()
        let told = try await sent(body, mark: "digits", isBinary: false)
        #expect(told.request.header("content-type") == "application/cloudevents+json; charset=utf-8")
        let text = String(decoding: body, as: UTF8.self)
        let data = text.dropFirst("{\"data\":".count).prefix { $0 != "}" }
        #expect(told.request.req.contains(data) && data.contains("\"firm\":\"local:b\""))
        #expect(told.request.req.contains("\"subject\":\"00c0ffee00c0ffee\""))
        #expect(told.request.req.contains("\"value\":0.52") && told.request.req.contains("\"threshold\":0.4"))
    }

    @Test func `a binary event's headers hold whatever an id holds`() async throws {
        let told = try await sent(Bodies.alert(), id: "alert_通知 \"a%b\"\r\n", mark: "binary", isBinary: true)
        #expect(told.request.header("ce-id") == "alert_%E9%80%9A%E7%9F%A5%20%22a%25b%22%0D%0A")
        #expect(told.request.header("content-type") == "application/json")
        #expect(told.answer["id"] as? String == "alert_通知 \"a%b\"\r\n")
        #expect(told.request.req.hasPrefix("{\"ends_at\":null,"))
    }

    @Test func `a body that is no message is a text among the data`() async throws {
        let told = try await sent(Array("x\"y".utf8), mark: "text", isBinary: false)
        #expect(told.answer["type"] as? String == "tierwatch.message")
        #expect(told.answer["data_type"] as? String == "str")
    }
}
