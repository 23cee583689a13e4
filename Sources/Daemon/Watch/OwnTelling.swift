internal import Alerting
internal import SupplyModel

/// Who else is told of an alert about a channel.
enum OwnTelling {
    /// The fallback of the channel, else every other one but those to spare, where nobody but the channel itself would be told; each
    /// as one that wants whatever it is told.
    static func standIns(
        _ notification: Notification, _ channels: [Channel], routes: RouteBook, sparing spared: Set<String>
    ) -> [Channel] {
        guard let subject = notification.alert.labels["channel"] else { return [] }
        let told =
            routes.root.map { Set($0.routes(for: notification.alert).flatMap(\.channels)) }
            ?? Set(channels.filter { $0.wants(notification) }.map(\.name))
        guard told.subtracting([subject]).isEmpty else { return [] }
        let fallback = channels.first { $0.name == subject }?.fallback?.channel
        let others = channels.filter { channel in
            fallback.map { $0 == channel.name } ?? (channel.name != subject && !spared.contains(channel.name))
        }
        return others.map { Channel(name: $0.name, kind: $0.kind) }
    }
}
