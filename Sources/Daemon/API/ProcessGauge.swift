internal import Alerting
internal import Foundation
internal import Store
internal import SupplyModel

/// How the process fares, for those who watch it from outside: whether it is ready, and its figures for Prometheus.
struct ProcessGauge: Sendable {
    private let watcher: Watcher
    private let watchbook: Watchbook
    private let now: @Sendable () -> Timestamp

    /// Seconds by which a run may be late, and the part of the disk that is to be free.
    static let lateSeconds = 300.0
    static let leastFreeShare = 0.01

    init(_ watcher: Watcher, _ watchbook: Watchbook, now: @escaping @Sendable () -> Timestamp) {
        self.watcher = watcher
        self.watchbook = watchbook
        self.now = now
    }

    /// What is wrong, one sentence each; none where requests and runs are answered as they should be.
    @Sendable func complaints() -> [String] {
        let figures: OwnFigures
        do {
            figures = try watcher.figures(watchbook.current, now: now())
        } catch {
            return ["the store cannot be read: \(error)"]
        }
        var complaints: [String] = []
        if let dueAt = figures.dueAt, now().seconds(since: dueAt) > Self.lateSeconds {
            complaints.append("no monitoring run since \(dueAt), when one was due")
        }
        if let share = figures.freeShare, share < Self.leastFreeShare {
            complaints.append("the disk of the store is full but for \(Answer.numeral(share * 100)) %")
        }
        return complaints
    }

    /// All figures, as Prometheus text.
    @Sendable func text() throws -> String {
        let figures = try watcher.figures(watchbook.current, now: now())
        let marks = try watcher.store.marks(.all)
        var text = PrometheusText()
        text.gauge("tierwatch_build_info", "The version that runs.", [(["version": Release.version], 1)])
        text.gauge(
            "tierwatch_register_revision", "The newest revision of the register.", Double(marks.revision))
        text.gauge("tierwatch_runs", "The number of the newest run or look.", Double(marks.run))
        if let last = try watcher.store.lastRunAt() {
            text.gauge(
                "tierwatch_last_run_timestamp_seconds", "When the newest monitoring run was kept.",
                Double(last.milliseconds) / 1_000)
        }
        text.gauge("tierwatch_alerts", "Open alerts, by severity and state.", try alerts())
        for (name, help, metric) in [
            ("tierwatch_run_delay_seconds", "Seconds by which the next run is late.", Metric.runDelaySeconds),
            ("tierwatch_disk_free_share", "Part of the store's disk that is free, 0 to 1.", .diskFreeShare),
            (
                "tierwatch_breaker_open", "1 while a channel is not tried, because it failed too often.",
                .breakerOpen
            ),
            (
                "tierwatch_outbox_age_seconds", "Age of the oldest message that waits for a channel.",
                .outboxAgeSeconds
            ),
        ] {
            let samples = figures.samples(now: now()).filter { $0.metric == metric }
            text.gauge(
                name, help,
                samples.map {
                    (Dictionary(uniqueKeysWithValues: $0.labels.pairs.map { ($0.name, $0.value) }), $0.value)
                })
        }
        text.gauge(
            "tierwatch_outbox_waiting", "Messages that wait for a channel.",
            figures.traffic.sorted { $0.key < $1.key }.map {
                (["channel": $0.key], Double($0.value.waitingCount))
            })
        return text.text
    }

    private func alerts() throws -> [(labels: [String: String], value: Double)] {
        let open = try watcher.store.alerts(in: AlertState.open, limit: AlertFilter.limit)
        var counts: [[String: String]: Double] = [:]
        for severity in Severity.allCases {
            counts[["severity": severity.rawValue, "state": AlertState.firing.rawValue]] = 0
        }
        for alert in open {
            counts[["severity": alert.severity.rawValue, "state": alert.state.rawValue], default: 0] += 1
        }
        return counts.sorted { $0.key.description < $1.key.description }.map { ($0.key, $0.value) }
    }
}

/// Figures in the format that Prometheus reads.
///
/// Source: the exposition format 0.0.4.
struct PrometheusText {
    private(set) var text = ""

    mutating func gauge(_ name: String, _ help: String, _ value: Double) { gauge(name, help, [([:], value)]) }

    mutating func gauge(
        _ name: String, _ help: String, _ samples: [(labels: [String: String], value: Double)]
    ) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
        for sample in samples {
            let labels = sample.labels.sorted { $0.key < $1.key }.map {
                "\($0.key)=\"\(Self.escaped($0.value))\""
            }
            text += name + (labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}") + " \(sample.value)\n"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
