internal import Alerting
internal import Resilience
internal import Store
internal import SupplyModel

/// Takes what a drill supposes through the mechanism, on a copy of the store: the monitor runs as the daemon has it run, and nobody sends
/// what it queues.
///
/// A run before anything is supposed tells what fires and is asked anyway, also where the register has changed since the last run: the
/// figures of a network are computed once for both.
struct DrillRun {
    /// For how long groups of alerts are looked at for what they tell: their waits, escalations and digests of this time.
    static let tellingSeconds = 3_600.0
    /// Looks at the groups within that time.
    static let lookLimit = 1_000

    private let content: Watchbook.Content
    /// The copy.
    private let store: Store
    private let now: Timestamp
    private var monitor: Monitor

    /// `store` is changed: a copy.
    init(
        _ content: Watchbook.Content, on store: Store, _ snapshots: RegisterSnapshots, _ inquiry: Inquiry,
        now: Timestamp, progress: @escaping @Sendable (Double) -> Void
    ) {
        self.content = content
        self.store = store
        self.now = now
        monitor = Monitor(
            store: store, snapshots: snapshots, gazetteer: inquiry.gazetteer, statusDays: inquiry.statusDays,
            validityDays: inquiry.validityDays, progress: progress)
    }

    /// What came of it.
    struct Outcome {
        var alertsBefore: [Alert]
        var requestsBefore: [AidRequest]
        /// Alerts and requests that are there because of what is supposed.
        var alerts: [Alert]
        var requests: [AidRequest]
        var told: [DrillTold]
        var warnings: [String]
    }

    /// `tell` lets the store hear of what is supposed.
    mutating func run(_ tell: () throws -> Void) throws -> Outcome {
        _ = try monitor.run(content, now: now)
        let (alertsBefore, requestsBefore) = (try store.monitoringState().open, try store.aidRequests())
        let lastMessage = try store.lastMessage()
        try tell()
        let summary = try monitor.run(content, now: now)
        let known = (Set(alertsBefore.map(AlertLife.init)), Set(requestsBefore.map(\.id)))
        let alerts = try store.monitoringState().open.filter { !known.0.contains(AlertLife($0)) }
        let requests = try store.aidRequests().filter { !known.1.contains($0.id) }
        let told = try told(of: alerts, requests, after: lastMessage)
        return Outcome(
            alertsBefore: alertsBefore, requestsBefore: requestsBefore, alerts: alerts, requests: requests,
            told: told, warnings: summary.warnings)
    }

    /// Messages about these alerts, alone or in groups, and about these requests.
    private func told(
        of alerts: [Alert], _ requests: [AidRequest], after lastMessage: Int64
    ) throws -> [DrillTold] {
        let lives = Set(alerts.map(AlertLife.init))
        let groups = try store.groups().filter { group in group.members.contains { lives.contains($0.life) } }
        let end = now.adding(seconds: Self.tellingSeconds)
        for _ in 0..<Self.lookLimit {
            guard let due = try store.nextGroupTime(), due <= end else { break }
            _ = try DispatchService.dispatch(content, in: store, now: max(now, due))
        }
        let subjects = Set(
            alerts.map(\.fingerprint) + groups.map(\.key) + requests.map { AidNotice.subject(of: $0.id) })
        var counts: [String: Int] = [:]
        for message in try store.messages(after: lastMessage) where subjects.contains(message.subject) {
            counts[message.channel, default: 0] += message.count
        }
        return counts.sorted { $0.key < $1.key }.map { DrillTold(channel: $0.key, messages: $0.value) }
    }
}
