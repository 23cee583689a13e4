internal import SupplyGraph
internal import SupplyModel

/// A firm upstream that makes less, and what that alone does to the firm that is asked about.
public struct LineStop: Equatable, Sendable {
    public var supplier: Int32
    /// The most that one of its sites loses, 0...1.
    public var loss: Double
    /// What it delivers from the sites that make less, towards the firm.
    public var deliveries: [Delivery]
    /// The first day on which the firm loses output for want of this one alone, as in its course; nil where it goes on.
    public var firstLossDay: Int?
    /// Whether that is so, or the firm would lose less if this one alone went on, also where others whom it feels go on; or else if all
    /// did who are left then: several may stop a line together that none stops alone.
    public var isFelt: Bool
}

extension Timeline {
    /// Suppliers whose stops are followed one by one: the nearest ones.
    public static let lineStopLimit = 200

    /// Who upstream of a firm makes less in a scenario today or later, nearest tier first.
    ///
    /// The firm's own sites and those that do not supply it are left out, as are those that are back by then.
    public func standing(upstreamOf firm: Int32, in scenario: Scenario) -> [Int32] {
        suppliers(of: firm, hitBy: hits(goingOnIn: scenario))
    }

    /// What the stops of some who stand still do to the firm, each with the day on which its line stops for want of it alone.
    ///
    /// Backups do not act, whatever the scenario says.
    /// `suppliers`: of those that `standing` gives, in this order; nil for the nearest ones.
    public func lineStops(
        of firm: Int32, in scenario: Scenario, among suppliers: [Int32]? = nil
    ) -> [LineStop] {
        let followed =
            suppliers ?? Array(standing(upstreamOf: firm, in: scenario).prefix(Self.lineStopLimit))
        guard !followed.isEmpty else { return [] }
        let isHit = hits(goingOnIn: scenario)
        let deliveries = Dictionary(
            grouping: chains.deliveries(of: followed, towards: firm) { isHit[$0] > 0 }, by: \.supplier)
        let hitSites = followed.map { sites(of: $0, hitBy: isHit) }
        var runs = runs(of: firm, in: scenario)
        let days = hitSites.map { runs.firstLossDay(among: $0) }
        let felt = runs.felt(among: hitSites, alone: Set(days.indices.filter { days[$0] != nil }))
        return followed.indices.map { index in
            LineStop(
                supplier: followed[index], loss: hitSites[index].map { isHit[Int($0)] }.max() ?? 0,
                deliveries: deliveries[followed[index]] ?? [], firstLossDay: days[index],
                isFelt: felt.contains(index))
        }
    }

    /// Runs with some of all that a scenario hits upstream of a firm, be it over by now or not.
    private func runs(of firm: Int32, in scenario: Scenario) -> LineStopRuns {
        let isHit = hits(of: scenario.shocks)
        let suppliers = suppliers(of: firm, hitBy: isHit)
        let hit = suppliers.reduce(into: Set<Int32>()) { $0.formUnion(sites(of: $1, hitBy: isHit)) }
        return LineStopRuns(chains, of: firm, in: scenario, suppliers, hit: hit)
    }

    /// Those upstream of a firm that lose something at any site, nearest tier first.
    private func suppliers(of firm: Int32, hitBy isHit: ContiguousArray<Double>) -> [Int32] {
        chains.tiers(of: firm).dropFirst().joined().filter { supplier in
            chains.sites.sites(of: supplier).contains { isHit[$0] > 0 }
        }
    }

    private func sites(of supplier: Int32, hitBy isHit: ContiguousArray<Double>) -> Set<Int32> {
        Set(chains.sites.sites(of: supplier).filter { isHit[$0] > 0 }.map { Int32($0) })
    }

    private func hits(goingOnIn scenario: Scenario) -> ContiguousArray<Double> {
        hits(of: scenario.shocks.filter { $0.endDay > scenario.today })
    }

    /// By site the most that it loses on any day.
    private func hits(of shocks: [Shock]) -> ContiguousArray<Double> {
        var losses = ContiguousArray(repeating: 0.0, count: graph.siteCount)
        for shock in shocks where shock.days > 0 {
            for site in sites(of: shock.target) { losses[Int(site)] = max(losses[Int(site)], shock.loss) }
        }
        return losses
    }
}
