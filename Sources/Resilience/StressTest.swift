public import SupplyModel

/// What one stop costs a firm.
public struct StressFinding: Equatable, Sendable {
    /// What stops, for ever.
    public enum Stop: Equatable, Sendable {
        /// Every site in it but the firm's own.
        case region(RegionCode)
        case supplier(Int32)
    }

    public var firm: Int32
    public var stop: Stop
    /// 0...1.
    public var loss: Double
    /// The first delivery on the heaviest way: which direct supplier it comes through, and by which product.
    public var entry: StoppagePath.Step?
    /// The first day on which the firm loses output; nil where it goes on.
    public var survivalDays: Int?
    /// The supplier's time to recover less `survivalDays`; nil where nobody declared it.
    public var recoveryGapDays: Double?
}

/// Stops every region and every supplier in turn, and ranks what hurts each firm most.
public struct StressTest {
    private let chains: Chains
    private let cascades: Cascades
    private let firms: [Int32]

    /// Prepares it for some firms, each named once.
    public init(_ chains: Chains, firms: [Int32], workers: Int) {
        self.chains = chains
        self.firms = firms
        cascades = Cascades(chains, upstreamOf: firms, workers: workers)
    }

    /// For each firm, in their order, the `top` stops that cost it most: by loss, regions before suppliers, then by code
    /// or identity.
    ///
    /// Losses below `Exposure.leastValue` are left out. `progress` is told which part of the stops of suppliers is done,
    /// 0...1, from any thread.
    public func run(
        level: RegionLevel, top: Int, progress: @Sendable (Double) -> Void = { _ in }
    ) -> [[StressFinding]] {
        var lists = zip(firms, cascades.stoppages(of: firms, level: level)).map { firm, exposures in
            exposures.map { finding(firm, .region($0.region), $0.value) }
        }
        var index: [Int32: Int] = [:]
        for (place, firm) in firms.enumerated() { index[firm] = place }
        let suppliers = Set(firms.flatMap { chains.tiers(of: $0).dropFirst().joined() }).sorted()
        let stops = cascades.stops(
            of: suppliers, buyers: firms, leastLoss: Exposure.leastValue, progress: progress)
        for one in stops.criticalities {
            if let place = index[one.firm] {
                lists[place].append(finding(one.firm, .supplier(one.supplier), one.loss))
            }
        }
        return lists.map { list in
            list.enumerated().sorted { left, right in
                (right.element.loss, left.offset) < (left.element.loss, right.offset)
            }.prefix(top).map { explained($0.element, level) }
        }
    }

    private func finding(_ firm: Int32, _ stop: StressFinding.Stop, _ loss: Double) -> StressFinding {
        StressFinding(firm: firm, stop: stop, loss: Ties.settled(loss))
    }

    private func explained(_ finding: StressFinding, _ level: RegionLevel) -> StressFinding {
        var finding = finding
        let firm = finding.firm
        let paths =
            switch finding.stop {
            case .region(let region):
                cascades.stoppagePaths(of: firm, region: region, level: level, limit: 1)
            case .supplier(let supplier):
                cascades.stoppagePaths(of: firm, supplier: supplier, limit: 1)
            }
        finding.entry = paths.first?.steps.first
        return finding
    }
}
