internal import HTTPTypes

/// One operation: where it is, what it takes, and who may ask for it.
struct Operation: Sendable {
    /// Who may ask.
    enum Need: Sendable {
        /// Whoever reaches the listener.
        case nothing
        /// Whoever signs what he sends by a secret that is known here.
        case signature
        case read, write
        /// Declares, in its own name or under an invitation.
        case declare
        /// Only who sees all.
        case coordinate
    }

    enum Kind: Sendable {
        /// A list in pages, or one thing; both with a tag.
        case list, thing
        /// Something is changed or worked out; its body is JSON, at most `bodyLimitBytes`.
        case act
        case upload, stream, page
        /// Something is changed by a message that its sender signed; its body is JSON, at most `webhookLimitBytes`.
        case webhook
    }

    /// A part of a path: as it is written, or a name that stands for any value.
    enum Segment: Equatable, Sendable {
        case fixed(String)
        case named(String)
    }

    let id: OperationID
    let method: HTTPRequest.Method
    let path: String
    let segments: [Segment]
    let parameters: [Parameter]
    let need: Need
    let kind: Kind

    init(
        _ id: OperationID, _ method: HTTPRequest.Method, _ path: String, _ kind: Kind, _ need: Need,
        _ parameters: [Parameter] = []
    ) {
        self.id = id
        self.method = method
        self.path = path
        segments = path.split(separator: "/").map { part in
            part.hasPrefix("{") ? .named(String(part.dropFirst().dropLast())) : .fixed(String(part))
        }
        self.parameters = parameters
        self.need = need
        self.kind = kind
    }

    /// Bytes of a JSON body, uploads aside.
    static let bodyLimitBytes = 1 << 20
    /// Bytes of a body that anybody may send.
    static let webhookLimitBytes = 64 << 10
    /// Until all of such a body has come: who sends one drop by drop takes the place of others at his address.
    static let webhookSeconds: Int64 = 10

    /// Whether its path is written out, so that it stands before one with a name in its place.
    var isWrittenOut: Bool {
        segments.allSatisfy { segment in
            if case .fixed = segment { true } else { false }
        }
    }

    /// The values of the path's names, where a path is one of this operation's.
    func values(_ path: [String]) -> [(name: String, value: String)]? {
        guard path.count == segments.count else { return nil }
        var values: [(String, String)] = []
        for (segment, part) in zip(segments, path) {
            switch segment {
            case .fixed(let text): guard text == part else { return nil }
            case .named(let name): values.append((name, part))
            }
        }
        return values
    }
}
