internal import SupplyModel

/// Decides when the monitor runs: on its schedule, once a changed register has settled, and again after a failure.
struct RunTiming {
    private let schedule: CronSchedule
    private var due: Timestamp?
    /// The register's revision as last seen, since when, and as last computed from.
    private var seen: (revision: Int64, since: Timestamp)?
    private var computed: Int64?
    private var failures = 0
    private var retryAt: Timestamp?

    /// A changed register is left to settle this long, so that several files make one run.
    let settleSeconds: Double
    /// What it may be.
    static let settleRangeSeconds = 0.05...3_600.0
    /// The wait after a first failure; it doubles with each, up to the limit.
    static let retrySeconds = 5.0
    static let retryLimitSeconds = 600.0

    init(schedule: CronSchedule, settleSeconds: Double, now: Timestamp) {
        self.schedule = schedule
        self.settleSeconds = settleSeconds
        due = schedule.next(after: now)
    }

    /// Whether to run now.
    ///
    /// The first look at a register is a reason to run at once.
    mutating func isDue(revision: Int64, now: Timestamp) -> Bool {
        if seen?.revision != revision { seen = (revision, now) }
        // A clock that was set back would leave each of these times far ahead.
        seen = seen.map { ($0.revision, min($0.since, now)) }
        retryAt = retryAt.map { min($0, now.adding(seconds: Self.retryLimitSeconds)) }
        if let retryAt { return now >= retryAt }
        let next = schedule.next(after: now)
        if let planned = due, let next, planned > next { due = next }
        let isSettled = seen.map { now.seconds(since: $0.since) >= settleSeconds } ?? false
        let isChanged = computed == nil || (computed != revision && isSettled)
        return isChanged || due.map { now >= $0 } ?? false
    }

    /// Notes a run that was kept; `turn` is when an event will change what is so by itself.
    mutating func succeeded(revision: Int64, turn: Timestamp? = nil, now: Timestamp) {
        computed = revision
        failures = 0
        retryAt = nil
        let planned = schedule.next(after: now)
        due = [planned, turn].compactMap(\.self).min()
    }

    /// Notes a run that failed and changed nothing.
    mutating func failed(now: Timestamp) {
        let wait = min(Self.retryLimitSeconds, Self.retrySeconds * Double(1 << min(failures, 20)))
        failures += 1
        retryAt = now.adding(seconds: wait)
    }
}
