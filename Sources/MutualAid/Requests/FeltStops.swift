internal import Resilience

/// The suppliers that stand still whom one firm feels: its line stops for want of each, alone or together with others.
public struct FeltStops: Sendable {
    public let firm: Int32
    /// What stands still, but for the firm's own sites: those go on, since nobody else can help with them.
    let scenario: Scenario
    /// The first day on which the firm makes less, as in its course; nil where its line goes on.
    let firstLossDay: Int?
    /// Nearest tier first.
    var suppliers: [LineStop]
    /// Whether more may stand still than were followed one by one.
    let isCut: Bool

    public var isEmpty: Bool { suppliers.isEmpty }
}

extension AidDrafting {
    /// Whom a firm feels of all that stands still, whatever is behind it.
    public func felt(by firm: Int32) -> FeltStops {
        var scenario = stops.scenario()
        scenario.shocks = chains.shocks(scenario.shocks, sparing: firm)
        let day = firstLossDay(of: firm, in: scenario)
        let followed = day == nil ? [] : timeline.lineStops(of: firm, in: scenario)
        return FeltStops(
            firm: firm, scenario: scenario, firstLossDay: day, suppliers: followed.filter(\.isFelt),
            isCut: followed.count == Timeline.lineStopLimit)
    }

    /// Those of them that an alert is about; where more stand still than were followed, its own are followed, however far they are.
    public func part(of felt: FeltStops, for subject: AidSubject) -> FeltStops {
        var part = felt
        guard subject.isAbout(felt.firm) else {
            part.suppliers = []
            return part
        }
        part.suppliers.removeAll { !subject.stopped.contains($0.supplier) }
        guard felt.isCut else { return part }
        let known = Set(part.suppliers.map(\.supplier))
        part.suppliers += timeline.lineStops(of: felt.firm, in: felt.scenario, among: subject.stopped)
            .filter { $0.isFelt && !known.contains($0.supplier) }
        return part
    }

    /// The first day on which a firm loses output, as in its course; nil where it goes on.
    private func firstLossDay(of firm: Int32, in scenario: Scenario) -> Int? {
        timeline.courses(of: [firm], in: scenario) { _ in }.first?.firstLossDay
    }
}
