internal import MutualAid
internal import Store
internal import SupplyModel

extension AidPost {
    /// The message about a consent's newest step: an owner hears what is asked of it, the province that asks what was said.
    func entries(_ consent: AidConsent, of request: AidRequest) throws -> [OutboxEntry] {
        let channel =
            consent.newest.action == .ask
            ? policy.owners[consent.subject.owner] : policy.authorities[request.content.authority]?.channel
        guard let channel else { return [] }
        let notice = ConsentNotice(consent, of: request, names: names)
        return [
            OutboxEntry(
                id: notice.messageID(for: channel), channel: channel, fingerprint: notice.subject,
                body: try notice.json())
        ]
    }
}
