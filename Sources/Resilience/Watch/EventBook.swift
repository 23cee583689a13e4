public import SupplyModel

/// Puts events through the chains day by day, and remembers what each did until the register or the event changes.
///
/// An event is followed from its own first day, with the stocks full and no backup stepping in, each event by itself: the stocks
/// that it has eaten since then are gone. So its figures move with the clock alone: the days until a firm makes less become fewer.
///
/// What hits a county may also hit the sites of which only the city is known. They are in no figure of what is sure; where they
/// make it worse, a second figure tells what is possible.
public struct EventBook: Sendable {
    /// Events of one run; those that begin first come first.
    public static let eventLimit = 500

    /// Events beyond the limit in the last run, which no figure is of.
    public private(set) var leftOutCount = 0
    /// Who is asked about; nil for all leading firms.
    private let firms: [Int32]?
    private var revision: Int64?
    private var effects: [Key: [Effect]] = [:]

    private struct Key: Hashable {
        var event: String
        var number: Int64

        init(_ event: KnownEvent) {
            self.event = event.event
            number = event.number
        }
    }

    /// What an event does to a firm that it touches, or may touch.
    struct Effect: Sendable {
        var firm: Int32
        /// Nil where no site that is surely hit matters to the firm.
        var sure: Touch?
        /// With the sites that are possibly hit; nil where that is no worse.
        var possible: Touch?
    }

    /// How a firm is touched.
    struct Touch: Equatable, Sendable {
        /// Counted from the event's first day.
        var firstLossDay: Int
        /// The most that is lost on one day, 0...1.
        var loss: Double
    }

    /// `firms` are numbers of one register's; nil for the leading firms of any.
    public init(firms: [Int32]? = nil) { self.firms = firms }

    /// The samples of the events that count at an instant: one of each event, two of each firm asked about that it touches, and two of
    /// each that it may touch sooner or worse.
    public mutating func samples(of events: [KnownEvent], in chains: Chains, now: Timestamp) -> [Sample] {
        if revision != chains.network.revision { effects = [:] }
        revision = chains.network.revision
        let all = events.filter { $0.counts(at: now) }.sorted {
            ($0.report.startsAt ?? now, $0.event) < ($1.report.startsAt ?? now, $1.event)
        }
        let counted = all.prefix(Self.eventLimit)
        leftOutCount = all.count - counted.count
        follow(Array(counted), in: chains)
        return counted.flatMap { event in
            Self.samples(of: event, effects[Key(event)] ?? [], in: chains, now: now)
        }
    }

    /// Works out the events that are new, and forgets those that are gone.
    private mutating func follow(_ events: [KnownEvent], in chains: Chains) {
        let keys = Set(events.map { Key($0) })
        effects = effects.filter { keys.contains($0.key) }
        let new = events.filter { effects[Key($0)] == nil }
        guard !new.isEmpty else { return }
        let timeline = Timeline(chains)
        for event in new {
            effects[Key(event)] = Self.effects(of: event.report, on: firms ?? chains.leaders, in: timeline)
        }
    }

    private static func effects(
        of report: EventReport, on firms: [Int32], in timeline: Timeline
    ) -> [Effect] {
        func areHit(_ shocks: [Shock]) -> Bool {
            shocks.contains { timeline.siteCount(hitBy: $0.target) > 0 }
        }
        func touches(_ shocks: [Shock]) -> [Touch?] {
            timeline.courses(of: firms, in: Scenario(shocks)) { _ in }.map { course in
                course.firstLossDay.map {
                    Touch(firstLossDay: $0, loss: min(1, max(0, 1 - course.lowestOutput)))
                }
            }
        }
        let (shocks, more) = (report.shocks, report.possibleShocks)
        let nobody = [Touch?](repeating: nil, count: firms.count)
        let sure = areHit(shocks) ? touches(shocks) : nobody
        let possible = areHit(more) ? touches(shocks + more) : nobody
        return firms.indices.compactMap { index in
            let worse = possible[index].flatMap { $0.isWorse(than: sure[index]) ? $0 : nil }
            guard sure[index] != nil || worse != nil else { return nil }
            return Effect(firm: firms[index], sure: sure[index], possible: worse)
        }
    }

    private static func samples(
        of event: KnownEvent, _ effects: [Effect], in chains: Chains, now: Timestamp
    ) -> [Sample] {
        let report = event.report
        guard let start = report.startsAt else { return [] }
        let places = report.hits.filter { $0.loss > 0 && $0.endsAt > now }.map(\.region)
        let provinces = Set(places.filter(\.isChinese).map { $0.at(.province) }).sorted()
        let active = Sample(
            metric: .eventActive, labels: ["event": event.event], value: 1, unknown: 0, industry: nil,
            provinces: provinces)
        let elapsedDays = now.seconds(since: start) / 86_400
        return [active]
            + effects.flatMap { effect in
                var sampler = FirmSampler(chains, effect.firm)
                for (touch, isSure) in [(effect.sure, true), (effect.possible, false)] {
                    guard let touch else { continue }
                    sampler.addEvent(
                        event.event, survivalDays: Int(max(0, Double(touch.firstLossDay) - elapsedDays)),
                        loss: touch.loss, isSure: isSure, provinces: provinces)
                }
                return sampler.samples
            }
    }
}

extension EventBook.Touch {
    /// Whether output is lost sooner than by the other, or more of it.
    func isWorse(than other: Self?) -> Bool {
        guard let other else { return true }
        return firstLossDay < other.firstLossDay || loss > other.loss + Course.leastLoss
    }
}

extension EventReport {
    /// What it does to regions, in whole days from its own first moment.
    public var shocks: [Shock] {
        guard let first = startsAt else { return [] }
        return shocks(since: first)
    }

    /// What it may do beside that, by the same days: a site of which only the city is known may stand in a county that is hit.
    public var possibleShocks: [Shock] {
        shocks.compactMap { shock in
            guard case .region(let region) = shock.target, let city = region.cityOfCounty else { return nil }
            return Shock(.only(city), loss: shock.loss, startDay: shock.startDay, days: shock.days)
        }
    }

    /// The same as `shocks` in whole days from another moment, before or at its first.
    ///
    /// A region is hit from the day on in which its time begins, through the day in which it ends.
    public func shocks(since first: Timestamp) -> [Shock] {
        hits.filter { $0.loss > 0 }.map { hit in
            let start = Int((hit.startsAt.seconds(since: first) / 86_400).rounded(.down))
            let end = Int((hit.endsAt.seconds(since: first) / 86_400).rounded(.up))
            return Shock(.region(hit.region), loss: hit.loss, startDay: start, days: max(1, end - start))
        }
    }
}
