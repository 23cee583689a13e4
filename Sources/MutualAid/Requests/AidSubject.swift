internal import Resilience
public import SupplyModel

/// What an alert that asks for help is about.
public struct AidSubject: Sendable {
    /// The firms that stand still by what is behind it.
    let stopped: Set<Int32>
    /// The only leading firm that it is about; nil for all.
    let firm: Int32?

    public func isAbout(_ firm: Int32) -> Bool { (self.firm ?? firm) == firm }
}

extension AidDrafting {
    /// nil where nothing that stands still is behind an alert.
    ///
    /// An alert that names the one that is hit is about it alone; an operating rate without a tier names the one that stands still.
    public func subject(of alert: Alert) -> AidSubject? {
        let labels = alert.labels
        let named = labels["firm"].flatMap { chains.network.number(of: FirmID(checked: $0)) }
        let meant =
            if let event = labels["event"] {
                stops.stops.filter { $0.source == .event(event) }
            } else if alert.metric == .operatingRate {
                reported(labels, named)
            } else {
                [StandingStops.Stop]()
            }
        guard !meant.isEmpty else { return nil }
        let isAboutHit = labels["event"] != nil || labels["tier"] != nil
        return AidSubject(
            stopped: Set(chains.firms(hitBy: meant.map(\.shock))), firm: isAboutHit ? named : nil)
    }

    /// The stops that status reports tell of and an operating rate is about.
    private func reported(_ labels: Labels, _ named: Int32?) -> [StandingStops.Stop] {
        let region = labels["region"].flatMap(RegionCode.init(_:))
        let firms = Set(
            labels["tier"] == nil
                ? named.map { [$0] } ?? []
                : named.map { Array(chains.tiers(of: $0).dropFirst().joined()) } ?? [])
        return stops.stops.filter { stop in
            guard case .status(let firm) = stop.source, case .site(_, let place) = stop.shock.target else {
                return false
            }
            guard let region else { return firms.contains(firm) }
            return place == region || place.at(.city) == region || place.at(.province) == region
        }
    }
}
