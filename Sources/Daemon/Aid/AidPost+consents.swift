internal import MutualAid
internal import Store
internal import SupplyModel

extension AidPost {
    /// The messages about a consent's newest step: an owner hears what is asked of it, and that it was answered; the province that asks, what
    /// was said.
    func entries(_ consent: AidConsent, of request: AidRequest, _ names: OwnNames) throws -> [OutboxEntry] {
        if consent.newest.action == .ask { return try told(.asked, consent, of: request, names) }
        return try told(.said, consent, of: request, names) + told(.ended, consent, of: request, names)
    }

    /// What follows for owners from a request's newest step: once it is over they have nothing to answer any more; opened again after that, it
    /// asks again who had not answered.
    func owners(
        _ whole: ConsentedRequest, _ names: OwnNames
    ) throws -> ([ConsentStep], [OutboxEntry]) {
        let request = whole.request
        if request.state.isOver {
            let ended = AidConsent.consents(whole.said).filter(request.stoodUntilEnd)
            return ([], try ended.flatMap { try told(.ended, $0, of: request, names) })
        }
        let steps = ConsentLife.askedAgain(request, said: whole.said)
        let asked = steps.compactMap(AidConsent.init)
        return (steps, try asked.flatMap { try told(.asked, $0, of: request, names) })
    }

    private func told(
        _ kind: ConsentNotice.Kind, _ consent: AidConsent, of request: AidRequest, _ names: OwnNames
    ) throws -> [OutboxEntry] {
        let channel =
            kind == .said
            ? policy.authorities[request.content.authority]?.channel : policy.owners[consent.subject.owner]
        guard let channel else { return [] }
        let notice = ConsentNotice(
            kind, consent, of: request, name: try names.name(of: consent.subject), region: self.names.region)
        return [
            OutboxEntry(
                id: notice.messageID(for: channel), channel: channel, fingerprint: notice.subject,
                body: try notice.json())
        ]
    }
}
