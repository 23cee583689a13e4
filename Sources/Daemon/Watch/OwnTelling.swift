internal import Alerting
internal import SupplyModel

/// Who else is told that an alert about a channel fires; of its end hears whoever heard of that.
enum OwnTelling {
    /// The fallback of the channel, else every other one but those to spare, where nobody that works would be told; each as one that wants
    /// whatever it is told.
    ///
    /// `down`: the channels about which alerts fire; one of them stands in only where all others are down too.
    static func standIns(
        _ alert: Alert, _ channels: [Channel], routes: RouteBook, down: Set<String>,
        sparing spared: Set<String>
    ) -> [Channel] {
        guard let subject = alert.labels["channel"] else { return [] }
        let hearing = Set(channels.filter { $0.severities.contains(alert.severity) }.map(\.name))
        let told =
            routes.root.map {
                hearing.intersection($0.routes(for: alert).flatMap(\.channels))
            } ?? hearing
        guard told.subtracting(down).subtracting([subject]).isEmpty else { return [] }
        let fallback = channels.first { $0.name == subject }?.fallback?.channel
        let others = channels.filter {
            $0.name != subject && !told.contains($0.name)
                && ($0.name == fallback || !spared.contains($0.name))
        }
        let working = others.filter { !down.contains($0.name) }
        let first = working.filter { $0.name == fallback }
        return (first.isEmpty ? working.isEmpty ? others : working : first)
            .map { Channel(name: $0.name, kind: $0.kind) }
    }
}
