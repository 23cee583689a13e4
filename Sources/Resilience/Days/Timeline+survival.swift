internal import Dispatch
internal import Foundation
internal import SupplyGraph
internal import SupplyModel
internal import Synchronization

extension Timeline {
    /// Days that are waited for a loss.
    public static let survivalHorizonDays = 400

    /// How long a firm goes on when each of some suppliers stops for ever, in the order given; suppliers without which it
    /// goes on for `survivalHorizonDays` are left out.
    ///
    /// Only firms upstream of the firm are followed, each supplier's stop until the firm loses output or nothing moves
    /// any more. `threads` is nil for one a core; no figure depends on it. `progress` hears how much is done, 0...1,
    /// after each round of suppliers; what it throws ends the work.
    public func survival(
        of firm: Int32, suppliers: [Int32], threads: Int? = nil,
        progress: (Double) throws -> Void
    ) rethrows -> [Survival] {
        let stops = suppliers.map { chains.sites.sites(of: $0).map { Int32($0) } }
        let days = try firstLossDays(of: firm, stops: stops, threads: threads, progress: progress)
        return zip(suppliers, days).compactMap { supplier, days in
            guard let days else { return nil }
            let gap = chains.network.firms[Int(supplier)].recoveryDays.map { $0 - Double(days) }
            return Survival(supplier: supplier, survivalDays: days, recoveryGapDays: gap)
        }
    }

    /// For each stop, given by its sites, the first day on which a firm loses output when these stop for ever; nil where
    /// it goes on for `survivalHorizonDays`.
    func firstLossDays(
        of firm: Int32, stops: [[Int32]], threads: Int? = nil, progress: (Double) throws -> Void
    ) rethrows -> [Int?] {
        var isWanted = ContiguousArray<Bool>(repeating: false, count: graph.siteCount)
        for member in chains.tiers(of: firm).joined() {
            for site in chains.sites.sites(of: member) { isWanted[site] = true }
        }
        let count = max(1, min(threads ?? ProcessInfo.processInfo.activeProcessorCount, stops.count))
        let workers = (0..<count).map { _ in SurvivalWorker(self, firm: firm, isWanted: isWanted) }
        var found: [Int?] = []
        for first in stride(from: 0, to: stops.count, by: count) {
            let batch = stops[first..<min(first + count, stops.count)].map { sites in
                sites.filter { isWanted[Int($0)] }
            }
            DispatchQueue.concurrentPerform(iterations: batch.count) { workers[$0].follow(batch[$0]) }
            found += workers.prefix(batch.count).map(\.survivalDays)
            try progress(Double(first + batch.count) / Double(stops.count))
        }
        return found
    }
}

/// Follows one stop after the other; one thread at a time uses it.
private final class SurvivalWorker: Sendable {
    private let timeline: Timeline
    private let firm: Int32
    private let run: Mutex<DayRun>
    private let found = Mutex<Int?>(nil)

    init(_ timeline: Timeline, firm: Int32, isWanted: ContiguousArray<Bool>) {
        self.timeline = timeline
        self.firm = firm
        run = Mutex(
            DayRun(
                timeline.graph, isWanted: isWanted, isMitigated: false,
                horizon: Timeline.survivalHorizonDays, threads: 1))
    }

    /// Of the stop that was followed last.
    var survivalDays: Int? { found.withLock { $0 } }

    func follow(_ sites: [Int32]) {
        let days = run.withLock { survivalDays($0, sites) }
        found.withLock { $0 = days }
    }

    private func survivalDays(_ run: DayRun, _ sites: [Int32]) -> Int? {
        run.reset()
        for site in sites { run.setShock(site: site, loss: 1) }
        for day in 0..<Timeline.survivalHorizonDays {
            if run.isAtRest { return nil }
            run.step()
            let loss = run.withLosses { timeline.loss(of: firm, $0) }
            if loss > Course.leastLoss { return day }
        }
        return nil
    }
}

extension Chains {
    /// How long a firm goes on when each of some suppliers stops for ever; those that it outlives are left out.
    public func survival(of firm: Int32, suppliers: [Int32]) -> [Survival] {
        Timeline(self).survival(of: firm, suppliers: suppliers) { _ in }
    }
}
