internal import Resilience
internal import Store
public import SupplyModel

extension InviteDesk {
    /// Invitations, newest first: those that are active, or all; of one registrant's chain, or of everybody's.
    ///
    /// `showsCoverage`: with how far the chain was registered below the tier asked for when the invitation was made, and how
    /// far it is now, both in the eyes of whom it stems from.
    public func list(
        from root: FirmID?, all: Bool, showsCoverage: Bool = false
    ) throws -> Answer {
        let records = try store.invitations(from: root)
        let revoked = Self.revoked(records)
        let shown = records.map { ($0, state($0, isRevoked: revoked.contains($0.invitation.id))) }
            .filter { all || $0.1 == .active }
        return Answer(
            columns: [
                "id", "state", "root", "buyer", "product", "supplier", "tier", "parent", "made_at",
                "expires_at", "used_at", "rows", "coverage_before", "coverage_now",
            ],
            records: try shown.map { record, state in
                fields(record, state: state) + (showsCoverage ? try coverage(record) : [])
            })
    }

    private func state(_ record: InvitationRecord, isRevoked: Bool) -> AccessToken.State {
        isRevoked ? .revoked : record.token.state(at: now)
    }

    /// The ids of those that were revoked, or made under one that was: parents are older than what they bring.
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

    private func coverage(_ record: InvitationRecord) throws(StoreError) -> [Answer.Field] {
        let before = try coverage(record.invitation, at: record.token.madeAt)
        return Answer.Field.number("coverage_before", before)
            + Answer.Field.number("coverage_now", try coverage(record.invitation, at: nil))
    }

    /// The `tier_coverage` of the root's chain at an invitation's tier, in the root's view; nil where it has no such tier.
    private func coverage(_ invitation: Invitation, at time: Timestamp?) throws(StoreError) -> Double? {
        let network = try store.network(at: time, view: .registrant(invitation.root))
        guard let root = network.number(of: invitation.root) else { return nil }
        return Chains(network).samples(of: [root], now: now).first {
            $0.metric == .tierCoverage && $0.labels["tier"] == "\(invitation.tier)"
        }?.value
    }
}
