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
        var isWanted = ContiguousArray<Bool>(repeating: false, count: graph.siteCount)
        for member in chains.tiers(of: firm).joined() {
            for site in chains.sites.sites(of: member) { isWanted[site] = true }
        }
        let count = max(1, min(threads ?? ProcessInfo.processInfo.activeProcessorCount, suppliers.count))
        let workers = (0..<count).map { _ in SurvivalWorker(self, firm: firm, isWanted: isWanted) }
        var found: [Survival] = []
        for first in stride(from: 0, to: suppliers.count, by: count) {
            let batch = Array(suppliers[first..<min(first + count, suppliers.count)])
            DispatchQueue.concurrentPerform(iterations: batch.count) { workers[$0].follow(batch[$0]) }
            for (worker, supplier) in zip(workers, batch) {
                guard let days = worker.survivalDays else { continue }
                let recovery = chains.network.firms[Int(supplier)].recoveryDays
                let gap = recovery.map { $0 - Double(days) }
                found.append(Survival(supplier: supplier, survivalDays: days, recoveryGapDays: gap))
            }
            try progress(Double(first + batch.count) / Double(suppliers.count))
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

    /// Of the supplier that was followed last.
    var survivalDays: Int? { found.withLock { $0 } }

    func follow(_ supplier: Int32) {
        let days = run.withLock { survivalDays($0, supplier) }
        found.withLock { $0 = days }
    }

    private func survivalDays(_ run: DayRun, _ supplier: Int32) -> Int? {
        run.reset()
        for site in timeline.chains.sites.sites(of: supplier) { run.setShock(site: Int32(site), loss: 1) }
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
