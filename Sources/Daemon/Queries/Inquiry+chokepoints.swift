internal import Resilience
internal import Store
internal import SupplyModel

extension Inquiry {
    /// Every firm upstream of a firm, worst first; of one product, only those that lead to it.
    ///
    /// A table tells below it which products have several suppliers that all lean on one firm.
    public func chokepoints(
        firm text: String, product: String?, progress: @escaping Progress
    ) throws -> Answer {
        let network = try network()
        let firm = try firm(text, in: network)
        let chains = chains(network)
        let product = try product.map { try self.product($0, of: firm, chains) }
        let isShown = product.map { chains.leadsTo(product: $0, of: firm) }
        let dependence = chains.dependence(of: firm, workers: Cores.count) {
            progress("stopping suppliers", $0)
        }
        let shown = dependence.chokepoints.filter { isShown?[Int($0.chokepoint.firm)] ?? true }
        var answer = Answer(
            columns: ["supplier", "name", "chokepoint_weight", "shared_by", "criticality"],
            records: shown.map { one in
                let firm = network.firms[Int(one.chokepoint.firm)]
                return [Answer.Field("supplier", .text(firm.id.description))]
                    + Answer.Field.text("name", firm.name)
                    + Answer.Field.number("chokepoint_weight", one.chokepoint.chokepointWeight)
                    + Answer.Field.number("shared_by", one.chokepoint.sharedBy)
                    + Answer.Field.number("criticality", one.criticality)
            })
        let sources = dependence.falseDualSources.filter { product == nil || $0.product == product }
        answer.footnotes = footnotes(sources, in: network)
        answer.warnings = Self.warnings(unsettled: dependence.unsettledCount)
        return answer
    }

    /// The products of a firm that have several suppliers, all of which lean on one firm.
    public func falseDualSources(firm text: String, progress: @escaping Progress) throws -> Answer {
        let network = try network()
        let firm = try firm(text, in: network)
        let dependence = chains(network).dependence(of: firm, workers: Cores.count) {
            progress("stopping suppliers", $0)
        }
        let criticality = Dictionary(
            uniqueKeysWithValues: dependence.chokepoints.map { ($0.chokepoint.firm, $0.criticality) })
        var answer = Answer(
            columns: ["product", "supplier_count", "via", "via_name", "criticality", "common_count"],
            records: dependence.falseDualSources.map { one in
                let via = network.firms[Int(one.via)]
                return [Answer.Field("product", .text(network.products[Int(one.product)]))]
                    + Answer.Field.number("supplier_count", one.suppliers.count)
                    + [Answer.Field("via", .text(via.id.description))]
                    + [Answer.Field("via_name", .text(Self.shownName(of: one.via, in: network)))]
                    + Answer.Field.number("criticality", criticality[one.via])
                    + Answer.Field.number("common_count", one.commonCount)
            })
        answer.hiddenInTable = ["via"]
        answer.warnings = Self.warnings(unsettled: dependence.unsettledCount)
        return answer
    }

    /// Why a firm hangs on a supplier: the ways in which its stop comes.
    public func explanation(firm text: String, supplier other: String) throws -> Answer {
        let network = try network()
        let firm = try firm(text, in: network)
        let supplier = try self.firm(other, in: network)
        guard supplier != firm else { throw QueryFault.ownSupplier(network.firms[Int(firm)].id.description) }
        let cascades = Cascades(chains(network), upstreamOf: [firm], workers: Cores.count)
        let loss = cascades.stops(of: [supplier], buyers: [firm]).criticalities.first?.loss ?? 0
        let paths = cascades.stoppagePaths(of: firm, supplier: supplier, limit: Self.pathLimit)
        let head =
            [Answer.Field("supplier", .text(network.firms[Int(supplier)].id.description))]
            + Answer.Field.text("name", network.firms[Int(supplier)].name)
            + Answer.Field.number("criticality", loss)
        return explained(head, paths, in: network)
    }

    /// False dual sources that stand below a table.
    private static let footnoteLimit = 10

    private func footnotes(_ sources: [FalseDualSource], in network: Network) -> [String] {
        guard !sources.isEmpty else { return [] }
        var lines = [
            language == .zh
                ? "名义多源、实际同源的产品（所有供应商都依赖同一家）："
                : "Products whose suppliers, though several, all lean on one firm:"
        ]
        for one in sources.prefix(Self.footnoteLimit) {
            let via = Self.shownName(of: one.via, in: network)
            let product = network.products[Int(one.product)]
            lines.append(Answer.printable("  \(product) (\(one.suppliers.count)) ← \(via)"))
        }
        let left = sources.count - Self.footnoteLimit
        if left > 0 {
            lines.append(
                language == .zh ? "  另有 \(left) 种，见 --false-dual" : "  and \(left) more: --false-dual")
        }
        return lines
    }

    /// Products that a fault names.
    private static let namedProductLimit = 5

    /// The number of the product that a text names among those that a firm buys.
    func product(_ text: String, of firm: Int32, _ chains: Chains) throws(QueryFault) -> Int32 {
        let wanted = IdentityText.normalisedName(text)
        let bought = chains.groups(of: firm).sorted { ($1.weight, $0.product) < ($0.weight, $1.product) }
        let products = chains.network.products
        let found =
            bought.first { products[Int($0.product)] == text }
            ?? bought.first { IdentityText.normalisedName(products[Int($0.product)]) == wanted }
        guard let found else {
            throw .unknownProduct(
                text, firm: Self.shownName(of: firm, in: chains.network),
                some: bought.prefix(Self.namedProductLimit).map { products[Int($0.product)] })
        }
        return found.product
    }
}
