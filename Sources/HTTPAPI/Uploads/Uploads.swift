internal import Digest
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Pacing
internal import Store
internal import SupplyModel
internal import Synchronization

/// Takes registers that are uploaded: streams them to a file, has them taken, and keeps what became of them.
///
/// An upload with an idempotency key counts once: sent again, it gets the first one's answer. Should the process be killed between
/// the two transactions, the register is taken and the answer is not kept; sent again, its rows are then unchanged.
struct Uploads: Sendable {
    let folder: String
    let limitBytes: Int
    let store: Store
    let host: APIHost
    /// Room for one at a time: the store has one writer.
    let workshop: Workshop
    /// Keys of uploads that are under way.
    let underWay: UnderWay
    let receptions: Receptions
    let gatekeeper: Gatekeeper

    private static let idBytes = 8

    /// Takes one upload and says what became of it.
    func take(_ query: Query, _ request: Request, _ call: BodyCall) async throws -> Response {
        var upload = try wish(query, request)
        let key = try Self.key(request.headers)
        try underWay.begin(query.reader.actor, key)
        defer { underWay.end(query.reader.actor, key) }
        let path = "\(folder)/\(hexadecimal(try randomBytes(count: Self.idBytes))).\(upload.format.rawValue)"
        upload.path = path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (byteCount, digest) = try await receive(request, call, of: query.reader.actor, into: path)
        let told =
            "\(upload.registrant)|\(upload.name)|\(upload.sheet ?? "")|\(upload.isDryRun)|\(upload.isPartial)|\(upload.replaces)"
        let requestDigest = hexadecimal(try SHA256.digest(of: (digest + told).utf8))
        if let key, let earlier = try store.registration(actor: query.reader.actor, key: key) {
            return try answer(again: earlier, requestDigest)
        }
        let host = host
        let gatekeeper = gatekeeper
        let taken = upload
        let receipt = try await workshop.run(for: query.reader.actor) {
            // Until a large file has come its token may have been revoked.
            _ = try gatekeeper.reader(request.headers, authority: request.head.authority)
            return try host.take(taken, query.reader)
        }
        let isTaken =
            receipt.problems.isEmpty
            || upload.isPartial && receipt.accepted + receipt.unchanged + receipt.withdrawn > 0
        let one = Registration(
            id: hexadecimal(try randomBytes(count: Self.idBytes)), actor: query.reader.actor,
            registrant: upload.registrant, name: upload.name, receivedAt: host.now(), byteCount: byteCount,
            requestDigest: requestDigest, idempotencyKey: key, state: isTaken ? .taken : .refused,
            accepted: receipt.accepted, unchanged: receipt.unchanged, rejected: receipt.rejected,
            withdrawn: receipt.withdrawn, problemCount: receipt.problems.count)
        if !upload.isDryRun {
            let store = store
            do {
                try await offPool {
                    try store.add(one, problems: receipt.problems, warnings: receipt.warnings)
                    host.settle(query.reader)
                }
            } catch RegistrationFault.keyTaken(let earlier) {
                // Another process took the same at the same time: its answer is the first one's.
                return try answer(again: earlier, requestDigest)
            }
        }
        return try answer(one, receipt.problems, receipt.warnings, isDryRun: upload.isDryRun)
    }

    /// What somebody wants to be taken, its bytes aside.
    private func wish(_ query: Query, _ request: Request) throws -> Upload {
        let arguments = query.arguments
        let formats: [String: Upload.Format] = [
            MediaTypeName.csv: .csv, MediaTypeName.xlsx: .xlsx, MediaTypeName.json: .json,
        ]
        guard let format = formats[MediaTypeName.of(request.headers)] else {
            throw APIFault(
                .unsupported, "unknown_format",
                "the body is none of \(formats.keys.sorted().joined(separator: ", ")); name one as Content-Type"
            )
        }
        let named = arguments.text("registrant")
        var registrant = query.reader.registrant
        if let named {
            let id: FirmID
            do throws(IdentityFault) { id = try FirmID(named) } catch {
                throw APIFault(.invalid, "bad_registrant", "'registrant': \(error.sentence)")
            }
            guard registrant == nil || registrant == id else {
                throw APIFault(
                    .forbidden, "not_allowed",
                    "this token declares in its own registrant's name alone; leave 'registrant' out")
            }
            registrant = id
        }
        guard let registrant else {
            throw APIFault(
                .invalid, "no_registrant",
                "nobody is named as registrant; say in whose name this is declared with 'registrant'")
        }
        var upload = Upload(
            path: "", format: format, name: arguments.text("name") ?? "upload.\(format.rawValue)",
            registrant: registrant)
        upload.sheet = arguments.text("sheet")
        upload.isDryRun = arguments.flag("dry_run")
        upload.isPartial = arguments.flag("partial")
        upload.replaces = arguments.flag("replace")
        return upload
    }

