internal import Resilience
internal import Store
public import SupplyModel

extension Inquiry {
    /// Paths that `--explain` shows.
    public static let pathLimit = 10

    /// How much of a firm's need hangs on each region, largest first.
    public func exposure(firm text: String, kind: ExposureChoice, level: RegionLevel) throws -> Answer {
        let network = try store.network()
        let firm = try firm(text, in: network)
        let (exposures, unsettled) = exposures(of: firm, kind: kind, level: level, Chains(network))
        var answer = Answer(
            columns: ["region", "name", "value"],
            records: exposures.map { exposure in
                [Answer.Field("region", .text(exposure.region.description))]
                    + Answer.Field.text("name", name(exposure.region))
                    + Answer.Field.number("value", exposure.value)
            })
        answer.warnings = Self.warnings(unsettled: unsettled)
        return answer
    }

    /// Why a firm hangs on a region: the paths that carry the most; of a stoppage also the deliveries that fail on the
    /// heaviest.
    public func explanation(
        firm text: String, kind: ExposureChoice, level: RegionLevel, region place: String
    ) throws -> Answer {
        let network = try store.network()
        let firm = try firm(text, in: network)
        let named = try region(place)
        // A province is asked about as a whole, not as the places of which nothing but the province is known.
        let level = named.isOnlyProvince ? .province : level
        let region = named.at(level)
        let chains = Chains(network)
        let (exposures, unsettled) = exposures(of: firm, kind: kind, level: level, chains)
        let value = exposures.first { $0.region == region }?.value ?? 0
        let head =
            [Answer.Field("region", .text(region.description))] + Answer.Field.text("name", name(region))
            + Answer.Field.number("value", value)
        guard let walk = kind.walk else {
            let cascades = Cascades(chains, upstreamOf: [firm], workers: Cores.count)
            let paths = cascades.stoppagePaths(
                of: firm, region: region, level: level, limit: Self.pathLimit)
            var answer = explained(head, paths, in: network)
            answer.warnings = Self.warnings(unsettled: unsettled)
            return answer
        }
        let paths = chains.paths(of: firm, to: region, kind: walk, level: level, limit: Self.pathLimit)
        let shown = paths.map { Self.path($0.firms, part: $0.part, in: network) }
        var answer = Answer(head + [Answer.Field("paths", .list(shown))])
        answer.hiddenInTable = ["firms"]
        return answer
    }

    private func exposures(
        of firm: Int32, kind: ExposureChoice, level: RegionLevel, _ chains: Chains
    ) -> (exposures: [Exposure], unsettledCount: Int) {
        if let walk = kind.walk { return (chains.exposures(of: firm, kind: walk, level: level), 0) }
        let cascades = Cascades(chains, upstreamOf: [firm], workers: Cores.count)
        let found = cascades.countedStoppages(of: [firm], level: level)
        return (found.exposures.first ?? [], found.unsettledCount)
    }
}
