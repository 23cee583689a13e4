internal import Alerting
internal import Resilience
internal import Store
public import SupplyModel

extension Inquiry {
    /// What the rules find wrong with the figures as they stand, worst first: what a registrant's view has in place of alerts.
    ///
    /// It follows from this view's declarations and the rules alone, so it has nothing of an alert's life: neither when it began,
    /// nor who was told, nor how long a rule waits. `folder`: that of the rules.
    ///
    /// - Throws: `QueryFault`, `StoreError`, `ConfigurationFaults` where the rules have faults.
    public func breaches(
        folder: String, now: Timestamp, progress: @escaping Progress = { _, _ in }
    ) throws -> Answer {
        try breaches(try Watchbook.load(folder).rules, now: now, progress: progress)
    }

    func breaches(
        _ rules: [Rule], now: Timestamp, progress: @escaping Progress = { _, _ in }
    ) throws -> Answer {
        let now = time ?? now
        let rules = rules.filter { !$0.metric.isOfTierwatch }
        let network = try network()
        let found = try samples(MetricFilter(), in: network, at: now, progress: progress)
        let asked = QueryFigures(rules, network: network, samples: found.samples, alerts: [], now: now)
        let names = FirmNames(network)
        let evaluation = evaluate(
            rules, samples: found.samples + asked.samples, known: [], now: now,
            names: LabelNames(gazetteer) { id, _ in names.name(of: id) }, failed: asked.failed)
        let alerts = evaluation.changed.sorted {
            ($1.severity, $0.rule, $0.fingerprint) < ($0.severity, $1.rule, $1.fingerprint)
        }
        var answer = Answer(
            columns: ["fingerprint", "severity", "rule", "value", "threshold", "labels", "summary"],
            records: alerts.map(breach))
        answer.hiddenInTable = ["labels"]
        answer.warnings = Self.warnings(unsettled: found.unsettledCount)
        answer.warnings += evaluation.failed.sorted { $0.key < $1.key }.map { "rule \($0.key): \($0.value)" }
        return answer
    }

    private func breach(_ alert: Alert) -> [Answer.Field] {
        let life: Set = ["state", "starts_at", "ends_at"]
        return alertRecord(alert).filter { !life.contains($0.name) }
    }
}
