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
        let jobs = jobs(ranked, level)
        explain(&ranked, jobs) { progress(.ways, $0) }
        endure(&ranked, jobs) { progress(.days, $0) }
        return StressPage(findings: ranked, unsettledCount: stops.unsettledCount)
    }

    private func finding(_ firm: Int32, _ stop: StressFinding.Stop, _ loss: Double) -> StressFinding {
        StressFinding(firm: firm, stop: stop, loss: Ties.settled(loss))
    }

    /// A stop of some sites, and the findings that are about it.
    private struct Job: Sendable {
        var sites: [Int]
        var firms: [Int32] = []
        var places: [(list: Int, number: Int)] = []
    }

    /// Stops of the same sites are worked out once for all firms.
    private func jobs(_ lists: [[StressFinding]], _ level: RegionLevel) -> [Job] {
        var jobs: [Job] = []
        var jobOfSites: [[Int]: Int] = [:]
        for list in lists.indices {
            for (number, finding) in lists[list].enumerated() {
                let sites = sites(of: finding, level)
                let job = jobOfSites[sites] ?? jobs.count
                if job == jobs.count {
                    jobOfSites[sites] = job
                    jobs.append(Job(sites: sites))
                }
                jobs[job].firms.append(finding.firm)
                jobs[job].places.append((list, number))
            }
        }
        return jobs
    }

    /// Finds through whom each stop comes.
    private func explain(
        _ lists: inout [[StressFinding]], _ jobs: [Job], progress: @Sendable (Double) -> Void
    ) {
        let inputs = DownGraph(chains, cascades.nodes)
        let found = Batches.map(
            count: jobs.count, workers: cascades.workers,
            scratch: { StoppageExplainer(cascades, inputs) },
            progress: { progress(Double($0) / Double(jobs.count)) }
        ) { explainer, job in
            explainer.paths(to: jobs[job].firms, stopped: jobs[job].sites, limit: 1)
        }
        for (job, paths) in zip(jobs, found) {
            for (place, path) in zip(job.places, paths) {
                lists[place.list][place.number].entry = path.first?.steps.first
            }
        }
    }

    /// Finds how long each firm goes on, and how much longer the supplier needs.
    private func endure(
        _ lists: inout [[StressFinding]], _ jobs: [Job], progress: @Sendable (Double) -> Void
    ) {
        let stops = jobs.map { StopWatch(sites: $0.sites.map { Int32($0) }, firms: $0.firms) }
        let found = Timeline(chains).survivals(of: stops, workers: cascades.workers, progress: progress)
        for (job, days) in zip(jobs, found) {
            for (place, days) in zip(job.places, days) {
                lists[place.list][place.number].survivalDays = days
                guard let days, case .supplier(let supplier) = lists[place.list][place.number].stop else {
                    continue
                }
                let recovery = chains.network.firms[Int(supplier)].recoveryDays
                lists[place.list][place.number].recoveryGapDays = recovery.map { $0 - Double(days) }
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
