internal import Alerting
internal import SupplyModel

/// Who else is told of an alert about a channel.
enum OwnTelling {
    /// The fallback of the channel, else every other one but those to spare, where nobody but the channel itself would be told; each
    /// as one that wants whatever it is told, but for ends where it wants none.
    static func standIns(
        _ notification: Notification, _ channels: [Channel], routes: RouteBook, sparing spared: Set<String>
    ) -> [Channel] {
        guard let subject = notification.alert.labels["channel"] else { return [] }
        let hearing = Set(
            channels.filter { $0.severities.contains(notification.alert.severity) }.map(\.name))
        let told =
            routes.root.map {
                hearing.intersection($0.routes(for: notification.alert).flatMap(\.channels))
            } ?? hearing
        guard told.subtracting([subject]).isEmpty else { return [] }
        let fallback = channels.first { $0.name == subject }?.fallback?.channel
        let others = channels.filter { channel in
            fallback.map { $0 == channel.name } ?? (channel.name != subject && !spared.contains(channel.name))
        }
        return others.filter { notification.kind == .firing || $0.sendsResolved }
            .map { Channel(name: $0.name, kind: $0.kind) }
    }
}
