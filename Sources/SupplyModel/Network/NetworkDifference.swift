/// What changed in the register between two networks: firms and links that are new, changed or gone.
///
/// Links are told apart by supplier, supplier's region, buyer and product, as declarations are. Firms and products are matched
/// by identity and name, for the numbers of two networks need not agree. Of a firm only what is said of itself counts, and
/// only where the register knows it: by a table of firms or by a link.
/// - Complexity: O(n log n) over firms, products and links; memory for twice the links.
public struct NetworkDifference: Sendable {
    /// What is said of a supply relation, besides which one it is.
    public struct Terms: Equatable, Sendable {
        public var isBackup: Bool
        public var tier: Int
        public var industry: Industry
        public var importance: Importance
        public var annualValue: Double?
        public var share: Double?
        public var inventoryDays: Double?
        public var spareCapacity: Double
        public var bringUpDays: Double

        init(_ link: Link, isBackup: Bool) {
            self.isBackup = isBackup
            tier = Int(link.tier)
            industry = link.industry
            importance = link.importance
            annualValue = link.annualValue
            share = link.share
            inventoryDays = link.inventoryDays
            spareCapacity = link.spareCapacity
            bringUpDays = link.bringUpDays
        }
    }

    /// A supply relation that is new (`before` is nil), changed or gone (`after` is nil).
    public struct LinkChange: Equatable, Sendable {
        public var supplier: FirmID
        public var region: RegionCode
        public var buyer: FirmID
        public var product: String
        public var before: Terms?
        public var after: Terms?
    }

    /// A firm that the register came to know, of which it says something else, or that it knows no more.
    public struct FirmChange: Equatable, Sendable {
        public var id: FirmID
        public var before: Firm?
        public var after: Firm?
    }

    /// By identity.
    public private(set) var firms: [FirmChange] = []
    /// By buyer, product, supplier and region.
    public private(set) var links: [LinkChange] = []

    public init(from before: Network, to after: Network) {
        let firms = Numbering(before.firms.map(\.id), after.firms.map(\.id))
        let products = Numbering(before.products, after.products)
        let old = Self.rows(before, firms: { $0 }, products: { $0 })
        let new = Self.rows(
            after, firms: { firms.second[Int($0)] }, products: { products.second[Int($0)] })
        Self.walk(old, new) { key, old, new in
            guard old != new else { return }
            links.append(
                LinkChange(
                    supplier: firms.all[Int(key.supplier)], region: key.region,
                    buyer: firms.all[Int(key.buyer)],
                    product: products.all[Int(key.product)], before: old, after: new))
        }
        Self.walk(Self.known(before) { $0 }, Self.known(after) { firms.second[Int($0)] }) { key, old, new in
            guard old != new else { return }
            self.firms.append(FirmChange(id: firms.all[Int(key)], before: old, after: new))
        }
        links.sort {
            ($0.buyer, $0.product, $0.supplier, $0.region) < ($1.buyer, $1.product, $1.supplier, $1.region)
        }
        self.firms.sort { $0.id < $1.id }
    }

    /// What changed of these firms and of the links among them.
    public func within(_ firms: Set<FirmID>) -> NetworkDifference {
        var part = self
        part.firms.removeAll { !firms.contains($0.id) }
        part.links.removeAll { !firms.contains($0.supplier) || !firms.contains($0.buyer) }
        return part
    }

    /// Which supply relation it is, by the numbers that both networks share.
    private struct Key: Comparable {
        var buyer: Int32
        var product: Int32
        var supplier: Int32
        var region: RegionCode

        static func < (left: Key, right: Key) -> Bool {
            (left.buyer, left.product, left.supplier, left.region)
                < (right.buyer, right.product, right.supplier, right.region)
        }
    }

    private static func rows(
        _ network: Network, firms: (Int32) -> Int32, products: (Int32) -> Int32
    ) -> [(key: Key, value: Terms)] {
        func row(_ link: Link, isBackup: Bool) -> (key: Key, value: Terms) {
            let key = Key(
                buyer: firms(link.buyer), product: products(link.product), supplier: firms(link.supplier),
                region: link.region)
            return (key, Terms(link, isBackup: isBackup))
        }
        let all =
            network.links.map { row($0, isBackup: false) } + network.backups.map { row($0, isBackup: true) }
        return all.sorted { $0.key < $1.key }
    }

    /// The firms that a network knows, ascending by shared number.
    private static func known(
        _ network: Network, number: (Int32) -> Int32
    ) -> [(key: Int32, value: Firm)] {
        var isKnown = network.firms.map(\.isDeclared)
        for link in network.links + network.backups {
            isKnown[Int(link.supplier)] = true
            isKnown[Int(link.buyer)] = true
        }
        return network.firms.indices.filter { isKnown[$0] }.map { (number(Int32($0)), network.firms[$0]) }
            .sorted { $0.key < $1.key }
    }

    /// Meets every key of two ascending lists once, with what either has under it.
    private static func walk<Key: Comparable, Value>(
        _ left: [(key: Key, value: Value)], _ right: [(key: Key, value: Value)],
        _ body: (Key, Value?, Value?) -> Void
    ) {
        var (i, j) = (0, 0)
        while i < left.count || j < right.count {
            if j == right.count || (i < left.count && left[i].key < right[j].key) {
                body(left[i].key, left[i].value, nil)
                i += 1
            } else if i == left.count || right[j].key < left[i].key {
                body(right[j].key, nil, right[j].value)
                j += 1
            } else {
                body(left[i].key, left[i].value, right[j].value)
                (i, j) = (i + 1, j + 1)
            }
        }
    }
}

/// Numbers for the members of two lists: equal members get the same.
private struct Numbering<Member: Hashable> {
    /// Each member once, by number.
    private(set) var all: [Member]
    /// By place in the second list its number; in the first list the place is the number.
    private(set) var second: [Int32] = []

    init(_ first: [Member], _ second: [Member]) {
        all = first
        var numbers = Dictionary(zip(first, 0...)) { first, _ in first }
        for member in second {
            let number = numbers[member] ?? all.count
            if number == all.count {
                all.append(member)
                numbers[member] = number
            }
            self.second.append(Int32(number))
        }
    }
}
