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

    /// Of the end all hear who heard of the request: what it opened there is to be shut.
    private func channels(for request: AidRequest) -> [String] {
        let actions = request.state.isOver ? request.steps.map(\.action) : [request.newest.action]
        var seen: Set<String> = []
        return actions.flatMap { channels(after: $0, request.content) }.filter { seen.insert($0).inserted }
    }

    /// Who is asked hears what is wanted of him, who asks hears what comes of it; of what is late both hear, and others.
    private func channels(after action: AidAction, _ content: AidContent) -> [String] {
        let asking = policy.authorities[content.authority]?.channel
        let asked = policy.authorities[content.counterpart]?.channel
        let told: [String?] =
            switch action {
            case .draft, .assign, .start, .answer, .sendBack: [asking]
            case .register, .reopen, .close: [asked]
            case .drop: []
            case .escalate: [asking, asked] + policy.overdueChannels
            }
        return told.compactMap { $0 }
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