    private static func key(_ headers: HTTPFields) throws(APIFault) -> String? {
        guard let key = headers[.idempotencyKey] else { return nil }
        let isVisible = key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isVisible, (1...Registration.keyLimit).contains(key.utf8.count) else {
            throw APIFault(
                .invalid, "bad_idempotency_key",
                "the Idempotency-Key is not 1 to \(Registration.keyLimit) visible ASCII characters; send one such as a UUID"
            )
        }
        return key
    }

    /// Writes a body to a file; gives its length and the digest of its bytes.
    private func receive(
        _ request: Request, _ call: BodyCall, of asker: String, into path: String
    ) async throws -> (Int, String) {
        try receptions.begin(asker)
        defer { receptions.end(asker) }
        try call.call(atMost: limitBytes, orElse: tooLarge)
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw APIFault(.failed, "failed", "the upload cannot be written down here; see the disk")
        }
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? file.close() }
        var byteCount = 0
        var hash = try SHA256()
        for try await buffer in request.body {
            byteCount += buffer.readableBytes
            guard byteCount <= limitBytes else { throw tooLarge }
            try file.write(contentsOf: Data(buffer.readableBytesView))
            try hash.update(buffer.readableBytesView)
        }
        guard byteCount > 0 else {
            throw APIFault(.invalid, "no_body", "nothing was sent; send the register as the body")
        }
        return (byteCount, hexadecimal(try hash.finish()))
    }

    private var tooLarge: APIFault {
        APIFault(
            .tooLarge, "body_too_large",
            "the register is larger than \(limitBytes) bytes; split it, or raise upload_limit_mb")
    }

    private func answer(again one: Registration, _ requestDigest: String) throws -> Response {
        guard one.requestDigest == requestDigest else {
            throw APIFault(
                .refused, "idempotency_key_reused",
                "this Idempotency-Key was sent with other data before (registration \(one.id)); use a new one"
            )
        }
        let problems = try store.problems(ofRegistration: one.id)
        let warnings = try store.warnings(ofRegistration: one.id)
        var response = try answer(one, problems, warnings, isDryRun: false)
        response.headers[.idempotencyReplayed] = "true"
        return response
    }

    private func answer(
        _ one: Registration, _ problems: [Problem], _ warnings: [Problem], isDryRun: Bool
    ) throws -> Response {
        if one.state == .refused {
            let kept = isDryRun ? "" : " (registration \(one.id))"
            let problemCount = English.counted(one.problemCount, one: "problem", many: "problems")
            var fault = APIFault(
                .refused, "refused",
                "nothing was taken: \(problemCount) in \(one.name)\(kept); correct what is wrong and send it again"
            )
            fault.problems = problems
            return Responder.problem(fault)
        }
        var view = Registrations.View(one)
        view.id = isDryRun ? nil : one.id
        view.dryRun = isDryRun
        view.problems = Array(problems.prefix(APIFault.problemLimit))
        view.warnings = Array(warnings.prefix(APIFault.problemLimit))
        var response = Responder.response(try Registrations.text(view) + "\n", MediaTypeName.json, [:])
        guard !isDryRun else { return response }
        response.status = .created
        response.headers[.location] = "/api/v1/registrations/\(one.id)"
        return response
    }
}

/// Uploads that are being received or taken, by who sends them and their key.
final class UnderWay: Sendable {
    private let keys = Mutex<Set<[String]>>([])

    /// - Throws: `APIFault` where the same is under way already.
    func begin(_ actor: String, _ key: String?) throws(APIFault) {
        guard let key, !keys.withLock({ $0.insert([actor, key]).inserted }) else { return }
        throw APIFault(
            .conflict, "under_way", "an upload with this Idempotency-Key is under way; wait for its answer")
    }

    func end(_ actor: String, _ key: String?) {
        if let key { _ = keys.withLock { $0.remove([actor, key]) } }
    }
}
