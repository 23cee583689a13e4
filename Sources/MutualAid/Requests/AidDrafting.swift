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

    /// The leading firms that lose output by everything that stands still.
    public var losing: [Int32] {
        timeline.courses(of: chains.leaders, in: stops.scenario()) { _ in }
            .filter { $0.firstLossDay != nil }.map(\.firm)
    }

    /// The requests of a firm for suppliers that it feels; `authority`: the province that asks, nil for the firm's own.
    public func contents(
        about felt: FeltStops, kind: AidKind, authority: RegionCode? = nil
    ) -> [AidContent] {
        let authority = authority ?? self.authority(of: felt.firm)
        guard authority.isDelta else { return [] }
        var byProvince: [RegionCode: [LineStop]] = [:]
        for stop in felt.suppliers {
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
            var content = content(about: felt, kind, (authority, province), sorted)
            if let cut = felt.cut { content.why = content.why.map { Self.why($0, cutTo: cut) } }
            return content
        }
    }

    /// Why a line stops, where there may be more behind it than those who were followed.
    private static func why(_ why: BilingualText, cutTo count: Int) -> BilingualText {
        let zh = "停产供应商众多，仅逐家核算其中 \(count) 家（由近及远，及所涉及者）。"
        let en =
            " Many suppliers stand still: only \(count) of them were followed one by one, the nearest and those that"
            + " this is about."
        return BilingualText(zh: why.zh + zh, en: why.en + en)
    }

    /// A request of a firm that names no supplier yet; `authority`: the province that asks.
    public func content(
        about felt: FeltStops, kind: AidKind, authority: RegionCode, counterpart: RegionCode
    ) -> AidContent {
        content(about: felt, kind, (authority, counterpart), [])
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

    /// The province that asks for a firm: that of its own region, or else of its largest sites, or else where it is registered by any of its
    /// identities; `unknown` where none is known.
    public func authority(of firm: Int32) -> RegionCode {
        if let own = chains.ownProvinces(of: firm).first { return own }
        return chains.network.identities(of: firm).compactMap(\.registeredIn).first ?? .unknown
    }

    private func content(
        about felt: FeltStops, _ kind: AidKind, _ provinces: (asking: RegionCode, asked: RegionCode),
        _ hits: [LineStop]
    ) -> AidContent {
        let network = chains.network
        let firm = network.firms[Int(felt.firm)]
        let lineStop = felt.firstLossDay.map(stops.date)
        let suppliers = hits.flatMap { stop in
            stop.deliveries.map { delivery in
                AidSupplier(
                    firm: network.firms[Int(stop.supplier)].id, region: delivery.place,
                    product: network.products[Int(delivery.product)],
                    lineStopsOn: stop.firstLossDay.map(stops.date))
            }
        }
        var content = AidContent(
            authority: provinces.asking, counterpart: provinces.asked, firm: firm.id,
            kind: kind, suppliers: Array(suppliers.prefix(AidRequest.supplierLimit)), lineStopsOn: lineStop,
            reason: "")
        content.why = hits.first.map { why(felt.firm, $0, lineStop) }
        content.contact = firm.contact
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
