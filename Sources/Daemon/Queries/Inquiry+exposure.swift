internal import Resilience
internal import Store
public import SupplyModel

extension Inquiry {
    /// Paths that `--explain` shows.
    public static let pathLimit = 10

    /// How much of a firm's need hangs on each region, largest first.
    public func exposure(firm text: String, kind: ExposureChoice, level: RegionLevel) throws -> Answer {
        let network = try network()
        let firm = try firm(text, in: network)
        let chains = chains(network)
        let (exposures, unsettled) =
            kind.walk.map { (chains.exposures(of: firm, kind: $0, level: level), 0) }
            ?? Self.stoppages(
                of: firm, level: level, Cascades(chains, upstreamOf: [firm], workers: Cores.count))
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
        let network = try network()
        let firm = try firm(text, in: network)
        let named = try region(place)
        // A province is asked about as a whole, not as the places of which nothing but the province is known.
        let level = named.isOnlyProvince ? .province : level
        let region = named.at(level)
        let chains = chains(network)
        func head(_ exposures: [Exposure]) -> [Answer.Field] {
            [Answer.Field("region", .text(region.description))] + Answer.Field.text("name", name(region))
                + Answer.Field.number("value", exposures.first { $0.region == region }?.value ?? 0)
        }
        guard let walk = kind.walk else {
            let cascades = Cascades(chains, upstreamOf: [firm], workers: Cores.count)
            let (exposures, unsettled) = Self.stoppages(of: firm, level: level, cascades)
            let paths = cascades.stoppagePaths(
                of: firm, region: region, level: level, limit: Self.pathLimit)
            var answer = explained(head(exposures), paths, in: network)
            answer.warnings = Self.warnings(unsettled: unsettled)
            return answer
        }
        let paths = chains.paths(of: firm, to: region, kind: walk, level: level, limit: Self.pathLimit)
        let shown = paths.map { Self.path($0.firms, part: $0.part, in: network) }
        let exposures = chains.exposures(of: firm, kind: walk, level: level)
        var answer = Answer(head(exposures) + [Answer.Field("paths", .list(shown))])
        answer.hiddenInTable = ["firms"]
        return answer
    }

    private static func stoppages(
        of firm: Int32, level: RegionLevel, _ cascades: Cascades
    ) -> (exposures: [Exposure], unsettledCount: Int) {
        let found = cascades.countedStoppages(of: [firm], level: level)
        return (found.exposures.first ?? [], found.unsettledCount)
    }
}
