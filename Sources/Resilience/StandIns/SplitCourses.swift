internal import SupplyGraph
internal import SupplyModel

/// How firms come through a shortage at one supplier that is split among its buyers in one way after the other.
///
/// Whatever the supplier's own chain does, each buyer gets the fraction of its normal deliveries that it is given, for some days from
/// day 0 on, and all of it afterwards. Everything else is as usual but for what follows from that.
public struct SplitCourses: Sendable {
    /// Who buys from the supplier, ascending.
    public let buyers: [Int32]
    private let chains: Chains
    private let graph: StockGraph
    private let days: Int
    private let untilDay: Int

    /// `product`: only its deliveries of this one are cut; nil for all that it sells.
    ///
    /// - Complexity: O(links).
    public init(
        _ chains: Chains, of supplier: Int32, product: Int32?, to asked: [Int32], days: Int, untilDay: Int
    ) {
        func isCut(_ link: Link) -> Bool {
            link.supplier == supplier && product.map { link.product == $0 } ?? true
        }
        let buyers = Set(chains.links.lazy.filter(isCut).map(\.buyer)).sorted()
        let first = Int32(chains.sites.place.count)
        let places = Dictionary(uniqueKeysWithValues: zip(buyers, first...))
        graph = TimelineBuilder.graph(
            of: chains, among: chains.between(buyers, buyers + asked), furtherSites: buyers.count
        ) { isCut($0) ? places[$0.buyer] : nil }
        self.chains = chains
        self.buyers = buyers
        self.days = days
        self.untilDay = min(untilDay, Scenario.dayLimit)
    }

    /// The courses of firms when each buyer gets a fraction of what it normally does, 0...1, in the order of `buyers`.
    public func courses(of firms: [Int32], fractions: [Double]) -> [Course] {
        let run = DayRun(graph, isMitigated: false, horizon: untilDay, threads: 1)
        return courses(of: firms, fractions: fractions, run)
    }

    /// What each of some buyers loses, in days, when it alone gets each of some fractions and all others get everything.
    ///
    /// `wishes` are places among `buyers` with fractions. `workers` threads answer; no figure depends on it.
    public func lostDays(of wishes: [(buyer: Int, fraction: Double)], workers: Int) -> [Double] {
        Batches.map(
            count: wishes.count, workers: workers,
            scratch: { DayRun(graph, isMitigated: false, horizon: untilDay, threads: 1) }
        ) { run, number in
            let wish = wishes[number]
            var fractions = [Double](repeating: 1, count: buyers.count)
            fractions[wish.buyer] = wish.fraction
            return courses(of: [buyers[wish.buyer]], fractions: fractions, run)[0].lostDays
        }
    }

    private func courses(of firms: [Int32], fractions: [Double], _ run: DayRun) -> [Course] {
        let timeline = Timeline(chains, part: graph)
        let first = Int32(chains.sites.place.count)
        run.reset()
        var courses = firms.map { Course(firm: $0, output: [], firstLossDay: nil, lostDays: 0) }
        for day in 0..<untilDay {
            if day == 0 || day == days {
                for (index, fraction) in fractions.enumerated() where fraction < 1 {
                    run.setShock(site: first + Int32(index), loss: day == 0 ? 1 - fraction : 0)
                }
            }
            run.step()
            run.withLosses { losses in
                for index in courses.indices {
                    courses[index].add(timeline.loss(of: firms[index], losses), on: day)
                }
            }
        }
        return courses
    }
}
