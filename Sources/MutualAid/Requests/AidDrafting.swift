public import Resilience
public import SupplyModel

/// Writes requests for what stands still: for each leading firm whose line stops, one to each province of the delta, other than its
/// own, in which suppliers that it needs stand still.
///
/// A province without whose suppliers the firm loses as much is not asked. It decides nothing about what was asked before: the ledger takes each
/// cause once.
public struct AidDrafting: Sendable {
    let chains: Chains
    let timeline: Timeline
    let stops: StandingStops
    private let names: Names

    /// What things are called in a request's words.
    public struct Names: Sendable {
        public var firm: @Sendable (Int32) -> String
        public var region: @Sendable (RegionCode, Language) -> String

        public init(
            firm: @escaping @Sendable (Int32) -> String,
            region: @escaping @Sendable (RegionCode, Language) -> String
        ) {
            self.firm = firm
            self.region = region
        }
    }

    public init(_ timeline: Timeline, _ stops: StandingStops, names: Names) {
        chains = timeline.chains
        self.timeline = timeline
        self.stops = stops
        self.names = names
    }

    /// Everything that stands still.
    public var allSources: Set<StandingStops.Source> { Set(stops.stops.map(\.source)) }

    /// What lines an alert is about, by the sources behind it; nil where nothing that stands still is.
    public func sources(of alert: Alert) -> Set<StandingStops.Source>? {
        let all = allSources
        if let event = alert.labels["event"] {
            return all.contains(.event(event)) ? [.event(event)] : nil
        }
        guard alert.metric == .operatingRate else { return nil }
        let meant = all.filter { source in
            guard case .status(let firm) = source else { return false }
            return isMeant(firm, by: alert.labels)
        }
        return meant.isEmpty ? nil : meant
    }

    /// Whether reports about a firm are what an alert on an operating rate is about.
    private func isMeant(_ firm: Int32, by labels: Labels) -> Bool {
        if let region = labels["region"].flatMap(RegionCode.init(_:)) {
            return stops.stops.contains { stop in
                guard stop.source == .status(firm), case .site(_, let place) = stop.shock.target else {
                    return false
                }
                return place == region || place.at(.city) == region || place.at(.province) == region
            }
        }
        guard let text = labels["firm"], let number = chains.network.number(of: FirmID(checked: text)) else {
            return false
        }
        guard labels["tier"] != nil else { return firm == number }
        return chains.tiers(of: number).dropFirst().joined().contains(firm)
    }

    /// The leading firms that lose output in what some sources are behind; of `among`, nil for all.
    ///
    /// An alert that names the one that is hit is about it alone; an operating rate without a tier names the one that stands still.
    public func firms(
        hitBy sources: Set<StandingStops.Source>, named labels: Labels = [:], among: [Int32]? = nil
    ) -> [Int32] {
        var asked = among ?? chains.leaders
        if labels["event"] != nil || labels["tier"] != nil, let text = labels["firm"],
            let number = chains.network.number(of: FirmID(checked: text))
        {
            asked = asked.filter { $0 == number }
        }
        return timeline.courses(of: asked, in: stops.scenario(of: sources)) { _ in }
            .filter { $0.firstLossDay != nil }.map(\.firm)
    }

    /// The requests of a firm about what some sources are behind; `authority`: the province that asks, nil for the firm's own.
    public func contents(
        for firm: Int32, kind: AidKind, sources: Set<StandingStops.Source>, authority: RegionCode? = nil
    ) -> [AidContent] {
        let authority = authority ?? self.authority(of: firm)
        guard authority.isDelta else { return [] }
        let lineStop = lineStop(of: firm)
        let scenario = scenario(for: firm, of: sources)
        let followed = timeline.lineStops(of: firm, in: scenario, today: stops.today)
        let found = felt(followed, by: firm, scenario)
        var byProvince: [RegionCode: [LineStop]] = [:]
        for stop in found {
            for (province, deliveries) in Dictionary(
                grouping: stop.deliveries, by: { $0.place.at(.province) })
            where province.isDelta && province != authority {
                var there = stop
                there.deliveries = deliveries
                byProvince[province, default: []].append(there)
            }
        }
        return byProvince.sorted { $0.key < $1.key }.map { province, hits in
            let sorted = hits.sorted { left, right in
                (left.firstLossDay ?? .max, left.supplier) < (right.firstLossDay ?? .max, right.supplier)
            }
            var content = content(firm, kind, (authority, province), sorted, lineStop)
            if followed.count == Timeline.lineStopLimit { content.why = content.why.map(Self.cut) }
            return content
        }
    }

    /// Why a line stops, where there may be more behind it than were followed.
    private static func cut(_ why: BilingualText) -> BilingualText {
        let count = Timeline.lineStopLimit
        return BilingualText(
            zh: why.zh + "停产供应商众多，仅逐家核算最近的 \(count) 家。",
            en: why.en + " Many suppliers stand still: only the \(count) nearest were followed one by one.")
    }

