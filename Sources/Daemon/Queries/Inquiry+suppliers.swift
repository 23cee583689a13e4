internal import Resilience
internal import Store
public import SupplyModel

/// Which suppliers are listed.
public struct SupplierFilter: Sendable {
    /// Identity or legal name of the firm whose chain is shown; nil for every supplier in the register.
    public var firm: String?
    public var tier: Int?
    public var industry: Industry?
    public var region: String?
    /// Part of an identity or of any name: former and short ones and those that were merged away too; case ignored.
    public var search: String?

    public init() {}
}

extension Inquiry {
    private struct Listed {
        var firm: Int32
        var tier: Int
        var products: Set<Int32> = []
        var industries: [Industry: Double] = [:]
        var regions: [RegionCode: Double] = [:]
        var value: Double?
        var share: Double?
    }

    /// The suppliers of one chain by derived tier, or all of the register by declared tier.
    public func suppliers(_ filter: SupplierFilter) throws -> Answer {
        let network = try network()
        let region = try filter.region.map(region)
        let needle = filter.search.map { IdentityText.normalisedName($0).lowercased() }
        var listed = try suppliers(of: filter, in: network)
        listed = listed.filter { one in
            let firm = network.firms[Int(one.firm)]
            let isFound = needle.map { isNamed(one.firm, like: $0, in: network) } ?? true
            return isFound && (filter.tier.map { $0 == one.tier } ?? true)
                && (filter.industry.map { one.industries.keys.contains($0) || firm.industry == $0 } ?? true)
                && (region.map { wanted in one.regions.keys.contains { Self.contains(wanted, $0) } } ?? true)
        }
        listed.sort { ($0.tier, -($0.share ?? 0), $0.firm) < ($1.tier, -($1.share ?? 0), $1.firm) }
        var answer = Answer(
            columns: [
                "id", "name", "region", "industry", "tier", "products", "annual_value", "share",
                "recovery_days",
                "whitelisted",
            ],
            records: listed.map { record($0, in: network) })
        if listed.isEmpty {
            let backups = try backups(filter, needle: needle, region: region, in: network)
            answer.warnings = Self.leftOut(backups, in: network)
        }
        return answer
    }

    /// Those who match a filter and deliver nothing, because they are backups alone.
    private func backups(
        _ filter: SupplierFilter, needle: String?, region: RegionCode?, in network: Network
    ) throws -> [Int32] {
        var members: Set<Int32>?
        if let text = filter.firm {
            let firm = try firm(text, in: network)
            members = Set([firm] + chains(network).suppliers(of: firm).map(\.firm))
        }
        let found = network.backups.filter { link in
            let industries = [link.industry, network.firms[Int(link.supplier)].industry]
            return (members.map { $0.contains(link.buyer) } ?? true)
                && (filter.tier.map { $0 == Int(link.tier) } ?? true)
                && (filter.industry.map { industries.contains($0) } ?? true)
                && (region.map { Self.contains($0, link.region) } ?? true)
                && (needle.map { isNamed(link.supplier, like: $0, in: network) } ?? true)
        }
        return Set(found.map(\.supplier)).sorted()
    }

    /// Backups that one sentence names.
    private static let namedBackupLimit = 5

    /// What is told of backups that an empty list leaves out.
    private static func leftOut(_ backups: [Int32], in network: Network) -> [String] {
        guard !backups.isEmpty else { return [] }
        let named = backups.prefix(namedBackupLimit).map { number in
            let firm = network.firms[Int(number)]
            return Answer.printable(firm.name.map { "\($0) (\(firm.id))" } ?? firm.id.description)
        }
        let others = backups.count - named.count
        let names = named.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
        let count = English.counted(backups.count, one: "backup does", many: "backups do")
        return [
            "nobody who delivers matches, but \(count): \(names); `tierwatch firm ID` shows for whom they would step in"
        ]
    }

    private func suppliers(of filter: SupplierFilter, in network: Network) throws -> [Listed] {
        var byFirm: [Int32: Listed] = [:]
        var isMember: [Int32: Bool] = [:]
        if let text = filter.firm {
            let firm = try firm(text, in: network)
            isMember[firm] = true
            for supplier in chains(network).suppliers(of: firm) {
                isMember[supplier.firm] = true
                guard filter.tier.map({ $0 == supplier.tier }) ?? true else { continue }
                byFirm[supplier.firm] = Listed(firm: supplier.firm, tier: supplier.tier, share: supplier.part)
            }
        }
        let isChain = filter.firm != nil
        for link in isChain ? links(soldBy: byFirm.keys, in: network) : network.links
        where !isChain || (isMember[link.buyer] ?? false && byFirm[link.supplier] != nil) {
            var one = byFirm[link.supplier] ?? Listed(firm: link.supplier, tier: Int(link.tier))
            if !isChain { one.tier = min(one.tier, Int(link.tier)) }
            one.products.insert(link.product)
            one.regions[link.region, default: 0] += link.annualValue ?? 0
            one.industries[link.industry, default: 0] += link.annualValue ?? 0
            if let value = link.annualValue { one.value = (one.value ?? 0) + value }
            byFirm[link.supplier] = one
        }
        return Array(byFirm.values)
    }

    /// The links among which those of some suppliers are: only those, where an index tells them.
    private func links(soldBy suppliers: some Sequence<Int32>, in network: Network) -> [Link] {
        guard time == nil, let snapshot else { return network.links }
        return suppliers.flatMap { snapshot.linksSold(by: $0) }
    }

    private func record(_ one: Listed, in network: Network) -> [Answer.Field] {
        let firm = network.firms[Int(one.firm)]
        let region = one.regions.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? firm.region
        let industry = firm.industry ?? one.industries.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        let products = one.products.map { network.products[Int($0)] }.sorted()
        return [Answer.Field("id", .text(firm.id.description))] + Answer.Field.text("name", firm.name)
            + [Answer.Field("region", .text(region.description))]
            + Answer.Field.text("industry", industry?.rawValue) + Answer.Field.number("tier", one.tier)
            + [Answer.Field("products", .list(products.map { .text($0) }))]
            + Answer.Field.number("annual_value", one.value) + Answer.Field.number("share", one.share)
            + Answer.Field.number("recovery_days", firm.recoveryDays)
            + [Answer.Field("whitelisted", .flag(firm.isWhitelisted))]
    }
}
