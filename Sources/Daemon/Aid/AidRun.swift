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

    /// What drafts follow from: as long as it stands, what was written for it is all that is to be written.
    struct Grounds: Equatable {
        var marks: [Int64]
        var day: CalendarDay
        var alerts: [AlertLife]
        var events: [Int64]
        var products: ProductBook
    }

    /// What the drafts for some alerts follow from now; nil where none asks for help.
    ///
    /// `marks`: `groundMarks`, read before anything that the drafts are made from, so that what is added meanwhile is seen by the next run.
    func grounds(_ alerts: [Alert], events: [KnownEvent], marks: [Int64]) -> Grounds? {
        let asking = asking(alerts)
        guard !asking.isEmpty else { return nil }
        return Grounds(
            marks: marks, day: CalendarDay(now), alerts: asking.map(AlertLife.init).sorted(),
            events: events.filter { $0.counts(at: now) }.map(\.number), products: content.products)
    }

    /// What is to be written, and for whom nothing can be.
    struct Found {
        var drafts: [AidDraft] = []
        /// Leading firms whose lines stop for want of others, by name, of which nobody knows which province speaks for them.
        var unspoken: Set<String> = []
    }

    private func asking(_ alerts: [Alert]) -> [Alert] {
        alerts.filter { $0.state == .firing && $0.isMutualAid }
    }

    /// What follows from the alerts that are open; `reported`: what status reports say of sites that stand still.
    func drafts(_ alerts: [Alert], reported: [ReportedStop], events: [KnownEvent]) throws -> Found {
        var result = Found()
        let asking = asking(alerts)
        guard !asking.isEmpty, !(reported.isEmpty && events.isEmpty) else { return result }
        let stops = StandingStops(chains, reported: reported, events: events, now: now)
        guard !stops.isEmpty else { return result }
        let drafting = AidDrafting(
            Timeline(chains), stops, names: AidDrafting.Names(chains.network, gazetteer))
        let about = asking.compactMap { alert in drafting.subject(of: alert).map { (alert, $0) } }
        let losing = drafting.losing.filter { firm in about.contains { $0.1.isAbout(firm) } }
        guard !losing.isEmpty else { return result }
        var asked = try Asked(store.aidRequests(Self.open), store.aidCauses(), chains.network)
        let speakers = try FirmSpeakers.all(
            of: losing.filter { drafting.authority(of: $0).isDelta }, inquiry, in: chains.network)
        let advice = try Advice(
            lists: inquiry.whiteListBook(in: chains.network, at: now),
            others: inquiry.othersSupplies(to: speakers, in: chains.network))
        let help = help(for: losing, about.map { $0.1 }, drafting, advice)
        for (alert, subject) in about {
            let ask = content.rules.first { $0.name == alert.rule }?.aid ?? AidAsk()
            for (firm, help) in zip(losing, help) {
                let own = drafting.part(of: help.felt, for: subject)
                guard !own.isEmpty else { continue }
                guard let standIns = help.standIns else {
                    result.unspoken.insert(Inquiry.shownName(of: firm, in: chains.network))
                    continue
                }
                let cause = Self.cause(of: alert)
                let wanted =
                    drafting.contents(about: own, kind: ask.kind).map { (cause, $0) }
                    + drafting.contents(of: standIns, for: own).map { (cause + Self.standingIn, $0) }
                for (cause, content) in wanted {
                    guard let content = asked.rest(of: content, cause) else { continue }
                    result.drafts.append(draft(content, alert, cause, ask))
                }
            }
        }
        return result
    }

    /// What a firm is to be helped with: the same for all alerts about it.
    private struct Help {
        var felt: FeltStops
        /// nil where no alert is about whom it feels, or nobody knows who asks for it.
        var standIns: StandIns?
    }

    /// What is known of who could stand in, beside the chains.
    private struct Advice {
        var lists: WhiteListBook
        /// By firm, as in a question for stand-ins.
        var others: [Int32: Set<OwnSupply>]
    }

    /// By firm, in their order.
    private func help(
        for firms: [Int32], _ subjects: [AidSubject], _ drafting: AidDrafting, _ advice: Advice
    ) -> [Help] {
        let firmsAtOnce = min(Cores.count, Matches.workerLimit, firms.count)
        return concurrently(count: firms.count, workers: firmsAtOnce) { number in
            let firm = firms[number]
            let felt = drafting.felt(by: firm, about: subjects)
            guard subjects.contains(where: { $0.isAbout(firm) && !drafting.part(of: felt, for: $0).isEmpty }),
                drafting.authority(of: firm) != .unknown
            else { return Help(felt: felt) }
            let standIns = drafting.standIns(about: felt, for: subjects) { question in
                question.book = content.products
                question.workers = Cores.count / firmsAtOnce
                question.others = advice.others[firm] ?? []
                advice.lists.advise(&question, in: chains, now: now)
            }
            return Help(felt: felt, standIns: standIns)
        }
    }

    private var inquiry: Inquiry { Inquiry(store: store, gazetteer: gazetteer, language: .zh) }

    private static var open: AidFilter {
        var filter = AidFilter()
        filter.states = AidState.open
        return filter
    }

    /// What makes two requests the same: the event, or else the alert's life.
    private static func cause(of alert: Alert) -> String {
        alert.labels["event"].map { "event:\($0)" } ?? "alert:\(alert.fingerprint)@\(alert.startsAt)"
    }

    /// What the cause of a request for stand-ins ends with: the province may be asked for its own suppliers too, when they stop later.
    private static let standingIn = "+capacity"

    private func draft(_ content: AidContent, _ alert: Alert, _ cause: String, _ ask: AidAsk) -> AidDraft {
        var content = content
        // What comes after it tells whoever runs Tierwatch what to type.
        content.reason = Sentence.first(of: alert.summary.zh)
        content.contact = content.contact ?? self.content.aid.authorities[content.authority]?.contact
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

/// What provinces are asked for already, and what they were ever asked about; firms as the register counts them now.
///
/// Who asks for a firm does not matter: that changes once its place is declared. Nor does where in its province a supplier is.
private struct Asked {
    private struct Party: Hashable {
        var firm: FirmID
        var counterpart: RegionCode
    }

    private struct Key: Hashable {
        var party: Party
        /// Somebody who is asked to stand in may stand still himself later.
        var isStandIn: Bool
        var supplier: FirmID
        var product: String
    }

    private let network: Network
    private var keys: Set<Key> = []
    private var causes: [String: Set<Party>] = [:]

    init(_ requests: [AidRequest], _ causes: [String: Set<AidParties>], _ network: Network) {
        self.network = network
        for request in requests { keys.formUnion(request.content.suppliers.map { key(request.content, $0) }) }
        self.causes = causes.mapValues { all in Set(all.map { party($0.firm, $0.counterpart) }) }
    }

    /// A request without those who are asked for already, which are known from now on; nil where nobody is left, or where the province was
    /// asked about the cause for the firm before.
    mutating func rest(of content: AidContent, _ cause: String) -> AidContent? {
        let party = party(content.firm, content.counterpart)
        guard !(causes[cause]?.contains(party) ?? false) else { return nil }
        var rest = content
        rest.suppliers = content.suppliers.filter { !keys.contains(key(content, $0)) }
        guard !rest.suppliers.isEmpty else { return nil }
        keys.formUnion(rest.suppliers.map { key(content, $0) })
        causes[cause, default: []].insert(party)
        return rest
    }

    private func key(_ content: AidContent, _ supplier: AidSupplier) -> Key {
        Key(
            party: party(content.firm, content.counterpart), isStandIn: content.kind == .capacity,
            supplier: counted(supplier.firm), product: supplier.product)
    }

    private func party(_ firm: FirmID, _ counterpart: RegionCode) -> Party {
        Party(firm: counted(firm), counterpart: counterpart)
    }

    private func counted(_ firm: FirmID) -> FirmID { network.merged[firm] ?? firm }
}
