internal import Resilience
internal import Store
public import SupplyModel

extension InviteDesk {
    /// Invitations of one answer whose coverage is worked out, the newest: each takes the chain's figures of another instant.
    public static let coverageLimit = 100

    /// Invitations, newest first: those that are active, or all; of one registrant's chain, or of everybody's; with how many
    /// declarations stand under each.
    ///
    /// `showsCoverage`: with how far the chain was registered below the tier asked for when the invitation was made, and how
    /// far it is now, both in the eyes of whom it stems from; of the newest `coverageLimit`.
    public func list(
        from root: FirmID?, all: Bool, showsCoverage: Bool = false
    ) throws -> Answer {
        let records = try store.invitations(from: root)
        let revoked = Self.revoked(records)
        let shown = records.map { ($0, state($0, isRevoked: revoked.contains($0.invitation.id))) }
            .filter { all || $0.1 == .active }
        let standing = try store.standingDeclarations(under: shown.map { $0.0.invitation.id })
        var known: [FirmID: [Int: Double]] = [:]
        return Answer(
            columns: [
                "id", "state", "root", "buyer", "product", "supplier", "tier", "parent", "made_at",
                "expires_at", "used_at", "rows", "declarations", "coverage_before", "coverage_now",
            ],
            records: try shown.enumerated().map { number, one in
                let isMeasured = showsCoverage && number < Self.coverageLimit
                let count = standing[one.0.invitation.id] ?? 0
                return fields(one.0, state: one.1) + Answer.Field.number("declarations", count)
                    + (isMeasured ? try coverage(one.0, &known) : [])
            })
    }

    private func state(_ record: InvitationRecord, isRevoked: Bool) -> AccessToken.State {
        isRevoked ? .revoked : record.token.state(at: now)
    }

    /// The ids of those that were revoked, or made under one that was: what an invitation brings is of a higher tier than itself.
    private static func revoked(_ records: [InvitationRecord]) -> Set<String> {
        var revoked: Set<String> = []
        for record in records.sorted(by: { $0.invitation.tier < $1.invitation.tier }) {
            let isRevoked =
                record.token.revokedAt != nil || record.invitation.parent.map(revoked.contains) ?? false
            if isRevoked { revoked.insert(record.invitation.id) }
        }
        return revoked
    }

    func fields(_ record: InvitationRecord, state: AccessToken.State) -> [Answer.Field] {
        let invitation = record.invitation
        return [
            Answer.Field("id", .text(invitation.id)), Answer.Field("state", .text(state.rawValue)),
            Answer.Field("root", .text(invitation.root.description)),
            Answer.Field("buyer", .text(invitation.buyer.description)),
            Answer.Field("product", .text(invitation.product)),
            Answer.Field("supplier", .text(invitation.supplier.description)),
            Answer.Field("tier", .number(Double(invitation.tier))),
        ] + Answer.Field.text("parent", invitation.parent) + [
            Answer.Field("made_at", .text(record.token.madeAt.description)),
            Answer.Field("expires_at", .text(record.token.expiresAt.description)),
        ] + Answer.Field.text("used_at", record.usedAt?.description)
            + Answer.Field.number("rows", record.rows.map { Double($0) })
    }

    /// `known`: by root what its chain's coverage is now.
    private func coverage(
        _ record: InvitationRecord, _ known: inout [FirmID: [Int: Double]]
    ) throws -> [Answer.Field] {
        let invitation = record.invitation
        let before = try coverage(of: invitation.root, at: record.token.madeAt)
        let after = try known[invitation.root] ?? coverage(of: invitation.root, at: nil)
        known[invitation.root] = after
        return Answer.Field.number("coverage_before", before[invitation.tier])
            + Answer.Field.number("coverage_now", after[invitation.tier])
    }

    /// By tier the `tier_coverage` of a registrant's chain in its own view; nothing of tiers that it does not have.
    private func coverage(of root: FirmID, at time: Timestamp?) throws(StoreError) -> [Int: Double] {
        let network = try store.network(at: time, view: .registrant(root))
        guard let number = network.number(of: root) else { return [:] }
        let samples = Chains(network).samples(of: [number], now: now).filter { $0.metric == .tierCoverage }
        return Dictionary(samples.map { (Int($0.labels["tier"] ?? "") ?? 0, $0.value) }) { first, _ in first }
    }
}
