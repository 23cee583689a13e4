internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SupplyModel

extension Responder {
    /// A list's page or one thing, with its tag; nothing where the asker has it already.
    func read(_ query: Query, _ request: Request) async throws -> Response {
        let host = host
        let registrations = registrations
        let isUpload = Registrations.operations.contains(query.operation)
        let version = isUpload ? try registrations.version(query) : try host.version(query)
        let kept: Documents.Kept
        if !isUpload, host.isAtHand(query) {
            // Quicker than keeping it, which would only crowd out what took long.
            kept = try Documents.kept(try host.answer(query, .none, Cancelling()))
        } else {
            let isShort = isUpload || query.isShort && host.isKept(query.reader)
            kept = try await documents.answer(
                query, version: version, in: isShort ? quick : workshop,
                graceSeconds: isShort ? 0 : Documents.longestGraceSeconds
            ) { try isUpload ? registrations.answer(query) : host.answer(query, .none, Cancelling()) }
        }
        let page = try Pages.page(kept, query.arguments)
        var headers: HTTPFields = [.eTag: "\"\(page.tag)\"", .vary: "Authorization"]
        if kept.document.isList { headers[.totalCount] = "\(kept.document.records.count)" }
        if let next = page.next {
            headers[.link] = "<\(Self.address(of: next, after: request.head.path ?? ""))>; rel=\"next\""
        }
        Self.add(kept.document.warnings, to: &headers)
        if let seen = request.headers[.ifNoneMatch], Self.isMatch(seen, page.tag) {
            return Response(status: .notModified, headers: headers)
        }
        return Self.response(page.body, MediaTypeName.json, headers)
    }

    /// What an act brings; work that nobody waits for any more is left.
    func act(_ query: Query, _ request: Request, _ call: BodyCall) async throws -> Response {
        if query.isChanging { try Self.refuseUnheeded(request.headers) }
        let host = host
        let workshop = query.isChanging ? acts : workshop
        let cancelling = Cancelling()
        let document = try await request.body.consumeWithInboundCloseHandler { body in
            let bytes = try await bytes(body, call, of: query.reader, atMost: Operation.bodyLimitBytes)
            if !bytes.isEmpty {
                guard MediaTypeName.of(request.headers) == MediaTypeName.json else {
                    throw APIFault(
                        .unsupported, "not_json", "the body is no application/json; send it as that")
                }
            }
            if query.reader.isWatched, !query.isChanging {
                let asked = String(decoding: bytes, as: UTF8.self)
                try looks.note(query.reader, "\(request.head.path ?? "") \(asked)", at: host.now())
            }
            return try await workshop.run(for: query.reader.actor) {
                try host.answer(query, bytes.isEmpty ? .none : try JSONBody(bytes), cancelling)
            }
        } onInboundClosed: {
            cancelling.set()
        }
        var headers: HTTPFields = [:]
        Self.add(document.warnings, to: &headers)
        var response = Self.response(document.text, MediaTypeName.json, headers)
        if document.isNew || query.operation == .createInvitation { response.status = .created }
        return response
    }

    /// Whoever sends these relies on them: what is done all the same could be done twice, or to what it has not seen.
    private static func refuseUnheeded(_ headers: HTTPFields) throws(APIFault) {
        for name in [HTTPField.Name.ifMatch, .idempotencyKey] where headers[name] != nil {
            throw APIFault(
                .invalid, "not_heeded",
                "\(name.canonicalName) is not heeded here; leave it out, and where the body has 'seen' send the version that was"
                    + " looked at, by which nothing is done twice")
        }
    }

