public import SupplyModel

/// Which question an owner's word is about, of those that it could mean.
///
/// Questions that stand go before those that ended with the request; of them the ones about the very identity that was typed before those about
/// firms that only count as the same; of these again what waits for such a word. So what was given can be taken back under each name of the firm,
/// whatever else was asked about it since. What was refused or taken back is given after all only where nothing else could be meant: a word that
/// comes twice answers no other question.
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
        let waiting = possible.filter { ![.refused, .withdrawn].contains($0.state) }
        guard waiting.count <= 1 else { throw .severalMeant(request.id, waiting) }
        if let one = waiting.first { return one }
        guard possible.isEmpty || meant.count == 1 else { throw .severalMeant(request.id, meant) }
        return meant.last
    }

    /// Those for which something holds; all where it holds for none.
    private static func narrowed(
        _ consents: [AidConsent], _ holds: (AidConsent) -> Bool
    ) -> [AidConsent] {
        let some = consents.filter(holds)
        return some.isEmpty ? consents : some
    }
}
