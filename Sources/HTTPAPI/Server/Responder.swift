internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import SupplyModel

/// Answers requests: finds the operation, checks who asks and with what, and gives the answer its form.
struct Responder: HTTPResponder {
    typealias Context = ConnectionContext

    let host: APIHost
    let gatekeeper: Gatekeeper
    let limiter: RateLimiter
    let looks: Looks
    let documents: Documents
    /// Where short answers are worked out, which no long one holds up, and where the others are.
    let quick: Workshop
    let workshop: Workshop
    /// Where what changes something is done.
    let acts: Workshop
    /// Bodies of acts.
    let receptions: Receptions
    let readiness: Readiness
    let uploads: Uploads
    let registrations: Registrations
    let boards: NewsBoards
    let traffic: Traffic
    let logger: Logger

    func respond(to request: Request, context: Context) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        var operation: OperationID?
        var response: Response
        do {
            response = try await answer(request, context, &operation)
        } catch let fault as APIFault {
            response = Self.problem(fault)
        } catch let fault as HTTPParserError {
            throw fault
        } catch is CancellationError {
            traffic.noteLeft()
            throw CancellationError()
        } catch {
            logger.error(
                "a request failed",
                metadata: ["operation": "\(operation?.rawValue ?? "none")", "reason": "\(error)"])
            response = Self.problem(
                APIFault(
                    .failed, "failed", "something failed here that is no fault of the request; see the log"))
        }
        response.headers[.cacheControl] = "no-store"
        if response.headers[.eTag] != nil { response.headers[.cacheControl] = "private, no-cache" }
        response.headers[.xContentTypeOptions] = "nosniff"
        // Who says so asks no more, and need not wait until that is noticed.
        if request.headers[.connection] == "close" { response.headers[.connection] = "close" }
        let elapsed = (clock.now - start).components
        traffic.note(
            operation, status: Int(response.status.code),
            seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(
        _ request: Request, _ context: Context, _ operation: inout OperationID?
    ) async throws -> Response {
        // The first Host is the authority, any other is left among the headers.
        guard request.head.authority != nil, request.headers[.hostName] == nil else {
            throw APIFault(
                .invalid, "bad_host", "the request names no host, or several; send one Host header")
        }
        let target = try RequestTarget(request.head.path ?? "")
        let found = try Self.operation(request.method, target)
        operation = found.id
        let reader: Reader
        if found.need == .nothing {
            reader = .local
        } else if found.need == .signature {
            reader = .unknown(at: context.channel.remoteAddress?.ipAddress ?? "unknown")
        } else {
            reader = try gatekeeper.reader(request.headers, authority: request.head.authority)
            guard reader.meets(found.need) else { throw Self.forbidden(found.need) }
            if reader != .local { try limiter.take(reader.actor, now: host.now()) }
        }
        let arguments = try Self.arguments(found, target)
        let query = Query(operation: found.id, arguments: arguments, reader: reader)
        if reader.isWatched, found.kind != .upload {
            try looks.note(reader, request.head.path ?? "", at: host.now())
        }
        switch found.kind {
        case .list, .thing: return try await read(query, request)
        case .act, .upload, .webhook:
            defer { if query.isChanging { documents.forget(of: reader) } }
            let call = BodyCall(request, context.channel)
            return switch found.kind {
            case .act: try await act(query, request, call)
            case .webhook: try await webhook(query, request, call)
            default: try await uploads.take(query, request, call)
            }
        case .stream: return try stream(query, request)
        case .page: return try await page(query, request)
        }
    }

    /// The operation at a place.
    static func operation(
        _ method: HTTPRequest.Method, _ target: RequestTarget
    ) throws(APIFault) -> Operation {
        let found = Operations.every.filter { $0.values(target.path) != nil }
        let here = found.contains(where: \.isWrittenOut) ? found.filter(\.isWrittenOut) : found
        guard !here.isEmpty else {
            throw APIFault(
                .unknown, "no_such_place",
                "nothing is at this address; /api/v1/openapi.yaml describes what there is")
        }
        let wanted = method == .head ? .get : method
        guard let operation = here.first(where: { $0.method == wanted }) else {
            let allowed = here.map(\.method.rawValue) + (here.contains { $0.method == .get } ? ["HEAD"] : [])
            var fault = APIFault(
                .wrongMethod, "wrong_method",
                "this address takes \(allowed.joined(separator: ", ")); use one of them")
            fault.allowed = allowed
            throw fault
        }
        return operation
    }

    /// What an operation is asked with; told only to whom it answers.
    static func arguments(
        _ operation: Operation, _ target: RequestTarget
    ) throws(APIFault) -> Arguments {
        var arguments = Arguments()
        for (name, value) in operation.values(target.path) ?? [] {
            let fault = Parameter(name, .text(limit: Parameter.nameLimit)).fault(value)
            if let fault { throw APIFault(.invalid, "bad_parameter", "'\(name)' \(fault)") }
            arguments.add(name, value)
        }
        for (name, value) in target.query {
            guard let parameter = operation.parameters.first(where: { $0.name == name }) else {
                let known = operation.parameters.map(\.name).joined(separator: ", ")
                throw APIFault(
                    .invalid, "unknown_parameter",
                    "'\(APIFault.shown(name))' is no parameter of this"
                        + (known.isEmpty ? "; it has none" : "; use \(known)"))
            }
            if let fault = parameter.fault(value) {
                throw APIFault(.invalid, "bad_parameter", "'\(name)' \(fault)")
            }
            guard arguments.count(name) < parameter.countLimit else {
                throw APIFault(
                    .invalid, "bad_parameter", "'\(name)' is given more than \(parameter.countLimit) times")
            }
            arguments.add(name, value)
        }
        return arguments
    }

    private static func forbidden(_ need: Operation.Need) -> APIFault {
        let scope =
            switch need {
            case .nothing, .signature, .read: "read"
            case .write, .declare: "write"
            case .coordinate: "coordinate"
            }
        return APIFault(
            .forbidden, "not_allowed",
            "this token may not do this; use one of scope '\(scope)'")
    }
}

extension HTTPField.Name {
    /// A name that is written in this program.
    static func known(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no name of a header") }
        return name
    }

    static let hostName = known("Host")
    static let link = known("Link")
    static let warning = known("Tierwatch-Warning")
    static let totalCount = known("Tierwatch-Total-Count")
    static let idempotencyKey = known("Idempotency-Key")
    static let idempotencyReplayed = known("Idempotency-Replayed")
}
