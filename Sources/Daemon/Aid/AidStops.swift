internal import MutualAid
internal import Resilience
internal import Store
internal import SupplyModel

/// What is supposed to stand still, as somebody asks who looks for help.
public struct StopQuestion: Sendable {
    /// Regions or firms that stop now, by name or code.
    public var without: [String] = []
    /// Of what `without` names, 0...1.
    public var loss = 1.0
    /// How many days what `without` names stops.
    public var days = 14
    /// Days that are worked out from now on; nil for the usual.
    public var untilDay: Int?
    /// Ids of events, or parts of their ids or titles.
    public var events: [String] = []
    /// Whether what status reports say counts.
    public var startsFromStatus = false

    public init() {}

    /// Whether nothing is named, so that everything counts that stands still.
    var isOpen: Bool { without.isEmpty && events.isEmpty && !startsFromStatus }
}

/// The same, worked out: a scenario, its day 0, and the day that is now.
struct AidStops {
    var scenario: Scenario
    var today: Int
    private let standing: StandingStops

    init(_ standing: StandingStops, _ shocks: (_ today: Int) -> [Shock], untilDay: Int?) {
        self.standing = standing
        let today = standing.today
        let shocks = shocks(today)
        let known = standing.isEmpty ? today + Scenario.usualAfterDays : standing.scenario().untilDay
        let end = untilDay.map { today + $0 } ?? max(Scenario(shocks).untilDay, known)
        scenario = Scenario(standing.scenario().shocks + shocks, untilDay: end)
        self.today = today
    }

    /// When a line stops: the date in China of the first day of a course on which output is lost; nil where none is.
    func lineStop(_ course: Course) -> CalendarDay? { course.firstLossDay.map(standing.date) }
}

extension Inquiry {
    /// What stands still as somebody asks: what is named, or else what status reports and events say.
    ///
    /// Day 0 is when the first of it began, so that the stocks it has eaten since are gone. Regions in which nobody is are told.
    func aidStops(
        _ ask: StopQuestion, in chains: Chains, now: Timestamp, _ warnings: inout [String]
    ) throws -> AidStops {
        let named = try ask.without.map { try shockTarget($0, in: chains.network) }
        for case .region(let region) in named where chains.firms(hitBy: [Shock(.region(region))]).isEmpty {
            warnings.append(
                "nobody in the register ships from \(region) (\(name(region) ?? "?")); nothing stops there"
            )
        }
        let takesReports = ask.isOpen || ask.startsFromStatus
        let reported = takesReports ? try reportedStops(in: chains, at: now) : []
        var events = ask.isOpen ? try store.standingEvents(at: now) : []
        for text in ask.events {
            let event = try knownEvent(text, now: now)
            guard event.counts(at: now) else { throw AidMatchFault.notStanding(event.event) }
            events.append(event)
        }
        let standing = StandingStops(chains, reported: reported, events: events, now: now)
        return AidStops(
            standing,
            { today in
                named.map { Shock($0, loss: ask.loss, startDay: today, days: ask.days) }
            }, untilDay: ask.untilDay)
    }

    /// The region or else the firm that a text names.
    private func shockTarget(_ text: String, in network: Network) throws -> Shock.Target {
        if text == "?" { return .region(.unknown) }
        let regionFault: RegionFault
        do throws(RegionFault) {
            return .region(try gazetteer.code(named: text))
        } catch {
            regionFault = error
        }
        do {
            return .firm(try firm(text, in: network))
        } catch QueryFault.notAnID {
            // Where several places have the name, that is what is to be told.
            guard case .unknown = regionFault else {
                throw QueryFault.badRegion(text, reason: regionFault.sentence)
            }
            throw AidMatchFault.neitherRegionNorFirm(text)
        }
    }
}
