internal import Alerting
internal import MutualAid
internal import Resilience
internal import Store
internal import SupplyModel

/// The requests for help that a run writes by itself: for alerts whose rules ask for it, where something stands still now.
///
/// An alert about what only might stop asks nobody for help. Each cause is taken once for each firm and province, and a supplier for
/// which a province is being asked by a firm already is not asked for again.
struct AidRun: Sendable {
    private let content: Watchbook.Content
    private let store: Store
    private let gazetteer: Gazetteer
    private let chains: Chains
    private let now: Timestamp
    private let post: AidPost

    init(_ content: Watchbook.Content, store: Store, gazetteer: Gazetteer, chains: Chains, now: Timestamp) {
        self.content = content
        self.store = store
        self.gazetteer = gazetteer
        self.chains = chains
        self.now = now
        post = AidPost(content.aid, names: AidNotice.Names(chains.network, gazetteer))
    }

    /// What channels are told of a request.
    var messages: @Sendable (AidRequest) throws -> [OutboxEntry] {
        { [post] request in try post.entries(request) }
    }

    /// What is to be written for the alerts that are open.
    func drafts(_ alerts: [Alert], reports: [StatusReport], events: [KnownEvent]) throws -> [AidDraft] {
        let asking = alerts.filter { $0.state == .firing && $0.isMutualAid }
        guard !asking.isEmpty, !(reports.isEmpty && events.isEmpty) else { return [] }
        let stops = StandingStops(rates: OperatingRates(chains, reports), events: events, now: now)
        guard !stops.isEmpty else { return [] }
        let known = try store.aidCauses()
        let jobs = asking.filter { !isKnown($0, known) }
        guard !jobs.isEmpty else { return [] }
        let network = chains.network
        let drafting = AidDrafting(
            Timeline(chains), stops,
            names: AidDrafting.Names(network, gazetteer))
        var asked = try Asked(store.aidRequests(Self.open))
        let lists = try whiteLists()
        var drafts: [AidDraft] = []
        for alert in jobs {
            guard let sources = drafting.sources(of: alert) else { continue }
            let cause = Self.cause(of: alert)
            let ask = content.rules.first { $0.name == alert.rule }?.aid ?? AidAsk()
            for firm in drafting.firms(hitBy: sources, named: alert.labels) {
                if known[cause]?.contains(network.firms[Int(firm)].id) ?? false { continue }
                let stopped = drafting.contents(for: firm, kind: ask.kind, sources: sources)
                let standIns = drafting.standIns(
                    for: firm, sources: sources, besides: Set(stopped.map(\.counterpart))
                ) { question in
                    question.book = content.products
                    question.workers = Cores.count
                    lists.advise(&question, in: chains, now: now)
                }
                for content in stopped + standIns {
                    guard let content = asked.rest(of: content) else { continue }
                    drafts.append(draft(content, alert, cause, ask))
                }
            }
        }
        return drafts
    }

    private func whiteLists() throws -> WhiteListBook {
        let inquiry = Inquiry(store: store, gazetteer: gazetteer, language: .zh)
        return try inquiry.whiteListBook(in: chains.network, at: now)
    }

    private static var open: AidFilter {
        var filter = AidFilter()
        filter.states = AidState.open
        return filter
    }

    /// Whether a request was written for the one firm that an alert names.
    private func isKnown(_ alert: Alert, _ known: [String: Set<FirmID>]) -> Bool {
        guard let firms = known[Self.cause(of: alert)], let firm = alert.labels["firm"] else { return false }
        return firms.contains(FirmID(checked: firm))
    }

    /// What makes two requests the same: the event, or else the alert's life.
    private static func cause(of alert: Alert) -> String {
        alert.labels["event"].map { "event:\($0)" } ?? "alert:\(alert.fingerprint)@\(alert.startsAt)"
    }

    private func draft(_ content: AidContent, _ alert: Alert, _ cause: String, _ ask: AidAsk) -> AidDraft {
        var content = content
        content.reason = alert.summary.zh
        content.evidence = AidEvidence(alert, cause: cause)
        let deadline = self.content.aid.deadline(
            of: content.kind, lineStopsOn: content.lineStopsOn, now: now)
        let step = AidStep(
            number: 1, action: ask.needsPerson ? .draft : .register,
            state: ask.needsPerson ? .draft : .registered, by: "rule:\(alert.rule)", time: now,
            deadline: deadline)
        return AidDraft(content, step)
    }
}

/// Whom firms ask provinces for already.
private struct Asked {
    private struct Key: Hashable {
        var authority: RegionCode
        var counterpart: RegionCode
        var firm: FirmID
        var supplier: FirmID
        var region: RegionCode
        var product: String

        init(_ content: AidContent, _ supplier: AidSupplier) {
            authority = content.authority
            counterpart = content.counterpart
            firm = content.firm
            self.supplier = supplier.firm
            region = supplier.region
            product = supplier.product
        }
    }

    private var keys: Set<Key> = []

    init(_ requests: [AidRequest]) {
        for request in requests {
            for supplier in request.content.suppliers { keys.insert(Key(request.content, supplier)) }
        }
    }

    /// A request without those who are asked for already, which are known from now on; nil where nobody is left.
    mutating func rest(of content: AidContent) -> AidContent? {
        var rest = content
        rest.suppliers = content.suppliers.filter { keys.insert(Key(content, $0)).inserted }
        return rest.suppliers.isEmpty ? nil : rest
    }
}