    /// Those of the suppliers that stand still whom the firm feels; all of them where its line stops and none of them is behind it alone.
    private func felt(_ found: [LineStop], by firm: Int32, _ scenario: Scenario) -> [LineStop] {
        let felt = found.filter(\.isFelt)
        return felt.isEmpty && firstLossDay(of: firm, in: scenario) != nil ? found : felt
    }

    /// What stands still as it is for a firm, or what some sources are behind: its own sites go on, since nobody else can help with those.
    func scenario(for firm: Int32, of sources: Set<StandingStops.Source>? = nil) -> Scenario {
        var scenario = stops.scenario(of: sources)
        scenario.shocks = chains.shocks(scenario.shocks, sparing: firm)
        return scenario
    }

    /// A request of a firm that names no supplier yet; `authority`: the province that asks.
    public func content(
        for firm: Int32, kind: AidKind, authority: RegionCode, counterpart: RegionCode
    ) -> AidContent {
        content(firm, kind, (authority, counterpart), [], lineStop(of: firm))
    }

    /// What a supplier delivers to a firm from a province, each with the date that one of the firm's requests has for it.
    public func suppliers(
        _ supplier: Int32, of firm: Int32, in province: RegionCode, known: [AidContent]
    ) -> [AidSupplier] {
        let network = chains.network
        let dated = known.flatMap(\.suppliers)
        return chains.deliveries(of: supplier, towards: firm).filter { $0.place.at(.province) == province }
            .map {
                let plain = AidSupplier(
                    firm: network.firms[Int(supplier)].id, region: $0.place,
                    product: network.products[Int($0.product)])
                return dated.first { known in
                    (known.firm, known.region, known.product) == (plain.firm, plain.region, plain.product)
                } ?? plain
            }
    }

    /// When a firm makes less by all that stands still elsewhere; nil where it goes on.
    private func lineStop(of firm: Int32) -> CalendarDay? {
        firstLossDay(of: firm, in: scenario(for: firm)).map(stops.date)
    }

    /// The first day on which a firm loses output; nil where it goes on.
    func firstLossDay(of firm: Int32, in scenario: Scenario) -> Int? {
        timeline.courses(of: [firm], in: scenario) { _ in }.first?.firstLossDay
    }

    /// The province that asks for a firm: that of its own region, or else of its largest sites, or else where it is registered; `unknown`
    /// where none is known.
    public func authority(of firm: Int32) -> RegionCode {
        chains.ownProvinces(of: firm).first ?? chains.network.firms[Int(firm)].id.registeredIn ?? .unknown
    }

    private func content(
        _ firm: Int32, _ kind: AidKind, _ provinces: (asking: RegionCode, asked: RegionCode),
        _ hits: [LineStop], _ lineStop: CalendarDay?
    ) -> AidContent {
        let network = chains.network
        let suppliers = hits.flatMap { stop in
            stop.deliveries.map { delivery in
                AidSupplier(
                    firm: network.firms[Int(stop.supplier)].id, region: delivery.place,
                    product: network.products[Int(delivery.product)],
                    lineStopsOn: stop.firstLossDay.map(stops.date))
            }
        }
        var content = AidContent(
            authority: provinces.asking, counterpart: provinces.asked, firm: network.firms[Int(firm)].id,
            kind: kind, suppliers: Array(suppliers.prefix(AidRequest.supplierLimit)), lineStopsOn: lineStop,
            reason: "")
        content.why = hits.first.map { why(firm, $0, lineStop) }
        content.contact = network.firms[Int(firm)].contact
        return content
    }

    /// Who is behind it first of all; and where the line stops sooner than by that one alone, that others are behind it too.
    private func why(_ firm: Int32, _ stop: LineStop, _ lineStop: CalendarDay?) -> BilingualText {
        let (buyer, supplier) = (names.firm(firm), names.firm(stop.supplier))
        let place = stop.deliveries.first?.place ?? .unknown
        let products = Set(stop.deliveries.map(\.product)).sorted().map { chains.network.products[Int($0)] }
        let loss = "\(Int((stop.loss * 100).rounded()))%"
        let alone = stop.firstLossDay.map(stops.date)
        var (zh, en) = (
            "\(supplier)（\(names.region(place, .zh))）产能损失 \(loss)，影响“\(products.joined(separator: "、"))”",
            "\(supplier) (\(names.region(place, .en))) has lost \(loss) of its capacity, which is felt in"
                + " '\(products.joined(separator: "', '"))'"
        )
        if let alone {
            zh += "；仅此一项，按登记的库存，\(buyer) 自 \(alone) 起减产"
            en += "; by the stocks in the register \(buyer) makes less from \(alone) on for want of it alone"
        }
        if let lineStop, alone.map({ lineStop < $0 }) ?? true {
            zh += "；与其他停产叠加，自 \(lineStop) 起减产"
            en += "; with all else that stands still it makes less from \(lineStop) on"
        }
        return BilingualText(zh: zh + "。", en: en + ".")
    }
}
