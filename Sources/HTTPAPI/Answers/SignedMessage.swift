internal import HTTPTypes
public import SupplyModel

/// A message that its sender signed, as it came: nothing of it is known to be true.
///
/// Source: Standard Webhooks 1.0.0.
public struct SignedMessage: Sendable {
    /// What the headers say.
    public struct Stamp: Sendable {
        /// The sender's id of it: visible ASCII without a full stop.
        public let id: String
        /// When this attempt was signed, in seconds since 1970.
        public let seconds: Int64
        public let signatures: String

        /// - Throws: `APIFault` where a header is not there, or no such thing.
        init(_ headers: HTTPFields) throws(APIFault) {
            guard let id = headers[.webhookID], let time = headers[.webhookTimestamp],
                let signatures = headers[.webhookSignature], SignedMessage.isID(id),
                time.utf8.count <= SignedMessage.timeLimit,
                time.utf8.allSatisfy({ (48...57).contains($0) }), let seconds = Int64(time)
            else { throw SignedMessage.unsigned }
            self.id = id
            self.seconds = seconds
            self.signatures = signatures
        }

        /// Whether it was signed about now.
        public func isFresh(at now: Timestamp) -> Bool {
            abs(now.seconds(since: Timestamp(milliseconds: seconds * 1_000))) <= SignedMessage.ageSeconds
        }
    }

    public let stamp: Stamp
    /// As they were signed.
    public let bytes: [UInt8]

    /// Characters of an id, and of a time.
    private static let idLimit = 200
    private static let timeLimit = 12
    /// By how much the sender's clock and the way may differ.
    static let ageSeconds = 300.0

    /// The body, read once it is known whose it is.
    public func body() throws(APIFault) -> JSONBody { try JSONBody(bytes) }

    /// What whoever cannot be verified is told: not which part was wrong.
    public static var unsigned: APIFault {
        APIFault(
            .unauthorized, "bad_signature",
            "this is not signed as a known sender signs; send webhook-id, webhook-timestamp of the last five minutes and"
                + " webhook-signature as Standard Webhooks has them, by the secret that was agreed on")
    }

    private static func isID(_ text: String) -> Bool {
        (1...idLimit).contains(text.utf8.count)
            && text.utf8.allSatisfy { (33...126).contains($0) && $0 != UInt8(ascii: ".") }
    }
}

extension HTTPField.Name {
    static let webhookID = known("webhook-id")
    static let webhookTimestamp = known("webhook-timestamp")
    static let webhookSignature = known("webhook-signature")
}
