internal import Dispatch
internal import Synchronization

/// Carries losses through a stock graph day by day: each day's output follows from the shocks, the stocks and what the
/// suppliers made the day before.
///
/// Sites are split over threads by a fixed partition; a day is worked out by all, then each hears what the others'
/// sites lost. No figure depends on the number of threads, not even in its last bit.
/// A day costs what changes on it, never more than one pass over the links.
public final class DayRun {
    /// One thread's part of the run.
    private final class Lane: Sendable {
        let front: Mutex<DayFront>
        init(_ front: sending DayFront) { self.front = Mutex(front) }
    }

    /// The day that the next `step` works out.
    public private(set) var day = 0
    private let lanes: [Lane]
    private let horizon: Int
    private var firstShockDay: Int?

    /// Prepares a run of at most `horizon` days from one on which nothing is wrong.
    ///
    /// `isWanted` is by site: what reaches others is left out, so all that is upstream of a site must be wanted with it.
    /// `isMitigated` is whether backups step in.
    public init(
        _ graph: StockGraph, isWanted: ContiguousArray<Bool>? = nil, isMitigated: Bool, horizon: Int,
        threads: Int
    ) {
        self.horizon = horizon
        lanes = graph.ranges(max(1, threads)).map { range in
            Lane(DayFront(graph, sites: range, isWanted: isWanted, isMitigated: isMitigated))
        }
        each { lane in lane.front.withLock { $0.layOut(horizon: horizon) } }
    }

    /// Sets what a shock takes of a site, 0...1, from the next step on until it is set again.
    public func setShock(site: Int32, loss: Double) {
        if firstShockDay == nil { firstShockDay = day }
        for lane in lanes { lane.front.withLock { $0.setShock(site, loss) } }
    }

    /// Works out the next day.
    public func step() {
        precondition(day < horizon, "a run ends at its horizon")
        let (day, shockDays) = (day, firstShockDay.map { self.day - $0 } ?? 0)
        each { lane in lane.front.withLock { $0.work(day, shockDays: shockDays) } }
        let changes = lanes.map { lane in lane.front.withLock { $0.changes } }
        each { lane in lane.front.withLock { front in for one in changes { front.hear(one) } } }
        self.day += 1
    }

    /// Hands out what each site lost of its normal output on the day that was last worked out, 0...1.
    public func withLosses<Result>(_ body: (ContiguousArray<Double>) -> Result) -> Result {
        lanes[0].front.withLock { body($0.losses) }
    }

    /// Whether no day to come differs from the last one, unless a shock is set.
    public var isAtRest: Bool { lanes.allSatisfy { lane in lane.front.withLock { $0.isAtRest } } }

    /// Goes back to the start, where nothing is wrong; costs what had moved.
    public func reset() {
        day = 0
        firstShockDay = nil
        for lane in lanes { lane.front.withLock { $0.reset() } }
    }

    /// Runs a piece of work for each lane, on threads of their own, and waits for all.
    private func each(_ body: @Sendable (Lane) -> Void) {
        if lanes.count == 1 { return body(lanes[0]) }
        let lanes = lanes
        DispatchQueue.concurrentPerform(iterations: lanes.count) { body(lanes[$0]) }
    }
}
