internal import Resilience
internal import Store
public import SupplyModel

extension Inquiry {
    /// Paths that `--explain` shows.
    public static let pathLimit = 10

    /// How much of a firm's need hangs on each region, largest first.
    public func exposure(firm text: String, kind: String, level: RegionLevel) throws -> Answer {
        let network = try store.network()
        let firm = try firm(text, in: network)
        guard let kind = ExposureKind(rawValue: kind) else { return Answer(columns: [], records: []) }
        let exposures = Chains(network).exposures(of: firm, kind: kind, level: level)
        return Answer(
            columns: ["region", "name", "value"],
            records: exposures.map { exposure in
                [Answer.Field("region", .text(exposure.region.description))]
                    + Answer.Field.text("name", name(exposure.region))
                    + Answer.Field.number("value", exposure.value)
            })
    }

    /// Why a firm hangs on a region: the paths that carry the most.
    public func explanation(
        firm text: String, kind: String, level: RegionLevel, region place: String
    ) throws -> Answer {
        let network = try store.network()
        let firm = try firm(text, in: network)
        let named = try region(place)
        // A province is asked about as a whole, not as the places of which nothing but the province is known.
        let level = named.isOnlyProvince ? .province : level
        let region = named.at(level)
        guard let kind = ExposureKind(rawValue: kind) else { return Answer(columns: [], records: []) }
        let chains = Chains(network)
        let value =
            chains.exposures(of: firm, kind: kind, level: level).first { $0.region == region }?.value ?? 0
        let paths = chains.paths(of: firm, to: region, kind: kind, level: level, limit: Self.pathLimit)
        let shown = paths.map { path -> Answer.Value in
            let ids = path.firms.map { Answer.Value.text(network.firms[Int($0)].id.description) }
            let names = path.firms.map {
                Answer.Value.text(network.firms[Int($0)].name ?? network.firms[Int($0)].id.description)
            }
            return .record([
                Answer.Field("part", .number(path.part)), Answer.Field("firms", .list(ids)),
                Answer.Field("names", .list(names)),
            ])
        }
        var answer = Answer(
            [Answer.Field("region", .text(region.description))] + Answer.Field.text("name", name(region))
                + Answer.Field.number("value", value) + [Answer.Field("paths", .list(shown))])
        answer.hiddenInTable = ["firms"]
        return answer
    }
}
