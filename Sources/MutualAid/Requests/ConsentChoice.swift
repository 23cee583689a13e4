public import SupplyModel

/// Which question an owner's word is about, of those that it could mean.
///
/// Questions that stand go before those that ended with the request; of them the ones about the very identity that was typed before those about
/// firms that only count as the same; of these again what can be so answered, and what nobody has answered before what somebody has. So what was
/// given can be taken back under each name of the firm, whatever else was asked about it since.
public enum ConsentChoice {
    /// `typed`: the identity that was typed; nil for a name.
    ///
    /// - Returns: nil where there is none.
    public static func choice(
        of asked: [AidConsent], for action: ConsentAction, of request: AidRequest, typed: FirmID?
    ) throws(ConsentFault) -> AidConsent? {
        let standing = narrowed(asked) { request.isStanding($0) }
        let meant = narrowed(standing) { $0.subject.supplier == typed }
        let possible = meant.filter {
            request.isStanding($0) && ConsentLife.begins(action).contains($0.state)
        }
        let open = narrowed(possible) { $0.state == .asked }
        guard open.count <= 1 else { throw .severalWait(request.id, open) }
        return open.first ?? meant.last
    }

    /// Those for which something holds; all where it holds for none.
    private static func narrowed(
        _ consents: [AidConsent], _ holds: (AidConsent) -> Bool
    ) -> [AidConsent] {
        let some = consents.filter(holds)
        return some.isEmpty ? consents : some
    }
}
