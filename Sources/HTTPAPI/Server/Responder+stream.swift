internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Pacing
internal import ServiceLifecycle
internal import SupplyModel

/// Alerts and runs as they happen, as server-sent events.
///
/// A stream begins with the last run and every open alert, so who comes back after a break has missed nothing that still stands.
/// What it does not do: keep what happened while nobody listened; the alerts' own history has that.
extension Responder {
    /// Streams that are open at a time.
    static let streamLimit = 200
    /// How often a stream looks for news, and how often it says that it is alive.
    static let lookSeconds = 1.0
    static let beatLooks = 15

    func stream(_ query: Query, _ request: Request) throws -> Response {
        guard traffic.beginStream(limit: Self.streamLimit) else {
            var fault = APIFault(
                .unavailable, "too_many_streams",
                "\(Self.streamLimit) streams are open; close one, or ask /api/v1/alerts from time to time")
            fault.retryAfterSeconds = 30
            throw fault
        }
        let headers = request.headers
        let authority = request.head.authority
        let ending = StreamEnding(traffic)
        let body = ResponseBody { writer in
            defer { ending.end() }
            try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
            var news = News()
            var looks = 0
            for await _ in Ticks(seconds: Self.lookSeconds).cancelOnGracefulShutdown() {
                // A token that was revoked hears nothing more.
                guard (try? gatekeeper.reader(headers, authority: authority)) == query.reader else { break }
                var text = try await self.news(query, &news)
                looks += 1
                if text.isEmpty, looks % Self.beatLooks == 0 { text = ": alive\n\n" }
                if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .connection: "close"], body: body)
    }

    /// What was told so far.
    struct News {
        var version: [Int64] = []
        var run = ""
        /// By life, an alert as it was told last.
        var alerts: [String: String] = [:]
    }

    /// What is new, as events.
    private func news(_ query: Query, _ news: inout News) async throws -> String {
        let host = host
        let version = try host.version(query)
        guard version != news.version else { return "" }
        let document = try await documents.answer(query, version: version, in: quick) {
            try host.answer(query, .none, Cancelling())
        }.document
        news.version = version
        var text = ""
        if let run = document.records.first, run != news.run {
            news.run = run
            text += Self.event("run", run)
        }
        var alerts: [String: String] = [:]
        for record in document.records.dropFirst() { alerts[try Self.life(of: record)] = record }
        for (life, record) in alerts.sorted(by: { $0.key < $1.key }) where news.alerts[life] != record {
            text += Self.event("alert", record)
        }
        for life in news.alerts.keys.sorted() where alerts[life] == nil {
            text += Self.event("end", "{\"fingerprint\": \"\(life.prefix { $0 != " " })\"}")
        }
        news.alerts = alerts
        return text
    }

    private static func event(_ name: String, _ data: String) -> String {
        "event: \(name)\ndata: \(data)\n\n"
    }

    private struct Life: Decodable {
        var fingerprint: String
        /// What a registrant's own figures break has no beginning.
        var startsAt: String?
    }

    private static func life(of record: String) throws -> String {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let life = try decoder.decode(Life.self, from: Data(record.utf8))
        return "\(life.fingerprint) \(life.startsAt ?? "")"
    }
}

/// Counts a stream out once, whether its body was ever written or not.
private final class StreamEnding: Sendable {
    private let traffic: Traffic
    private let cancelling = Cancelling()

    init(_ traffic: Traffic) { self.traffic = traffic }

    deinit { end() }

    func end() {
        guard cancelling.setOnce() else { return }
        traffic.endStream()
    }
}
