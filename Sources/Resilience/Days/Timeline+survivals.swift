internal import SupplyGraph
internal import SupplyModel

/// Sites that stop for ever, and the firms that are watched meanwhile.
struct StopWatch: Sendable {
    var sites: [Int32]
    var firms: [Int32]
}

extension Timeline {
    /// What is watched while every site of a supplier stops.
    func watch(_ supplier: Int32, _ firms: [Int32]) -> StopWatch {
        StopWatch(sites: chains.sites.sites(of: supplier).map { Int32($0) }, firms: firms)
    }

    /// For each stop, in order, the first day on which each of its firms loses output; nil for a firm that outlives
    /// `survivalHorizonDays`.
    ///
    /// One stop is followed once for all of its firms, until the last of them has lost output or nothing moves any more.
    /// `progress` is told which part of the stops is over, 0...1, from any thread.
    func survivals(
        of stops: [StopWatch], workers: Int, progress: @Sendable (Double) -> Void = { _ in }
    ) -> [[Int?]] {
        let isWanted = isPartial ? nil : sitesUpstream(of: stops.flatMap(\.firms))
        return Batches.map(
            count: stops.count, workers: workers,
            scratch: {
                DayRun(
                    graph, isWanted: isWanted, isMitigated: false, horizon: Self.survivalHorizonDays,
                    threads: 1)
            },
            progress: { progress(Double($0) / Double(stops.count)) }
        ) { run, number in
            follow(stops[number], isWanted, run)
        }
    }

    private func sitesUpstream(of firms: [Int32]) -> ContiguousArray<Bool> {
        let isUpstream = chains.upstream(of: chains.marked(firms))
        var isWanted = ContiguousArray<Bool>(repeating: false, count: graph.siteCount)
        for firm in 0..<Int32(isUpstream.count) where isUpstream[Int(firm)] {
            for site in chains.sites.sites(of: firm) { isWanted[site] = true }
        }
        return isWanted
    }

    func follow(
        _ watch: StopWatch, _ isWanted: ContiguousArray<Bool>?, _ run: DayRun
    ) -> [Int?] {
        run.reset()
        for site in watch.sites where isWanted?[Int(site)] ?? true { run.setShock(site: site, loss: 1) }
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
