internal import SupplyGraph
public import SupplyModel

extension Cascades {
    /// What firms lose when everything in a region but their own sites stops: `regional_exposure` of kind `stoppage`.
    ///
    /// For each firm, in their order, the regions of a level, largest loss first, then by code; losses below
    /// `Exposure.leastValue` are left out. A region is stopped once for all firms; once more, without its own sites, for
    /// each firm that is in it and upstream of itself.
    public func stoppages(of firms: [Int32], level: RegionLevel) -> [[Exposure]] {
        countedStoppages(of: firms, level: level).exposures
    }

    /// The same, and how many of the stops reach a loop that did not settle.
    public func countedStoppages(
        of firms: [Int32], level: RegionLevel
    ) -> (exposures: [[Exposure]], unsettledCount: Int) {
        let regionOf = chains.places.regionOf(level)
        let regions = chains.places.regions(level)
        let members = sitesByRegion(regionOf, count: regions.count)
        let jobs = jobs(for: firms, regionOf: regionOf, regionCount: regions.count)
        let lanes = CascadeSolver.Lanes.scalarCount
        let found = Batches.map(
            count: (jobs.count + lanes - 1) / lanes, workers: workers, scratch: { CascadeSolver(down) }
        ) { solver, batch in
            solve(
                jobs[(batch * lanes)..<min(jobs.count, (batch + 1) * lanes)], firms, members, regionOf,
                &solver)
        }
        var lists = [[(region: Int32, loss: Double)]](repeating: [], count: firms.count)
        for one in found.flatMap(\.found) { lists[one.index].append((one.region, one.loss)) }
        let exposures = lists.map { list in
            list.filter { $0.loss >= Exposure.leastValue }
                .sorted { ($1.loss, $0.region) < ($0.loss, $1.region) }
                .map { Exposure(region: regions[Int($0.region)], value: min(1, $0.loss)) }
        }
        return (exposures, found.reduce(0) { $0 + $1.unsettledCount })
    }

    /// A stop of one region: for all firms, or for one alone, whose own sites stay.
    private struct Job {
        var region: Int32
        var sparing: Int?
    }

    private struct Found {
        var index: Int
        var region: Int32
        var loss: Double
    }

    private func jobs(
        for firms: [Int32], regionOf: ContiguousArray<Int32>, regionCount: Int
    ) -> [Job] {
        var jobs = (0..<Int32(regionCount)).map { Job(region: $0, sparing: nil) }
        for (index, firm) in firms.enumerated() where hangsOnItself(firm) {
            for region in ownRegions(firm, regionOf) { jobs.append(Job(region: region, sparing: index)) }
        }
        return jobs
    }

    private func ownRegions(_ firm: Int32, _ regionOf: ContiguousArray<Int32>) -> [Int32] {
        Set(chains.sites.sites(of: firm).map { regionOf[Int(chains.sites.place[$0])] }).sorted()
    }

    /// Whether a firm is upstream of itself, so that its own stop would come back to it.
    private func hangsOnItself(_ firm: Int32) -> Bool { down.isInCycle(nodes.core[Int(firm)]) }

    private func sitesByRegion(_ regionOf: ContiguousArray<Int32>, count: Int) -> [[Int32]] {
        var members = [[Int32]](repeating: [], count: count)
        for site in 0..<nodes.siteCount {
            members[Int(regionOf[Int(chains.sites.place[site])])].append(Int32(site))
        }
        return members
    }

    private func solve(
        _ jobs: ArraySlice<Job>, _ firms: [Int32], _ members: [[Int32]], _ regionOf: ContiguousArray<Int32>,
        _ solver: inout CascadeSolver
    ) -> (found: [Found], unsettledCount: Int) {
        var blows: [CascadeSolver.Blow] = []
        for (lane, job) in jobs.enumerated() {
            let spared = job.sparing.map { firms[$0] }
            for site in members[Int(job.region)] where nodes.firmOfSite[Int(site)] != spared {
                blows.append(.init(node: site, lane: lane, loss: 1))
            }
        }
        let outcome = solver.solve(blows)
        var found: [Found] = []
        for (index, firm) in firms.enumerated() {
            let own = ownRegions(firm, regionOf)
            let returns = hangsOnItself(firm)
            let ofAll = loss(of: firm) { solver.losses(of: $0) }
            let ofInputs = solver.lossesOfInputs(of: nodes.core[Int(firm)])
            for (lane, job) in jobs.enumerated() {
                let isOwn = own.contains(job.region)
                if let sparing = job.sparing {
                    guard sparing == index else { continue }
                } else if isOwn, returns {
                    continue
                }
                let loss = isOwn && job.sparing == nil ? ofInputs[lane] : ofAll[lane]
                if loss > 0 { found.append(Found(index: index, region: job.region, loss: loss)) }
            }
        }
        return (found, outcome.hasConverged.prefix(jobs.count).count { !$0 })
    }
}
