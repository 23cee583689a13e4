internal import SupplyGraph
public import SupplyModel

/// The supply chains of one network, ready to be asked: groups with their shares, sites with their parts, and the graph
/// of who supplies whom.
///
/// S of the contract is the same for every site of a buyer, so the graph's nodes are firms, and the place from which a
/// supplier ships stands on the arc. One kind of site differs: one whose part of its firm is 0, while others' is not, has
/// group values of 0 and so equal group weights. A firm with such a site gets a second node, its *idle* node, to
/// which only the arcs from that site lead.
///
/// Building is O(links) for links in the network's order; others are sorted first. A value of this type never changes.
public struct Chains: Sendable {
    public let network: Network
    /// The network's active links, sorted by (buyer, product, supplier, region).
    let links: [Link]
    let places: Places
    let groups: GroupTable
    let sites: SiteTable
    /// Firm numbers first, then the idle nodes.
    let graph: FlowGraph
    /// The firm of each idle node.
    let idleFirms: ContiguousArray<Int32>
    /// By node: whether value starts here, because no active supplier has a share.
    let isOrigin: ContiguousArray<Bool>
    /// By node: milliseconds of the oldest standing declaration that names the firm as buyer.
    let oldestDeclaration: ContiguousArray<Int64>
    /// By node: milliseconds from which on all standing declarations that name the firm as buyer are valid.
    let leastValidFrom: ContiguousArray<Int64>

    /// By firm: whether it takes part, because a supply or a table of firms names it.
    ///
    /// The others are registrants who only speak for firms, or firms of which nothing stands at the network's instant.
    public let takesPart: ContiguousArray<Bool>

    /// What values of money are multiplied by before they are summed.
    let moneyScale: Double

    /// Above this, values of money are scaled down so that no sum of them overflows.
    private static let largestValue = 1e250

    public init(_ network: Network) {
        let firmCount = network.firms.count
        let links = Self.sorted(network.links)
        let largest = network.firms.reduce(links.reduce(0) { max($0, $1.annualValue ?? 0) }) {
            max($0, $1.revenue ?? 0)
        }
        let scale = largest > Self.largestValue ? 0x1p-600 : 1
        ((places, sites), groups) = concurrently {
            let places = Places(links: links, firms: network.firms)
            return (places, SiteTable(links, places: places, firmCount: firmCount, moneyScale: scale))
        } _: {
            GroupTable(links, firmCount: firmCount, moneyScale: scale)
        }
        moneyScale = scale
        let builder = ChainGraph(links, places: places, groups: groups, sites: sites, firmCount: firmCount)
        graph = builder.graph
        idleFirms = builder.idleFirms
        isOrigin = builder.isOrigin
        var oldest = ContiguousArray<Int64>(repeating: .max, count: builder.graph.nodeCount)
        var validFrom = oldest
        var takesPart = ContiguousArray(network.firms.map(\.isDeclared))
        for links in [links, network.backups] {
            for link in links {
                oldest[Int(link.buyer)] = min(oldest[Int(link.buyer)], link.declaredAt.milliseconds)
                validFrom[Int(link.buyer)] = min(validFrom[Int(link.buyer)], link.validFrom.milliseconds)
                takesPart[Int(link.supplier)] = true
                takesPart[Int(link.buyer)] = true
            }
        }
        for (index, firm) in builder.idleFirms.enumerated() {
            oldest[firmCount + index] = oldest[Int(firm)]
            validFrom[firmCount + index] = validFrom[Int(firm)]
        }
        oldestDeclaration = oldest
        leastValidFrom = validFrom
        self.takesPart = takesPart
        self.links = links
        self.network = network
    }

    /// The leading firms that have a chain to watch: a registrant who only speaks for others has none.
    public var leaders: [Int32] { network.leaders.filter { takesPart[Int($0)] } }

    /// The firm that a node of the graph belongs to.
    func firm(ofNode node: Int32) -> Int32 {
        let firmCount = network.firms.count
        return Int(node) < firmCount ? node : idleFirms[Int(node) - firmCount]
    }

    private static func sorted(_ links: [Link]) -> [Link] {
        let inOrder = zip(links, links.dropFirst()).allSatisfy { !isBefore($1, $0) }
        return inOrder ? links : links.sorted(by: isBefore)
    }

    private static func isBefore(_ left: Link, _ right: Link) -> Bool {
        if left.buyer != right.buyer { return left.buyer < right.buyer }
        if left.product != right.product { return left.product < right.product }
        if left.supplier != right.supplier { return left.supplier < right.supplier }
        return left.region < right.region
    }
}

/// What a tag of the chains' graph stands for: the place that an arc's supplier ships from, and whether that supplier is
/// an origin; or the part of a need that no registered supplier covers.
struct ChainTags {
    let placeCount: Int

    /// Tags are 0..<count.
    var count: Int { 2 * placeCount + 1 }
    var unknown: Int32 { Int32(2 * placeCount) }

    func tag(place: Int32, isOrigin: Bool) -> Int32 { 2 * place + (isOrigin ? 1 : 0) }

    /// The place of a tag that is not `unknown`.
    static func place(ofTag tag: Int32) -> Int32 { tag / 2 }

    /// By tag what `value` gives for its place and whether it leads to an origin; `unknown` for the last.
    func table<T>(unknown: T, _ value: (_ place: Int, _ isOrigin: Bool) -> T) -> ContiguousArray<T> {
        ContiguousArray((0..<(2 * placeCount)).map { value($0 / 2, $0 % 2 == 1) } + [unknown])
    }
}
