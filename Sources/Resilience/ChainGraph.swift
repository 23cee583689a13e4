internal import SupplyGraph
internal import SupplyModel

/// Lays a network's groups out as the graph on which walks go: an arc per link, with weight w · share, and one per group
/// to nobody, with the weight of its unknown share.
struct ChainGraph {
    private(set) var graph: FlowGraph
    private(set) var idleFirms: ContiguousArray<Int32> = []
    private(set) var isOrigin: ContiguousArray<Bool> = []

    init(_ links: [Link], places: Places, groups: GroupTable, sites: SiteTable, firmCount: Int) {
        var idleNodes: [Int32: Int32] = [:]
        for firm in 0..<Int32(firmCount) where sites.hasIdleSite(firm) && groups.weightsDiffer(of: firm) {
            idleNodes[firm] = Int32(firmCount + idleFirms.count)
            idleFirms.append(firm)
        }
        let buyers = ContiguousArray(0..<Int32(firmCount)) + idleFirms
        func weight(_ group: Int, _ node: Int) -> Double {
            node < firmCount ? groups.weight[group] : 1 / Double(groups.groups(of: buyers[node]).count)
        }
        for (node, buyer) in buyers.enumerated() {
            let hasShare = groups.groups(of: buyer).contains { group in
                groups.links(of: group).contains { weight(group, node) * groups.share[$0] > 0 }
            }
            isOrigin.append(!hasShare)
        }
        let tags = ChainTags(placeCount: places.codes.count)
        var starts: ContiguousArray<Int32> = [0]
        var arcs: ContiguousArray<FlowGraph.Arc> = []
        starts.reserveCapacity(buyers.count + 1)
        arcs.reserveCapacity(links.count)
        for (node, buyer) in buyers.enumerated() {
            for group in groups.groups(of: buyer) {
                let weight = weight(group, node)
                for link in groups.links(of: group) {
                    var supplier = links[link].supplier
                    let place = places.ofLink[link]
                    if !idleNodes.isEmpty, let idle = idleNodes[supplier], sites.isIdle(supplier, at: place) {
                        supplier = idle
                    }
                    let tag = tags.tag(place: place, isOrigin: isOrigin[Int(supplier)])
                    arcs.append(.init(supplier: supplier, tag: tag, weight: weight * groups.share[link]))
                }
                if groups.unknown[group] > 0 {
                    let part = weight * groups.unknown[group]
                    arcs.append(.init(supplier: FlowGraph.nobody, tag: tags.unknown, weight: part))
                }
            }
            starts.append(Int32(arcs.count))
        }
        graph = FlowGraph(starts: starts, arcs: arcs)
    }
}
