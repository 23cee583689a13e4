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
    /// How often a stream looks for news, and how often it says that it is alive.
    static let lookSeconds = 1.0
    static let beatLooks = 15

    func stream(_ query: Query, _ request: Request) throws -> Response {
        let place = try boards.join(query)
        let headers = request.headers
        let authority = request.head.authority
        let body = ResponseBody { writer in
            defer { place.leave() }
            try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
            var last: Int?
            var looks = 0
            for await _ in Ticks(seconds: Self.lookSeconds).cancelOnGracefulShutdown() {
                // A token that was revoked hears nothing more.
                guard (try? gatekeeper.reader(headers, authority: authority)) == query.reader else { break }
                try await look(query, place.board)
                // Who reads too slowly begins anew.
                guard let news = place.board.news(after: last) else { break }
                last = news.place
                looks += 1
                if !news.text.isEmpty {
                    try await writer.write(ByteBuffer(string: news.text))
                } else if looks % Self.beatLooks == 0 {
                    try await writer.write(ByteBuffer(string: ": alive\n\n"))
                }
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .connection: "close"], body: body)
    }

    /// Has the board show how the data stands, unless another stream is at it.
    private func look(_ query: Query, _ board: NewsBoard) async throws {
        guard board.begin(try host.version(query)) else { return }
        defer { board.end() }
        let host = host
        // What a registrant's own figures break takes as long as the figures.
        let workshop = query.reader.registrant == nil ? quick : workshop
        try await workshop.run(for: query.reader.actor) {
            let version = try host.version(query)
            try board.show(try host.answer(query, .none, Cancelling()).records, version: version)
        }
    }
}
