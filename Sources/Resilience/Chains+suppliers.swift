internal import SupplyGraph
public import SupplyModel

/// One firm of a chain, as seen from the chain's buyer.
public struct ChainSupplier: Equatable, Sendable {
    public var firm: Int32
    /// The length of the shortest path to the buyer.
    public var tier: Int
    /// The smallest tier that a declaration inside the chain gives it.
    public var declaredTier: Int
    /// What it holds of T_k for its derived tier k, 0...1.
    public var part: Double
    /// CNY yuan a year that it sells inside the chain; nil where any link lacks its value.
    public var annualValue: Double?
    /// Numbers of the products that it sells inside the chain, ascending.
    public var products: [Int32]
    /// Where it ships them from, sorted.
    public var regions: [RegionCode]
}

extension Chains {
    /// All firms upstream of a firm, by derived tier, then number.
    ///
    /// A walk of k links to a firm of derived tier k passes one firm of each tier between, so T_k there is found
    /// in one pass, tier after tier. O(links upstream).
    public func suppliers(of firm: Int32) -> [ChainSupplier] {
        let tiers = tiers(of: firm)
        var indices: [Int32: Int] = [:]
        var found: [ChainSupplier] = []
        for (tier, members) in tiers.enumerated().dropFirst() {
            for member in members {
                indices[member] = found.count
                found.append(
                    ChainSupplier(
                        firm: member, tier: tier, declaredTier: .max, part: 0, annualValue: 0, products: [],
                        regions: []))
            }
        }
        let idleNodes = Dictionary(uniqueKeysWithValues: zip(idleFirms, Int32(network.firms.count)...))
        var parts: [Int32: Double] = [firm: 1]
        for tier in tiers {
            for buyer in tier {
                describeSuppliers(of: buyer, indices, &found)
                let tier = indices[buyer].map { found[$0].tier } ?? 0
                carry(buyer, tierOfBuyer: tier, indices, &found, &parts)
                if let idle = idleNodes[buyer] { carry(idle, tierOfBuyer: tier, indices, &found, &parts) }
            }
        }
        for index in found.indices {
            found[index].products = Set(found[index].products).sorted()
            found[index].regions = Set(found[index].regions).sorted()
        }
        return found
    }

    private func describeSuppliers(of buyer: Int32, _ indices: [Int32: Int], _ found: inout [ChainSupplier]) {
        for group in groups.groups(of: buyer) {
            for link in links[groups.links(of: group)] {
                guard let index = indices[link.supplier] else { continue }
                found[index].declaredTier = min(found[index].declaredTier, Int(link.tier))
                found[index].products.append(link.product)
                found[index].regions.append(link.region)
                if let sum = found[index].annualValue {
                    found[index].annualValue = link.annualValue.map { sum + $0 }
                }
            }
        }
    }

    /// Passes on what a node holds to the suppliers that are one tier further up.
    private func carry(
        _ node: Int32, tierOfBuyer: Int, _ indices: [Int32: Int], _ found: inout [ChainSupplier],
        _ parts: inout [Int32: Double]
    ) {
        guard let part = parts[node], part > 0 else { return }
        for arc in graph.arcs[graph.row(of: node)] where arc.supplier != FlowGraph.nobody {
            guard let index = indices[self.firm(ofNode: arc.supplier)], found[index].tier == tierOfBuyer + 1
            else {
                continue
            }
            found[index].part += part * arc.weight
            parts[arc.supplier, default: 0] += part * arc.weight
        }
    }
}
