internal import Resilience
public import SupplyModel

/// The suppliers that stand still whom one firm feels: its line stops for want of each, alone or together with others.
public struct FeltStops: Sendable {
    public let firm: Int32
    /// The first day on which the firm makes less, as in its course; nil where its line goes on.
    let firstLossDay: Int?
    /// Nearest tier first.
    var suppliers: [LineStop]
    /// How many were followed one by one, where more stand still; nil where all were.
    let cut: Int?

    public var isEmpty: Bool { suppliers.isEmpty }
}

extension AidDrafting {
    /// Suppliers of a firm that are followed one by one at most, the nearest ones.
    static let followedLimit = 1_000

    /// Whom a firm feels of all that stands still, whatever is behind it.
    ///
    /// The nearest suppliers are followed, and those that are nearest of each of some groups, however far they are.
    public func felt(by firm: Int32, following groups: [Set<Int32>] = []) -> FeltStops {
        let scenario = scenario(of: firm)
        let day = firstLossDay(of: firm, in: scenario)
        let standing = day == nil ? [] : timeline.standing(upstreamOf: firm, in: scenario)
        let followed = followed(of: standing, groups)
        let felt = timeline.lineStops(of: firm, in: scenario, among: followed).filter(\.isFelt)
        return FeltStops(
            firm: firm, firstLossDay: day, suppliers: felt,
            cut: followed.count < standing.count ? followed.count : nil)
    }

    /// What stands still, but for a firm's own sites: those go on, since nobody else can help with them.
    func scenario(of firm: Int32) -> Scenario {
        var scenario = stops.scenario()
        scenario.shocks = chains.shocks(scenario.shocks, sparing: firm)
        return scenario
    }

    /// The same for all alerts about a firm, with those whom they are about.
    public func felt(by firm: Int32, about subjects: [AidSubject]) -> FeltStops {
        felt(by: firm, following: subjects.filter { $0.isAbout(firm) }.map(\.stopped))
    }

    /// The same, with those that are hit in a province.
    public func felt(by firm: Int32, in province: RegionCode) -> FeltStops {
        felt(by: firm, following: [Set(chains.firms(hitBy: [Shock(.region(province))]))])
    }

    /// Those of them that an alert is about.
    public func part(of felt: FeltStops, for subject: AidSubject) -> FeltStops {
        var part = felt
        part.suppliers.removeAll { !subject.isAbout(felt.firm) || !subject.stopped.contains($0.supplier) }
        return part
    }

    /// Of all that stand still, nearest first, those that are followed.
    private func followed(of standing: [Int32], _ groups: [Set<Int32>]) -> [Int32] {
        let limit = Timeline.lineStopLimit
        guard standing.count > limit else { return standing }
        let rank = Dictionary(uniqueKeysWithValues: zip(standing, standing.indices))
        var wanted = Set(0..<limit)
        for group in groups { wanted.formUnion(group.compactMap { rank[$0] }.sorted().prefix(limit)) }
        return wanted.sorted().prefix(Self.followedLimit).map { standing[$0] }
    }

    /// The first day on which a firm loses output, as in its course; nil where it goes on.
    private func firstLossDay(of firm: Int32, in scenario: Scenario) -> Int? {
        timeline.courses(of: [firm], in: scenario) { _ in }.first?.firstLossDay
    }
}
