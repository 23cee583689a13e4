public import Resilience
public import SupplyModel

/// What stands still at an instant: what status reports say of sites, and events of regions.
///
/// Days are counted from the instant at which the first of it began, with the stocks full then. A status report has no end: it
/// holds for `horizonDays` from the instant that is asked about, unless a newer one says otherwise.
public struct StandingStops: Sendable {
    /// Days that a status report is taken to hold on, and that are looked at after now.
    public static let horizonDays = 60

    /// What makes sites stand still.
    public enum Source: Hashable, Sendable {
        /// An event's id.
        case event(String)
        /// Reports about a firm's number.
        case status(Int32)
    }

    /// One shock of a source; days from `origin`.
    public struct Stop: Sendable {
        public var source: Source
        public var shock: Shock
    }

    /// Day 0.
    public let origin: Timestamp
    public let stops: [Stop]
    /// The day of the instant that is asked about.
    public let today: Int
    private let untilDay: Int

    private static let secondsPerDay = 86_400.0

    public init(rates: OperatingRates, events: [KnownEvent], now: Timestamp) {
        let reported = rates.stops(days: Self.horizonDays)
        let standing = events.filter { $0.counts(at: now) }
        let origin =
            (reported.map(\.since) + standing.compactMap(\.report.startsAt)).min().map { min($0, now) } ?? now
        func day(_ time: Timestamp) -> Int {
            Int((time.seconds(since: origin) / Self.secondsPerDay).rounded(.down))
        }
        let today = day(now)
        let ofStatus = reported.compactMap { shock, since -> Stop? in
            var shock = shock
            guard case .site(let firm, _) = shock.target else { return nil }
            shock.startDay = day(since)
            shock.days = today - shock.startDay + Self.horizonDays
            return Stop(source: .status(firm), shock: shock)
        }
        let ofEvents = standing.flatMap { event in
            event.report.shocks(since: origin).map { Stop(source: .event(event.event), shock: $0) }
        }
        self.origin = origin
        self.today = today
        stops = ofStatus + ofEvents
        untilDay = min(
            Scenario.dayLimit, max(today, stops.map(\.shock.endDay).max() ?? 0) + Self.horizonDays)
    }

    public var isEmpty: Bool { stops.isEmpty }

    /// Everything that stands still, or what some sources are behind.
    public func scenario(of sources: Set<Source>? = nil) -> Scenario {
        let meant = stops.filter { sources?.contains($0.source) ?? true }
        return Scenario(meant.map(\.shock), untilDay: untilDay)
    }

    /// The date in China of a day of the scenarios.
    public func date(ofDay day: Int) -> CalendarDay {
        CalendarDay(origin.adding(seconds: Double(day) * Self.secondsPerDay))
    }
}
