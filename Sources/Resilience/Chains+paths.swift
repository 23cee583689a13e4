internal import SupplyGraph
public import SupplyModel

/// One way in which a firm depends on a region.
public struct SupplyPath: Equatable, Sendable {
    /// From the firm that was asked about to the supplier in the region.
    public var firms: [Int32]
    /// The part of the exposure that goes this way, 0...1.
    public var part: Double

    public init(firms: [Int32], part: Double) {
        self.firms = firms
        self.part = part
    }
}

extension Chains {
    /// The heaviest ways in which a firm depends on a region, heaviest first.
    ///
    /// The parts of all ways sum to the exposure. In a loop a way may pass a firm more than once. The region is one of the
    /// level given, as `exposures` lists it.
    public func paths(
        of firm: Int32, to region: RegionCode, kind: ExposureKind, level: RegionLevel, limit: Int
    ) -> [SupplyPath] {
        if kind == .origin, isOrigin[Int(firm)] { return ownPath(of: firm, in: region, level) }
        let tags = ChainTags(placeCount: places.codes.count)
        let isWanted = tags.table(unknown: false) { place, isOrigin in
            (kind != .origin || isOrigin) && places.codes[place].at(level) == region
        }
        var chance = ContiguousArray<Double>(repeating: 0, count: graph.nodeCount)
        if kind != .direct {
            let plan = WalkPlan(graph, from: [firm])
            let lanes = ContiguousArray(isWanted.map { $0 ? Int32(0) : -1 })
            _ = WalkSolver(plan, laneOfTag: lanes, laneCount: 1).solve { _, values in
                for (slot, node) in plan.nodes.enumerated() where node != FlowGraph.nobody {
                    chance[Int(node)] = values[slot][0]
                }
            }
        }
        var search = HeaviestPaths(graph, isWanted: isWanted, chance: chance)
        return search.find(from: firm, limit: limit).map { path in
            SupplyPath(firms: path.nodes.map { self.firm(ofNode: $0) }, part: path.weight)
        }
    }

    private func ownPath(of firm: Int32, in region: RegionCode, _ level: RegionLevel) -> [SupplyPath] {
        let here = sites.sites(of: firm).filter { places.codes[Int(sites.place[$0])].at(level) == region }
        let part = here.reduce(0) { $0 + sites.part[$1] }
        return part > 0 ? [SupplyPath(firms: [firm], part: part)] : []
    }
}
