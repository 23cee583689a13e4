internal import SupplyGraph
public import SupplyModel

/// What one stop costs a firm.
public struct StressFinding: Equatable, Sendable {
    /// What stops, for ever.
    public enum Stop: Equatable, Sendable {
        /// Every site in it but the firm's own.
        case region(RegionCode)
        case supplier(Int32)
    }

    public var firm: Int32
    public var stop: Stop
    /// 0...1.
    public var loss: Double
    /// The first delivery on the heaviest way: which direct supplier it comes through, and by which product.
    public var entry: StoppagePath.Step?
    /// The first day on which the firm loses output; nil where it goes on.
    public var survivalDays: Int?
    /// The supplier's time to recover less `survivalDays`; nil where nobody declared it.
    public var recoveryGapDays: Double?
}

/// What hurts some firms most.
public struct StressPage: Sendable {
    /// For each firm, in their order, worst first.
    public var findings: [[StressFinding]]
    /// Stops of suppliers of which a loop did not settle.
    public var unsettledCount: Int
}

/// Stops every region and every supplier in turn, and ranks what hurts each firm most.
public struct StressTest: Sendable {
    private let chains: Chains
    private let cascades: Cascades
    private let firms: [Int32]

    /// Prepares it for some firms, each named once.
    public init(_ chains: Chains, firms: [Int32], workers: Int) {
        self.chains = chains
        self.firms = firms
        cascades = Cascades(chains, upstreamOf: firms, workers: workers)
    }

    /// What a test is at.
    public enum Stage: Sendable { case stops, ways, days }

    /// For each firm, in their order, the `top` stops that cost it most: by loss, regions before suppliers, then by code
    /// or identity.
    ///
    /// Losses below `Exposure.leastValue` are left out. `progress` is told which part of a stage is done, 0...1, from
    /// any thread.
    public func run(
        level: RegionLevel, top: Int, progress: @Sendable (Stage, Double) -> Void = { _, _ in }
    ) -> StressPage {
        var lists = zip(firms, cascades.stoppages(of: firms, level: level)).map { firm, exposures in
            exposures.sorted { $0.region < $1.region }.map { finding(firm, .region($0.region), $0.value) }
        }
        var index: [Int32: Int] = [:]
        for (place, firm) in firms.enumerated() { index[firm] = place }
        let suppliers = Set(firms.flatMap { chains.tiers(of: $0).dropFirst().joined() }).sorted()
        let stops = cascades.stops(of: suppliers, buyers: firms, leastLoss: Exposure.leastValue) {
            progress(.stops, $0)
        }
        for one in stops.criticalities {
            if let place = index[one.firm] {
                lists[place].append(finding(one.firm, .supplier(one.supplier), one.loss))
            }
        }
        var ranked = lists.map { list in
            list.enumerated().sorted { left, right in
                (right.element.loss, left.offset) < (left.element.loss, right.offset)
            }.prefix(top).map(\.element)
        }
        explain(&ranked, level) { progress(.ways, $0) }
        endure(&ranked, level) { progress(.days, $0) }
        return StressPage(findings: ranked, unsettledCount: stops.unsettledCount)
    }

    private func finding(_ firm: Int32, _ stop: StressFinding.Stop, _ loss: Double) -> StressFinding {
        StressFinding(firm: firm, stop: stop, loss: Ties.settled(loss))
    }

    /// Finds through whom each stop comes; a stop of the same sites is solved once for all firms.
    private func explain(
        _ lists: inout [[StressFinding]], _ level: RegionLevel, progress: @Sendable (Double) -> Void
    ) {
        var places: [(list: Int, number: Int)] = []
        var jobOfSites: [[Int]: Int] = [:]
        var jobs: [(sites: [Int], places: [Int])] = []
        for list in lists.indices {
            for number in lists[list].indices {
                let sites = sites(of: lists[list][number], level)
                let job = jobOfSites[sites] ?? jobs.count
                if job == jobs.count {
                    jobOfSites[sites] = job
                    jobs.append((sites, []))
                }
                jobs[job].places.append(places.count)
                places.append((list, number))
            }
        }
        let firmOf = places.map { lists[$0.list][$0.number].firm }
        let (work, inputs) = (jobs, DownGraph(chains, cascades.nodes))
        let found = Batches.map(
            count: work.count, workers: cascades.workers, scratch: { StoppageExplainer(cascades, inputs) },
            progress: { progress(Double($0) / Double(work.count)) }
        ) { explainer, job in
            explainer.paths(to: work[job].places.map { firmOf[$0] }, stopped: work[job].sites, limit: 1)
        }
        for (job, paths) in zip(work, found) {
            for (place, path) in zip(job.places, paths) {
                lists[places[place].list][places[place].number].entry = path.first?.steps.first
            }
        }
    }

    /// Finds how long each firm goes on, and how much longer the supplier needs.
    private func endure(_ lists: inout [[StressFinding]], _ level: RegionLevel, progress: (Double) -> Void) {
        let timeline = Timeline(chains)
        for (list, firm) in firms.enumerated() {
            let stops = lists[list].map { sites(of: $0, level).map { Int32($0) } }
            let days = timeline.firstLossDays(of: firm, stops: stops, threads: cascades.workers) { part in
                progress((Double(list) + part) / Double(firms.count))
            }
            for (number, days) in days.enumerated() {
                lists[list][number].survivalDays = days
                guard let days, case .supplier(let supplier) = lists[list][number].stop else { continue }
                let recovery = chains.network.firms[Int(supplier)].recoveryDays
                lists[list][number].recoveryGapDays = recovery.map { $0 - Double(days) }
            }
        }
    }

    private func sites(of finding: StressFinding, _ level: RegionLevel) -> [Int] {
        switch finding.stop {
        case .region(let region):
            let own = chains.sites.sites(of: finding.firm)
            return cascades.sites(in: region, level).filter { !own.contains($0) }
        case .supplier(let supplier): return Array(chains.sites.sites(of: supplier))
        }
    }
}
