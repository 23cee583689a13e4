public import SupplyModel

/// Why a request was not answered as asked, said as a problem document (RFC 9457).
public struct APIFault: Error, Equatable, Sendable {
    /// What kind of fault it is: the status of the answer.
    public enum Kind: Int, Sendable {
        case invalid = 400
        case unauthorized = 401
        case forbidden = 403
        case unknown = 404
        case wrongMethod = 405
        case timedOut = 408
        case conflict = 409
        case gone = 410
        case tooLarge = 413
        case tooLongTarget = 414
        case unsupported = 415
        case refused = 422
        case tooMany = 429
        case failed = 500
        case unavailable = 503

        /// What such faults have in common, in a few words.
        var title: String {
            switch self {
            case .invalid: "the request cannot be understood"
            case .unauthorized: "who asks is not known"
            case .forbidden: "who asks may not do this"
            case .unknown: "there is no such thing"
            case .wrongMethod: "this cannot be done here"
            case .timedOut: "the request came too slowly"
            case .conflict: "something else came first"
            case .gone: "this is no longer there"
            case .tooLarge: "the body is too large"
            case .tooLongTarget: "the address is too long"
            case .unsupported: "this kind of body is not read"
            case .refused: "the data has faults"
            case .tooMany: "too many requests"
            case .failed: "the request failed here"
            case .unavailable: "this cannot be answered now"
            }
        }
    }

    public var kind: Kind
    /// A stable word for machines, such as `unknown_firm`.
    public var code: String
    /// What is wrong and what to do, one sentence.
    public var detail: String
    /// What is wrong with the data, line by line.
    public var problems: [Problem] = []
    /// When to ask again.
    public var retryAfterSeconds: Int?
    /// What can be done at this place instead.
    var allowed: [String] = []

    /// Problems that one answer lists; the others are at the registration.
    public static let problemLimit = 1_000
    /// Characters of a name that somebody sent, as a sentence shows it.
    private static let nameLimit = 60

    public init(_ kind: Kind, _ code: String, _ detail: String) {
        self.kind = kind
        self.code = code
        self.detail = detail
    }

    /// A name that somebody sent, as a sentence can hold it: short, and without what would break the line or turn it around.
    static func shown(_ name: String) -> String {
        let scalars = name.unicodeScalars.lazy.filter {
            ![.control, .format].contains($0.properties.generalCategory)
        }
        return String(String.UnicodeScalarView(scalars.prefix(nameLimit)))
    }
}
