internal import StrictYAML
public import SupplyModel

/// Why nothing was done with an invitation; no case carries any part of a secret.
public enum InviteFault: Error, Equatable, CustomStringConvertible {
    case noSupply(supplier: String, buyer: String, product: String, some: [String])
    case tooDeep(product: String, tier: Int)
    case notTier(Int)
    case tooLong(until: Timestamp)
    case notAnInvitation(String)
    case withdrawn(String)
    case notSupplies(file: String)
    case unknown(String)
    case isRevoked(String)
    /// `root`: nil where there are too many in all.
    case tooMany(Int, root: String?)

    public var description: String { sentence(for: .commandLine) }

    /// What is wrong and what to do.
    func sentence(for asker: Asker) -> String {
        switch self {
        case .noSupply(let supplier, let buyer, let product, let some):
            some.isEmpty
                ? "\(buyer) declares no standing supply from \(supplier); register that supply first"
                : "\(buyer) declares no '\(Excerpt.of(product))' from \(supplier), but \(some.joined(separator: ", "));"
                    + " name one of these with \(asker.named("product"))"
        case .tooDeep(let product, let tier):
            "'\(product)' is of tier \(tier), the last that is registered; nothing above it can be asked for"
        case .notTier(let tier):
            "tier \(tier) cannot be asked for; name one from 2 to 5 with \(asker.named("tier"))"
        case .tooLong(let end):
            "it would hold until \(end), and an invitation holds for \(InviteDesk.longestDays) days at most;"
                + " name an earlier time with \(asker.named("until"))"
        case .notAnInvitation(let name):
            "\(name): this token is no invitation; give the text that `tierwatch invite create` showed"
        case .withdrawn(let id):
            "\(id): the invitation under which this one was made was revoked; ask for a new one"
        case .notSupplies(let file): "\(file): \(Self.notSuppliesSentence)"
        case .unknown(let id):
            "\(Excerpt.of(id)): no invitation has this id; \(asker.place(.invitations)) shows them"
        case .isRevoked(let id): "\(id): this invitation is revoked already; nothing was changed"
        case .tooMany(let limit, let root):
            "\(root.map { "\($0) has" } ?? "there are") \(limit) invitations that hold, as many as may be;"
                + " revoke those that are done with, or wait until some end"
        }
    }

    static let notSuppliesSentence =
        "this is no table of supplies, and the invitation is for nothing else; give each supplier a row"

    /// What the exit code tells of it.
    var kind: FaultKind {
        switch self {
        case .notTier, .tooDeep, .tooLong: .usage
        case .noSupply, .unknown: .noInput
        case .notAnInvitation, .withdrawn, .notSupplies, .isRevoked, .tooMany: .badData
        }
    }
}
