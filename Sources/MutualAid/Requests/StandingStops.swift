public import Resilience
public import SupplyModel

/// What stands still at an instant: what status reports say of sites, and events of regions.
///
/// Days are those of China's calendar, from the one on which the first of it began, with the stocks full then: what began earlier or later
/// in a day, and what else stands still somewhere, moves no date. A day on which something stands still for a while counts wholly. A status report has
/// no end: it holds for `horizonDays` from the instant that is asked about, unless a newer one says otherwise. Of an event each region counts
/// from three days before its own time on. What began longer ago than an event can last counts from then on.
public struct StandingStops: Sendable {
    /// Days that a status report is taken to hold on, and that are looked at after now.
    public static let horizonDays = 60
    /// How far back days are counted.
    private static let longestSeconds = EventReport.dayLimit * 86_400

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
    public let origin: CalendarDay
    public let stops: [Stop]
    /// The day of the instant that is asked about.
    public let today: Int
    private let untilDay: Int

    public init(_ chains: Chains, reported: [ReportedStop], events: [KnownEvent], now: Timestamp) {
        let earliest = now.adding(seconds: -Self.longestSeconds)
        let hits = events.filter { $0.counts(at: now) }.flatMap { event in
            event.report.hits.filter { $0.loss > 0 && $0.isNear(now) && $0.endsAt > earliest }
                .map { (event.event, $0) }
        }
        let began = (reported.map(\.since) + hits.map(\.1.startsAt)).min() ?? now
        let origin = CalendarDay(max(earliest, min(began, now)))
        func day(_ time: Timestamp) -> Int { max(0, Int(CalendarDay(time).number - origin.number)) }
        /// The last moment before a time: what ends at midnight has no part of the day that begins.
        func end(_ time: Timestamp) -> Int { day(Timestamp(milliseconds: time.milliseconds - 1)) + 1 }
        let today = day(now)
        let ofStatus = reported.map { stop in
            let start = day(stop.since)
            return Stop(
                source: .status(stop.firm),
                shock: Shock(
                    .site(stop.firm, stop.place), loss: stop.loss, startDay: start,
                    days: (stop.until.map(day) ?? today + Self.horizonDays) - start))
        }
        let ofEvents = hits.map { event, hit in
            let start = day(hit.startsAt)
            return Stop(
                source: .event(event),
                shock: Shock(
                    .region(hit.region), loss: hit.loss, startDay: start,
                    days: max(1, end(hit.endsAt) - start)))
        }
        self.origin = origin
        self.today = today
        stops = ofStatus.filter { $0.shock.days > 0 } + ofEvents
        untilDay = min(
            Scenario.dayLimit, max(today, stops.map(\.shock.endDay).max() ?? 0) + Self.horizonDays)
    }

    public var isEmpty: Bool { stops.isEmpty }

    /// Everything that stands still.
    public func scenario() -> Scenario {
        Scenario(stops.map(\.shock), untilDay: untilDay, today: today)
    }

    /// The date in China of a day of the scenarios.
    public func date(ofDay day: Int) -> CalendarDay {
        origin.adding(days: day)
    }
}
