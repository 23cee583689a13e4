internal import Resilience
internal import SupplyModel

/// Finds who could stand in for one product of one buyer: its own backups, its active suppliers that can spare more, those who sell a
/// product like it to others, and those who say that they make it.
///
/// A site is one candidate, by the nearest of these relations. A spare capacity that is declared as 0, which is also what nobody declares,
/// is taken as not known, and so are the days in which a stranger could deliver. Of what a site can spare for several others the largest counts: it may be the same capacity, promised to each.
struct CandidateSearch {
    private let network: Network
    private let need: Need
    private let capabilities: [Capability]
    private let book: ProductBook
    /// By product.
    private let likeness: [ProductLikeness?]
    private let others: Set<OwnSupply>
    /// Who delivers the product to the firm already, not by the word of others alone.
    private let delivering: Set<Int32>
    private var found: [Key: Candidate] = [:]

    private struct Key: Hashable {
        var supplier: Int32
        var region: RegionCode
    }

    /// By supplier and region; `others` as in the question; `isNamedOnly` leaves out what is known from others' chains alone, but not who
    /// says himself that he makes it.
    static func candidates(
        for need: Need, in chains: Chains, book: ProductBook, capabilities: [Capability],
        others: Set<OwnSupply>, isNamedOnly: Bool
    ) -> [Candidate] {
        var search = CandidateSearch(need, chains, book, capabilities, others)
        search.addOwn(isNamedOnly: isNamedOnly)
        if !isNamedOnly { search.addOthers(chains) }
        search.addCapable(chains)
        return search.found.values.sorted {
            ($0.supplier, $0.region) < ($1.supplier, $1.region)
        }
    }

    private init(
        _ need: Need, _ chains: Chains, _ book: ProductBook, _ capabilities: [Capability],
        _ others: Set<OwnSupply>
    ) {
        network = chains.network
        self.need = need
        self.book = book
        self.capabilities = capabilities
        self.others = others
        delivering = Set(
            need.sources.filter { !others.contains(need.supply(of: $0)) }.map(\.supplier))
        likeness = network.products.map { book.likeness(of: $0, to: need.product) }
    }

    private mutating func addOwn(isNamedOnly: Bool) {
        for (links, source) in [(network.backups, Candidate.Source.backup), (network.links, .active)] {
            for link in links where link.buyer == need.firm {
                let isOthers = others.contains(OwnSupply(link))
                guard !(isOthers && isNamedOnly) else { continue }
                let isNeeded = link.product == need.number
                // What the firm itself calls alike is one product, also where the word names none.
                guard source == .backup || (isNeeded && link.spareCapacity > 0),
                    var one = candidate(
                        link, isOthers ? .otherChain : source,
                        isNeeded && !isOthers ? .same : likeness[Int(link.product)])
                else { continue }
                one.spare = link.spareCapacity > 0 ? min(1, link.spareCapacity) : nil
                one.bringUpDays = isOthers && link.bringUpDays <= 0 ? nil : link.bringUpDays
                add(one)
            }
        }
    }

    private mutating func addOthers(_ chains: Chains) {
        var groupValues = GroupValues(chains)
        let own = groupValues.value(of: need.firm, need.number)
        for links in [network.links, network.backups] {
            for link in links where link.buyer != need.firm {
                guard var one = candidate(link, .otherChain, likeness[Int(link.product)]),
                    !delivering.contains(link.supplier)
                else { continue }
                one.bringUpDays = link.bringUpDays > 0 ? link.bringUpDays : nil
                if link.spareCapacity > 0, let own,
                    let value = groupValues.value(of: link.buyer, link.product)
                {
                    let spare = link.spareCapacity * value / own
                    one.spare = spare.isFinite ? min(1, spare) : nil
                }
                add(one)
            }
        }
    }

    /// Adds those of whom no more is known than their own word.
    private mutating func addCapable(_ chains: Chains) {
        let known = Set(found.keys.map(\.supplier)).union(delivering)
        for capability in capabilities {
            guard let firm = network.number(of: capability.firm), firm != need.firm, !known.contains(firm),
                let product = capability.products.max(by: { rank($0) < rank($1) }),
                let likeness = book.likeness(of: product, to: need.product)
            else { continue }
            let region = capability.region ?? chains.regions(of: firm).first ?? .unknown
            var one = Candidate(
                supplier: firm, region: region, source: .capability, product: product, likeness: likeness)
            one.capability = capability
            add(one)
        }
    }

    private func rank(_ product: String) -> Double {
        book.likeness(of: product, to: need.product)?.score ?? 0
    }

    private func candidate(
        _ link: Link, _ source: Candidate.Source, _ likeness: ProductLikeness?
    ) -> Candidate? {
        guard link.supplier != need.firm, let likeness else { return nil }
        return Candidate(
            supplier: link.supplier, region: link.region, source: source,
            product: network.products[Int(link.product)], likeness: likeness)
    }

    private mutating func add(_ one: Candidate) {
        let key = Key(supplier: one.supplier, region: one.region)
        guard let known = found[key] else {
            found[key] = one
            return
        }
        if Self.isBetter(one, known) { found[key] = one }
    }

    /// Whether a relation says more than the one that is known of the site.
    private static func isBetter(_ one: Candidate, _ known: Candidate) -> Bool {
        if one.source != known.source { return one.source.nearness > known.source.nearness }
        if one.likeness != known.likeness { return one.likeness.score > known.likeness.score }
        return (one.spare ?? 0, known.bringUpDays ?? .infinity, known.product)
            > (known.spare ?? 0, one.bringUpDays ?? .infinity, one.product)
    }
}

extension Candidate.Source {
    fileprivate var nearness: Int {
        switch self {
        case .backup: 3
        case .active: 2
        case .otherChain: 1
        case .capability: 0
        }
    }
}

/// What buyers spend on their products, looked up once each.
private struct GroupValues {
    private let chains: Chains
    private var known: [Int32: [Int32: Double]] = [:]

    init(_ chains: Chains) { self.chains = chains }

    /// CNY yuan a year; nil where a link lacks its value, or the buyer does not buy the product.
    mutating func value(of buyer: Int32, _ product: Int32) -> Double? {
        if let values = known[buyer] { return values[product] }
        var values: [Int32: Double] = [:]
        for group in chains.groups(of: buyer) {
            let sum = group.suppliers.reduce(0) { $0 + ($1.annualValue ?? .nan) }
            if sum > 0, sum.isFinite { values[group.product] = sum }
        }
        known[buyer] = values
        return values[product]
    }
}
