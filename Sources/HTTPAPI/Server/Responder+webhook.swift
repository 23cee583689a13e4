internal import HTTPTypes
internal import Hummingbird

extension Responder {
    /// What a message brings that its sender signed.
    func webhook(_ query: Query, _ request: Request, _ call: BodyCall) async throws -> Response {
        let host = host
        let stamp = try SignedMessage.Stamp(request.headers)
        let body = try await bytes(
            request.body, call, of: query.reader, atMost: Operation.webhookLimitBytes)
        guard MediaTypeName.of(request.headers) == MediaTypeName.json else {
            throw APIFault(.unsupported, "not_json", "the body is no application/json; send it as that")
        }
        let document = try await acts.run(for: query.reader.actor) {
            try host.receive(query, SignedMessage(stamp: stamp, bytes: body))
        }
        return Self.response(document.text, MediaTypeName.json, [:])
    }
}