    /// What is not about the register: how the process fares, and what this API is.
    func page(_ query: Query, _ request: Request) async throws -> Response {
        let host = host
        switch query.operation {
        case .showDescription:
            return Self.response(
                String(decoding: PackageResources.openapi_yaml, as: UTF8.self), "application/yaml", [:])
        case .showPrometheus:
            let text =
                try await quick.run(for: query.reader.actor) { try host.figures() }
                + traffic.text(streamCount: boards.streamCount) + workshop.text
            return Self.response(text, "text/plain; version=0.0.4; charset=utf-8", [:])
        case .showReadiness:
            let complaints = try await readiness.complaints(in: quick)
            guard complaints.isEmpty else {
                let isKnown =
                    (try? gatekeeper.reader(request.headers, authority: request.head.authority)) != nil
                throw APIFault(
                    .unavailable, "not_ready",
                    isKnown
                        ? complaints.joined(separator: "; ")
                        : "something is wrong here; ask with a token to be told what")
            }
            return Self.response("{\"status\": \"ready\"}\n", MediaTypeName.json, [:])
        default:
            return Self.response("{\"status\": \"alive\"}\n", MediaTypeName.json, [:])
        }
    }

    /// All bytes of the body of something that is changed.
    ///
    /// - Throws: `APIFault` where there are too many, or they come too slowly.
    func bytes(
        _ body: RequestBody, _ call: BodyCall, of reader: Reader, atMost limitBytes: Int,
        within deadline: BodyDeadline? = nil
    ) async throws -> [UInt8] {
        let tooLarge = APIFault(
            .tooLarge, "body_too_large", "the body is larger than \(limitBytes) bytes; send less at once")
        try receptions.begin(reader.actor)
        defer { receptions.end(reader.actor) }
        try call.call(atMost: limitBytes, within: deadline, orElse: tooLarge)
        var bytes: [UInt8] = []
        for try await buffer in body {
            guard bytes.count + buffer.readableBytes <= limitBytes else { throw tooLarge }
            bytes += buffer.readableBytesView
        }
        return bytes
    }

    static func response(_ body: String, _ type: String, _ headers: HTTPFields) -> Response {
        var headers = headers
        headers[.contentType] = type
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }

    static func problem(_ fault: APIFault) -> Response {
        var response = response(ProblemDocument(fault).text, ProblemDocument.mediaType, [:])
        response.status = HTTPResponse.Status(code: fault.kind.rawValue)
        if let seconds = fault.retryAfterSeconds { response.headers[.retryAfter] = "\(seconds)" }
        if fault.kind == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer realm=\"tierwatch\"" }
        // The rest of what came too slowly is not waited for.
        if fault.kind == .timedOut { response.headers[.connection] = "close" }
        if !fault.allowed.isEmpty { response.headers[.allow] = fault.allowed.joined(separator: ", ") }
        return response
    }

    /// Sentences that are told beside an answer; what a header cannot hold is percent-encoded.
    private static func add(_ warnings: [String], to headers: inout HTTPFields) {
        for warning in warnings.prefix(warningLimit) {
            let text = warning.addingPercentEncoding(withAllowedCharacters: warningCharacters) ?? ""
            headers.append(HTTPField(name: .warning, value: String(text.prefix(warningBytes))))
        }
    }

    /// Sentences that an answer's headers have, and what each may take.
    private static let warningLimit = 20
    private static let warningBytes = 1_000

    private static let warningCharacters = CharacterSet(
        charactersIn: Unicode.Scalar(0x20)...Unicode.Scalar(0x7e)
    ).subtracting(CharacterSet(charactersIn: "%"))

    /// Whether one of the tags that an asker has is this one.
    private static func isMatch(_ header: String, _ tag: String) -> Bool {
        header.split(separator: ",").contains { part in
            let seen = part.drop { $0 == " " }
            return seen == "*" || seen == "\"\(tag)\"" || seen == "W/\"\(tag)\""
        }
    }

    private static func address(of cursor: Cursor, after target: String) -> String {
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let kept = (halves.count > 1 ? halves[1] : "").split(separator: "&").filter {
            !$0.hasPrefix("cursor=")
        }
        return "\(halves[0])?" + (kept + ["cursor=\(cursor.text)"]).joined(separator: "&")
    }
}
