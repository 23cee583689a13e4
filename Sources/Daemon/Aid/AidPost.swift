internal import MutualAid
internal import Store
internal import SupplyModel

/// Which channels hear of a step of a request, by the policy.
struct AidPost: Sendable {
    let policy: AidPolicy
    let names: AidNotice.Names

    init(_ policy: AidPolicy, names: AidNotice.Names) {
        self.policy = policy
        self.names = names
    }

    /// The messages about a request's newest step.
    func entries(_ request: AidRequest) throws -> [OutboxEntry] {
        let notice = AidNotice(request, names: names)
        let channels = channels(for: request)
        guard !channels.isEmpty else { return [] }
        let body = try notice.json()
        return channels.map { channel in
            OutboxEntry(
                id: notice.messageID(for: channel), channel: channel, fingerprint: notice.subject, body: body)
        }
    }

    /// Who is asked hears what is wanted of him, who asks hears what comes of it; of what is late both hear, and others.
    private func channels(for request: AidRequest) -> [String] {
        let asking = policy.authorities[request.content.authority]?.channel
        let asked = policy.authorities[request.content.counterpart]?.channel
        let told: [String?] =
            switch request.newest.action {
            case .draft, .assign, .start, .answer, .sendBack: [asking]
            case .register, .reopen, .close: [asked]
            case .drop: []
            case .escalate: [asking, asked] + policy.overdueChannels
            }
        var seen: Set<String> = []
        return told.compactMap { $0 }.filter { seen.insert($0).inserted }
    }
}

extension AidNotice.Names {
    /// Names as a network and the gazetteer have them.
    init(_ network: Network, _ gazetteer: Gazetteer) {
        self.init(
            firm: { id in network.number(of: id).flatMap { network.firms[Int($0)].name } },
            region: { gazetteer.name(of: $0, in: $1) })
    }
}
