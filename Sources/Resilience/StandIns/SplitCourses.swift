internal import SupplyGraph
internal import SupplyModel

/// How firms come through a shortage at one supplier that is split among its buyers in one way after the other.
///
/// Whatever the supplier's own chain does, each buyer gets the fraction of its normal deliveries that it is given, for some days from
/// today on, and all of it afterwards. Before, it got what was made at the site that it buys from. Buyers, and those who buy from them, stand
/// still themselves as the scenario says; other suppliers of theirs are as usual. Courses have their output and lost days from today on;
/// their days are the scenario's.
public struct SplitCourses: Sendable {
    /// What one buyer gets from one of the supplier's sites.
    private struct Line: Hashable, Comparable {
        var buyer: Int32
        var site: Int

        static func < (left: Line, right: Line) -> Bool {
            (left.buyer, left.site) < (right.buyer, right.site)
        }
    }

    /// Who buys from the supplier, ascending.
    public let buyers: [Int32]
    private let chains: Chains
    private let timeline: Timeline
    /// By further site of the graph, behind those of the chains: the place of its buyer, and what was lost on each day before today.
    private let lines: [(buyer: Int, past: [Double])]
    /// What stands still, by day: the buyers and those above them, but not the supplier, whose deliveries are given.
    private let shocks: [[(site: Int32, loss: Double)]]
    private let today: Int
    /// The day on which everybody gets everything again, and the one up to which days are followed.
    private let lastDay: Int
    private let untilDay: Int

    /// Lays out what follows from the supplier's deliveries of a product; nil for all that it sells.
    ///
    /// `standing`: what stands still, with stocks full on its day 0. `days` and `untilDay` count from its today.
    ///
    /// - Complexity: O(links), and a run of the days before today for what lies between those hit and the supplier.
    public init(
        _ chains: Chains, of supplier: Int32, product: Int32?, to asked: [Int32],
        standing: Scenario = Scenario([]), days: Int, untilDay: Int
    ) {
        func isCut(_ link: Link) -> Bool {
            link.supplier == supplier && product.map { link.product == $0 } ?? true
        }
        func line(_ link: Link) -> Line {
            Line(buyer: link.buyer, site: chains.site(of: supplier, in: link.region))
        }
        let lines = Set(chains.links.lazy.filter(isCut).map(line)).sorted()
        let buyers = Set(lines.map(\.buyer)).sorted()
        let first = Int32(chains.sites.place.count)
        let places = Dictionary(uniqueKeysWithValues: zip(lines, first...))
        var isLaidOut = chains.between(buyers, buyers + asked)
        let graph = TimelineBuilder.graph(of: chains, among: isLaidOut, furtherSites: lines.count) {
            isCut($0) ? places[line($0)] : nil
        }
        timeline = Timeline(chains, part: graph)
        let numbers = Dictionary(uniqueKeysWithValues: zip(buyers, buyers.indices))
        let past = Self.past(of: supplier, chains, standing)
        let firstSite = chains.sites.sites(of: supplier).lowerBound
        self.lines = lines.map { (numbers[$0.buyer] ?? 0, past[$0.site - firstSite]) }
        self.chains = chains
        self.buyers = buyers
        today = standing.today
        lastDay = today + days
        self.untilDay = today + min(untilDay, Scenario.dayLimit)
        isLaidOut[Int(supplier)] = false
        let plan = ShockPlan(timeline, standing)
        shocks = (0..<self.untilDay).map { day in
            plan.changes(on: day).filter { isLaidOut[Int(chains.firm(ofSite: $0.site))] }
        }
    }

    /// What each of a supplier's sites lost on each day before today.
    private static func past(of supplier: Int32, _ chains: Chains, _ standing: Scenario) -> [[Double]] {
        let sites = chains.sites.sites(of: supplier)
        var past = sites.map { _ in [Double]() }
        guard standing.today > 0 else { return past }
        let timeline = Timeline(chains, from: chains.firms(hitBy: standing.shocks), to: [supplier])
        let run = DayRun(timeline.graph, isMitigated: false, horizon: standing.today, threads: 1)
        let shocks = ShockPlan(timeline, standing)
        for day in 0..<standing.today {
            for (site, loss) in shocks.changes(on: day) { run.setShock(site: site, loss: loss) }
            run.step()
            run.withLosses { losses in
                for (index, site) in sites.enumerated() { past[index].append(losses[site]) }
            }
        }
        return past
    }

    /// The courses of firms when each buyer gets a fraction of what it normally does, 0...1, in the order of `buyers`.
    public func courses(of firms: [Int32], fractions: [Double]) -> [Course] {
        courses(of: firms, run, lines.indices.map { (line: $0, fraction: fractions[lines[$0].buyer]) })
    }

    /// What each of some buyers loses, in days, when it alone gets each of some fractions and all others get and got everything.
    ///
    /// `wishes` are places among `buyers` with fractions. `workers` threads answer; no figure depends on it.
    public func lostDays(of wishes: [(buyer: Int, fraction: Double)], workers: Int) -> [Double] {
        let ofBuyer = Dictionary(grouping: lines.indices) { lines[$0].buyer }
        return Batches.map(count: wishes.count, workers: workers, scratch: { run }) { run, number in
            let wish = wishes[number]
            let cuts = (ofBuyer[wish.buyer] ?? []).map { (line: $0, fraction: wish.fraction) }
            return courses(of: [buyers[wish.buyer]], run, cuts)[0].lostDays
        }
    }

    private var run: DayRun { DayRun(timeline.graph, isMitigated: false, horizon: untilDay, threads: 1) }

    /// Lines that are not cut deliver everything, and did.
    private func courses(
        of firms: [Int32], _ run: DayRun, _ cuts: [(line: Int, fraction: Double)]
    ) -> [Course] {
        let furtherSite = Int32(chains.sites.place.count)
        func loss(_ cut: (line: Int, fraction: Double), on day: Int) -> Double {
            guard day >= today else { return lines[cut.line].past.isEmpty ? 0 : lines[cut.line].past[day] }
            return day < lastDay ? 1 - cut.fraction : 0
        }
        run.reset()
        var courses = firms.map { Course(firm: $0, output: [], firstLossDay: nil, lostDays: 0) }
        for day in 0..<untilDay {
            for (site, loss) in shocks[day] { run.setShock(site: site, loss: loss) }
            if day <= today || day == lastDay {
                for cut in cuts {
                    let lost = loss(cut, on: day)
                    guard lost != (day == 0 ? 0 : loss(cut, on: day - 1)) else { continue }
                    run.setShock(site: furtherSite + Int32(cut.line), loss: lost)
                }
            }
            run.step()
            run.withLosses { losses in
                for index in courses.indices {
                    let loss = timeline.loss(of: firms[index], losses)
                    courses[index].firstLossDay = Course.firstLossDay(
                        courses[index].firstLossDay, loss, on: day, today: today)
                    guard day >= today else { continue }
                    courses[index].output.append(1 - loss)
                    courses[index].lostDays += loss
                }
            }
        }
        return courses
    }
}
