internal import Resilience
internal import SupplyModel

/// Which firms are listed.
struct FirmFilter {
    var industry: Industry?
    /// A code or a name of any level; the firm's own region counts.
    var region: String?
    /// Part of an identity or of any name: former and short ones and those that were merged away too; case ignored.
    var search: String?
    /// Whether only leading firms are meant.
    var isLeading = false
}

extension Inquiry {
    /// Every firm that takes part, whatever it is to whom, by identity.
    func firms(_ filter: FirmFilter) throws -> Answer {
        let network = try network()
        let region = try filter.region.map(region)
        let needle = filter.search.map { IdentityText.normalisedName($0).lowercased() }
        let leaders = Set(network.leaders)
        let takesPart = chains(network).takesPart
        var records: [[Answer.Field]] = []
        for (number, firm) in network.firms.enumerated() where takesPart[number] {
            let isLeading = leaders.contains(Int32(number))
            let isFound = needle.map { isNamed(Int32(number), like: $0, in: network) } ?? true
            guard isFound, isLeading || !filter.isLeading,
                filter.industry.map({ $0 == firm.industry }) ?? true,
                region.map({ Self.contains($0, firm.region) }) ?? true
            else { continue }
            records.append(
                [Answer.Field("id", .text(firm.id.description))] + Answer.Field.text("name", firm.name)
                    + [Answer.Field("region", .text(firm.region.description))]
                    + Answer.Field.text("industry", firm.industry?.rawValue)
                    + Answer.Field.number("revenue", firm.revenue)
                    + Answer.Field.number("recovery_days", firm.recoveryDays)
                    + [
                        Answer.Field("whitelisted", .flag(firm.isWhitelisted)),
                        Answer.Field("leading", .flag(isLeading)),
                    ])
        }
        return Answer(
            columns: [
                "id", "name", "region", "industry", "revenue", "recovery_days", "whitelisted", "leading",
            ], records: records)
    }

    /// Whether a firm's identity, or any of the names by which it goes, has a text in small letters in it.
    func isNamed(_ firm: Int32, like text: String, in network: Network) -> Bool {
        func isMeant(_ name: String) -> Bool { name.lowercased().contains(text) }
        let own = network.firms[Int(firm)]
        return isMeant(own.id.description) || own.name.map(isMeant) ?? false
            || network.goes(firm, by: isMeant)
    }
}
