internal import Foundation
internal import Resilience
internal import Store
public import SupplyModel

/// One monitoring run with its deliveries, for whoever has cron and wants no daemon.
public struct SingleRun: Sendable {
    private let configuration: Configuration
    private let environment: [String: String]

    /// Batches that one run delivers; what is left waits for the next.
    static let batchLimit = 1_000

    public init(_ configuration: Configuration, environment: [String: String]) {
        self.configuration = configuration
        self.environment = environment
    }

    /// What the run changed, and what became of its messages.
    public struct Result: Sendable {
        var summary: RunSummary
        var delivered: Int
        var failed: Int
        var waiting: Int

        /// Counts, and each alert that changed.
        public func answer(in language: Language) -> Answer {
            func count(_ state: AlertState) -> Double {
                Double(summary.changed.filter { $0.state == state }.count)
            }
            let alerts = summary.notifications.map { notification -> Answer.Value in
                let alert = notification.alert
                return .record([
                    Answer.Field("fingerprint", .text(alert.fingerprint)),
                    Answer.Field("state", .text(alert.state.rawValue)),
                    Answer.Field("rule", .text(alert.rule)),
                    Answer.Field("severity", .text(alert.severity.rawValue)),
                    Answer.Field("summary", .text(language == .zh ? alert.summary.zh : alert.summary.en)),
                ])
            }
            var answer = Answer([
                Answer.Field("run", .number(Double(summary.run))),
                Answer.Field("revision", .number(Double(summary.revision))),
                Answer.Field("samples", .number(Double(summary.sampleCount))),
                Answer.Field(
                    "firing", .number(Double(summary.notifications.count { $0.kind == .firing }))),
                Answer.Field("resolved", .number(count(.resolved))),
                Answer.Field("silenced", .number(Double(summary.withheldCount))),
                Answer.Field("pending", .number(count(.pending))),
                Answer.Field("delivered", .number(Double(delivered))),
                Answer.Field("waiting", .number(Double(waiting))),
                Answer.Field("failed", .number(Double(failed))), Answer.Field("alerts", .list(alerts)),
            ])
            answer.hiddenInTable = ["alerts"]
            return answer
        }
    }

    /// Runs once.
    ///
    /// `progress` is told which part of the figures is made, 0...1, from any thread; `tell` is given a sentence for each
    /// reason why deliveries came to nothing.
    public func run(
        progress: @escaping @Sendable (Double) -> Void = { _ in }, tell: (String) -> Void
    ) async throws -> Result {
        let watchbook = Watchbook(try Watchbook.load(configuration.alerts))
        let store = try Store(folder: configuration.data)
        let post = try Post(
            watchbook, environment: environment, language: configuration.language, print: Output.error)
        defer { post.stop() }
        var monitor = Monitor(
            store: store, gazetteer: Gazetteer(), statusDays: configuration.statusDays,
            validityDays: configuration.validityDays, progress: progress)
        let content = watchbook.current
        let summary = try monitor.run(content, now: Clock.now())
        let overdue = AidOverdue(store: store, snapshots: RegisterSnapshots(store), gazetteer: Gazetteer())
        _ = try overdue.tell(content, now: Clock.now())
        for warning in summary.warnings { tell("warning: \(warning)") }
        let deliveries = Deliveries(store: store, post: post, owner: try Deliveries.newOwner())
        try Deliveries.releaseDead(in: store)
        var (delivered, failed) = (0, 0)
        for _ in 0..<Self.batchLimit {
            let claimed = try deliveries.claim(now: Clock.now)
            guard !claimed.isEmpty else { break }
            let batches = try await withThrowingTaskGroup(of: Deliveries.Batch.self) { group in
                for one in claimed { group.addTask { try await deliveries.deliver(one, now: Clock.now) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            delivered += batches.reduce(0) { $0 + $1.delivered }
            failed += batches.reduce(0) { $0 + $1.failed }
            for one in batches.flatMap(\.setbacks) {
                tell("\(one.channel): \(one.reason)" + (one.count > 1 ? " (\(one.count) messages)" : ""))
            }
        }
        return Result(
            summary: summary, delivered: delivered, failed: failed, waiting: try store.waitingCount())
    }
}
