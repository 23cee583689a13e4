internal import SupplyGraph
internal import SupplyModel

/// How firms come through a shortage at one supplier that is split among its buyers in one way after the other.
///
/// Whatever the supplier's own chain does, each buyer gets the fraction of its normal deliveries that it is given, for some days from
/// today on, and all of it afterwards; before, each got what the supplier made. Everything else is as usual but for what follows from that.
/// Courses have their output and lost days from today on; their days count from the first that is known of the supplier.
public struct SplitCourses: Sendable {
    /// Who buys from the supplier, ascending.
    public let buyers: [Int32]
    private let chains: Chains
    private let graph: StockGraph
    private let past: [Double]
    private let days: Int
    private let untilDay: Int

    /// Lays out what follows from the supplier's deliveries of a product; nil for all that it sells.
    ///
    /// `past`: what the supplier lost on each day before today, 0...1; stocks were full before the first. `days` and `untilDay` count from
    /// today.
    ///
    /// - Complexity: O(links).
    public init(
        _ chains: Chains, of supplier: Int32, product: Int32?, to asked: [Int32], past: [Double] = [],
        days: Int,
        untilDay: Int
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
        self.past = past
        self.days = past.count + days
        self.untilDay = min(past.count + untilDay, Scenario.dayLimit)
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
        let furtherSite = Int32(chains.sites.place.count)
        run.reset()
        var courses = firms.map { Course(firm: $0, output: [], firstLossDay: nil, lostDays: 0) }
        var cuts = [Double](repeating: 0, count: buyers.count)
        for day in 0..<untilDay {
            for index in buyers.indices {
                let cut = cut(fractions[index], on: day)
                guard cut != cuts[index] else { continue }
                cuts[index] = cut
                run.setShock(site: furtherSite + Int32(index), loss: cut)
            }
            run.step()
            run.withLosses { losses in
                for index in courses.indices {
                    let loss = timeline.loss(of: firms[index], losses)
                    let first = courses[index].firstLossDay
                    courses[index].firstLossDay = Course.firstLossDay(
                        first, loss, on: day, today: past.count)
                    guard day >= past.count else { continue }
                    courses[index].output.append(1 - loss)
                    courses[index].lostDays += loss
                }
            }
        }
        return courses
    }

    /// What a buyer does not get on a day that is given a fraction.
    private func cut(_ fraction: Double, on day: Int) -> Double {
        guard day >= past.count else { return past[day] }
        return day < days ? 1 - fraction : 0
    }
}
