internal import HTTPTypes
internal import Hummingbird
internal import SupplyModel

extension Responder {
    /// What a message brings that its sender signed.
    func webhook(_ query: Query, _ request: Request, _ call: BodyCall) async throws -> Response {
        let (message, sender) = try await signed(query, request, call)
        let query = query.signed(by: "province:\(sender)")
        let host = host
        try limiter.take(query.reader.actor, now: host.now())
        guard MediaTypeName.of(request.headers) == MediaTypeName.json else {
            throw APIFault(.unsupported, "not_json", "the body is no application/json; send it as that")
        }
        let document = try await acts.run(for: query.reader.actor) {
            try host.receive(query, message, sender)
        }
        return Self.response(document.text, MediaTypeName.json, [:])
    }

    /// A message, and the province whose signature it bears.
    ///
    /// Only what nobody signed who is known counts for its address, so that who shares one with a sender of nonsense is heard.
    private func signed(
        _ query: Query, _ request: Request, _ call: BodyCall
    ) async throws -> (message: SignedMessage, sender: RegionCode) {
        let host = host
        do {
            let stamp = try SignedMessage.Stamp(request.headers)
            let body = try await bytes(
                request.body, call, of: query.reader, atMost: Operation.webhookLimitBytes,
                within: BodyDeadline(seconds: Operation.webhookSeconds))
            let message = SignedMessage(stamp: stamp, bytes: body)
            return (message, try await acts.run(for: query.reader.actor) { try host.sender(message) })
        } catch {
            try limiter.take(query.reader.actor, now: host.now())
            throw error
        }
    }
}
