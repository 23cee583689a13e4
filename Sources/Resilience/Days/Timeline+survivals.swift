internal import SupplyGraph
internal import SupplyModel

/// A supplier, and the firms that are watched while it stops.
struct SurvivalWatch: Sendable {
    var supplier: Int32
    var firms: [Int32]
}

extension Timeline {
    /// For each watch, in order, the first day on which each of its firms loses output when the supplier stops for ever;
    /// nil for a firm that outlives `survivalHorizonDays`.
    ///
    /// One stop is followed once for all of its firms, until the last of them has lost output or nothing moves any more.
    func survivals(of watches: [SurvivalWatch], workers: Int) -> [[Int?]] {
        let isWanted = sitesUpstream(of: watches.flatMap(\.firms))
        return Batches.map(
            count: watches.count, workers: workers,
            scratch: {
                DayRun(
                    graph, isWanted: isWanted, isMitigated: false, horizon: Self.survivalHorizonDays,
                    threads: 1)
            }
        ) { run, number in
            follow(watches[number], run)
        }
    }

    private func sitesUpstream(of firms: [Int32]) -> ContiguousArray<Bool> {
        var isRoot = ContiguousArray<Bool>(repeating: false, count: chains.network.firms.count)
        for firm in firms { isRoot[Int(firm)] = true }
        let isUpstream = chains.upstream(of: isRoot)
        var isWanted = ContiguousArray<Bool>(repeating: false, count: graph.siteCount)
        for firm in 0..<Int32(isUpstream.count) where isUpstream[Int(firm)] {
            for site in chains.sites.sites(of: firm) { isWanted[site] = true }
        }
        return isWanted
    }

    private func follow(_ watch: SurvivalWatch, _ run: DayRun) -> [Int?] {
        run.reset()
        for site in chains.sites.sites(of: watch.supplier) { run.setShock(site: Int32(site), loss: 1) }
        var days = [Int?](repeating: nil, count: watch.firms.count)
        var waiting = Array(watch.firms.indices)
        for day in 0..<Self.survivalHorizonDays where !waiting.isEmpty {
            if run.isAtRest { break }
            run.step()
            waiting.removeAll { index in
                let hasLost = run.withLosses { loss(of: watch.firms[index], $0) } > Course.leastLoss
                if hasLost { days[index] = day }
                return hasLost
            }
        }
        return days
    }
}
