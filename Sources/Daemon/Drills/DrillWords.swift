internal import Resilience
internal import Store
internal import SupplyModel

/// How the mechanism hears of what a drill supposes: regions by events, firms by status reports.
///
/// What begins on one day is one event, with its own beginning and end, as warnings come one by one; it ends with its last day, so that
/// it takes as many days of the calendar as the scenario says. A status report speaks of now and
/// knows no end, so a firm that stops later is not heard of yet, nor is an event before it comes into sight. A report never says
/// that a firm makes more than what stands still already lets it.
struct DrillWords {
    private let now: Timestamp
    /// How an event's title goes on behind the name of the scenario.
    private let title: String
    private let network: Network

    private static let secondsPerDay = 86_400.0
    /// Whoever reports in a drill.
    private static let reporter = FirmID(checked: "local:drill")

    init(_ title: String, in network: Network, now: Timestamp) {
        self.title = title
        self.network = network
        self.now = now
    }

    /// How the run hears of a shock.
    func word(for shock: Shock) -> DrillShock.Word {
        switch shock.target {
        case .region, .only: Double(shock.startDay) <= KnownEvent.horizonDays ? .event : .later
        case .firm, .site: shock.startDay == 0 ? .status : .later
        }
    }

    /// The events of some shocks, in whichever order these come: one for each day on which something begins, and a further one where a region
    /// is hit twice from one day on, the longer time first.
    func events(_ shocks: [Shock]) -> [EventReport] {
        struct Key: Hashable {
            var startDay: Int
            var turn: Int
        }
        struct Place: Hashable {
            var startDay: Int
            var region: RegionCode
        }
        var turns: [Place: Int] = [:]
        var hits: [Key: [EventHit]] = [:]
        for (region, shock) in Self.sorted(shocks) {
            let place = Place(startDay: shock.startDay, region: region)
            let turn = turns[place, default: 0]
            turns[place] = turn + 1
            hits[Key(startDay: shock.startDay, turn: turn), default: []].append(
                EventHit(
                    region: region,
                    startsAt: now.adding(seconds: Double(shock.startDay) * Self.secondsPerDay),
                    endsAt: CalendarDay(now).adding(days: shock.endDay).start, loss: shock.loss))
        }
        return hits.sorted { ($0.key.startDay, $0.key.turn) < ($1.key.startDay, $1.key.turn) }.map {
            key, hits in
            let number = key.turn == 0 ? "" : "-\(key.turn + 1)"
            return EventReport(
                id: "drill:day-\(key.startDay)\(number)", source: .desk, toldAt: now, title: title, hits: hits
            )
        }
    }

    /// Those on regions.
    private static func sorted(_ shocks: [Shock]) -> [(region: RegionCode, shock: Shock)] {
        let found = shocks.compactMap { shock -> (region: RegionCode, shock: Shock)? in
            shock.region.map { ($0, shock) }
        }
        return found.sorted { left, right in
            (left.region, right.shock.days, right.shock.loss)
                < (right.region, left.shock.days, left.shock.loss)
        }
    }

    /// The reports of some shocks, beside what is reported already.
    func reports(_ shocks: [Shock], standing: OperatingRates) -> [StatusReport] {
        var losses: [Int32: Double] = [:]
        for shock in shocks where word(for: shock) == .status {
            guard case .firm(let firm) = shock.target else { continue }
            losses[firm] = max(losses[firm] ?? 0, shock.loss)
        }
        let known = standing.shocks(days: 1)
        return losses.sorted { $0.key < $1.key }.flatMap { firm, loss -> [StatusReport] in
            let worse = known.compactMap { stop -> StatusReport? in
                guard case .site(firm, let region) = stop.target, stop.loss > loss else { return nil }
                return report(firm, region, stop.loss)
            }
            return [report(firm, nil, loss)] + worse
        }
    }

    /// Lets a store hear of some shocks.
    func tell(_ shocks: [Shock], standing: OperatingRates, to store: Store) throws {
        let (events, reports) = (events(shocks), reports(shocks, standing: standing))
        if !events.isEmpty { _ = try store.add(events, now: now) }
        if !reports.isEmpty { _ = try store.add(reports, by: Self.reporter, now: now) }
    }

    private func report(_ firm: Int32, _ region: RegionCode?, _ loss: Double) -> StatusReport {
        StatusReport(
            firm: network.firms[Int(firm)].id, region: region, time: now, registrant: Self.reporter,
            operatingRate: 1 - loss)
    }
}
