internal import Store
internal import SupplyModel

/// What Tierwatch measures of itself, as samples like all others: a value where all is well too, so that alerts end.
struct OwnFigures: Sendable {
    /// When the next run should have been; nil where none is planned.
    var dueAt: Timestamp?
    /// Of every channel in force, and of those that messages still wait for.
    var traffic: [String: ChannelTraffic]
    var freeShare: Double?

    func samples(now: Timestamp) -> [Sample] {
        var samples: [Sample] = []
        func add(_ metric: Metric, _ labels: Labels, _ value: Double) {
            samples.append(
                Sample(
                    metric: metric, labels: labels, value: value, unknown: 0, industry: nil, provinces: []))
        }
        if let dueAt { add(.runDelaySeconds, [:], max(0, now.seconds(since: dueAt))) }
        if let freeShare { add(.diskFreeShare, [:], freeShare) }
        for (channel, one) in traffic.sorted(by: { $0.key < $1.key }) {
            let age = one.oldestWaiting.map { max(0, now.seconds(since: $0)) } ?? 0
            add(.breakerOpen, ["channel": channel], one.flow.breaker == .closed ? 0 : 1)
            add(.outboxAgeSeconds, ["channel": channel], age)
        }
        return samples
    }
}
