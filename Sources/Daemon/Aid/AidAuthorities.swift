internal import Delivery
internal import HTTPAPI
internal import MutualAid
internal import SupplyModel

/// The authorities of the mechanism as they are in force now: who is told of what, and whose signature is whose.
struct AidAuthorities: Sendable {
    let policy: @Sendable () -> AidPolicy
    private let keys: SenderKeys
    private let complain: @Sendable (String) -> Void

    /// `environment`: where secrets are looked up; `complain` hears of those that cannot be used.
    init(
        policy: @escaping @Sendable () -> AidPolicy, environment: [String: String],
        complain: @escaping @Sendable (String) -> Void
    ) {
        self.policy = policy
        keys = SenderKeys(environment: environment)
        self.complain = complain
    }

    /// The province by whose secret a message is signed.
    ///
    /// It is held against the secrets of all, so that the time tells nothing of whose it is.
    ///
    /// - Throws: `APIFault` where it is nobody's or several's, or was not signed about now.
    func sender(of message: SignedMessage, now: Timestamp) throws(APIFault) -> RegionCode {
        let stamp = message.stamp
        var senders: [RegionCode] = []
        for (province, authority) in policy().authorities.sorted(by: { $0.key < $1.key }) {
            guard let secret = authority.secret else { continue }
            do {
                let signer = try keys.signer(secret, of: "\(province) of aid.yaml")
                let isSigned = try signer.isSigned(
                    stamp.signatures, id: stamp.id, seconds: stamp.seconds, body: message.bytes)
                if isSigned { senders.append(province) }
            } catch {
                complain("\(error)")
            }
        }
        if senders.count > 1 {
            let all = senders.map(\.description).joined(separator: ", ")
            complain("\(all) of aid.yaml have the same secret; give each a secret of its own")
        }
        guard senders.count == 1, stamp.isFresh(at: now) else { throw SignedMessage.unsigned }
        return senders[0]
    }
}
