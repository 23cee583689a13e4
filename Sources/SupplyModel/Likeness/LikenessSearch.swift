/// Finds the firms that may be one among many, without comparing each with each.
///
/// Only firms that share a key are compared: a name, a core, an address, or what is left of a core when one character is taken out
/// (two texts that differ by one step have such a rest in common: Mor and Fraenkel 1982). Keys are hashes; a pair that meets by
/// chance is compared and found unlike. Where many share a key they are compared with one of them, the one that would stay, for
/// equal things are equal to it too; many names that differ in the same character are names of a kind, and no slips.
public struct LikenessSearch {
    /// Two firms that may be one.
    public struct Pair: Equatable, Sendable {
        public var firm: Int32
        /// The one that would rather stay: with a public code before a local one, then with a row in a table of firms.
        public var other: Int32
        public var likeness: Likeness
    }

    /// Firms of one key that are all compared with each other.
    static let groupLimit = 16
    /// Firms at one address beyond which it says nothing: a market, a tower, an agent.
    static let addressLimit = 20
    /// Cores that share all but one character beyond which the character tells them apart.
    static let variantLimit = 8
    /// Characters of a core beyond which no slip in it is looked for: the work grows with their square.
    static let longestVariant = 64

    private let firms: [Firm]
    private let features: [FirmFeatures]
    private var candidates: [UInt64] = []
    /// Pairs that were compared.
    public private(set) var comparedCount = 0

    private init(_ firms: [Firm]) {
        self.firms = firms
        features = firms.map { FirmFeatures($0) }
    }

    /// Every pair that is as alike as `leastScore` or more, likeliest first.
    ///
    /// - Complexity: O(n · characters of a name), and a sort.
    public static func pairs(among firms: [Firm], leastScore: Double) -> [Pair] {
        search(firms, leastScore: leastScore).pairs
    }

    /// The same, with how many pairs were compared.
    static func search(_ firms: [Firm], leastScore: Double) -> (pairs: [Pair], comparedCount: Int) {
        var search = LikenessSearch(firms)
        search.meetByNames()
        search.meetByCores()
        search.meetByAddresses()
        search.meetByVariants()
        let pairs = search.compare(leastScore)
        return (pairs, search.comparedCount)
    }

    // MARK: - Who meets whom

    private mutating func meetByNames() {
        var named: [(key: Int, firm: Int32)] = []
        for (firm, features) in features.enumerated() {
            var names = Set(([features.name] + features.formerNames).compactMap { $0?.whole })
            if let short = features.shortName { names.insert(short) }
            for name in names where !name.isEmpty { named.append((Self.key(name), Int32(firm))) }
            for former in features.formerNames { named.append((Self.coreKey(former), Int32(firm))) }
            if let name = features.name { named.append((Self.coreKey(name), Int32(firm))) }
        }
        Self.eachGroup(&named) { meet($0) }
    }

    /// Firms whose names are equal but for a place that only some of them name.
    private mutating func meetByCores() {
        var named: [(key: Int, firm: Int32)] = []
        for (firm, features) in features.enumerated() {
            guard let name = features.name else { continue }
            named.append((Self.key(name.core, name.numbers), Int32(firm)))
        }
        Self.eachGroup(&named) { group in
            let parted = Dictionary(grouping: group) { features[Int($0)].name?.place == .unknown }
            guard let open = parted[true], let placed = parted[false] else { return }
            let few = open.count * placed.count <= Self.groupLimit * Self.groupLimit
            for one in few ? open : [best(open)] {
                for other in few ? placed : [best(placed)] { add(one, other) }
            }
        }
    }

    private mutating func meetByAddresses() {
        var placed: [(key: Int, firm: Int32)] = []
        for (firm, features) in features.enumerated() {
            if let address = features.address { placed.append((Self.key(address.street), Int32(firm))) }
        }
        Self.eachGroup(&placed) { group in if group.count <= Self.addressLimit { meet(group) } }
    }

    /// Firms of one place whose cores differ by one step.
    private mutating func meetByVariants() {
        var rests: [(key: Int, firm: Int32)] = []
        // Firms with one core stand for each other here.
        var seen: [Int: Int32] = [:]
        for (firm, features) in features.enumerated() {
            guard let name = features.name, name.core.count >= name.leastComparable - 1,
                name.core.count <= Self.longestVariant
            else { continue }
            let core = Self.coreKey(name)
            seen[core] = seen[core].map { isBetter($0, Int32(firm)) ? $0 : Int32(firm) } ?? Int32(firm)
        }
        for firm in seen.values.sorted() {
            guard let name = features[Int(firm)].name else { continue }
            var keys: Set = [Self.coreKey(name)]
            for index in name.core.indices {
                var rest = name.core
                rest.remove(at: index)
                keys.insert(Self.coreKey(rest, name))
            }
            rests += keys.map { ($0, firm) }
        }
        Self.eachGroup(&rests) { group in if group.count <= Self.variantLimit { meet(group) } }
    }

    private mutating func meet(_ group: ArraySlice<Int32>) {
        guard group.count <= Self.groupLimit else {
            let stays = best(Array(group))
            for firm in group where firm != stays { add(firm, stays) }
            return
        }
        for (index, firm) in group.enumerated() {
            for other in group.dropFirst(index + 1) { add(firm, other) }
        }
    }

    private mutating func add(_ one: Int32, _ other: Int32) {
        guard one != other else { return }
        candidates.append(UInt64(min(one, other)) << 32 | UInt64(max(one, other)))
    }

    /// Hands over the firms of each key that several have, each once.
    private static func eachGroup(
        _ keyed: inout [(key: Int, firm: Int32)], _ body: (ArraySlice<Int32>) -> Void
    ) {
        keyed.sort { ($0.key, $0.firm) < ($1.key, $1.firm) }
        var start = 0
        while start < keyed.count {
            var end = start + 1
            while end < keyed.count, keyed[end].key == keyed[start].key { end += 1 }
            if end - start > 1 {
                var firms: [Int32] = []
                for one in keyed[start..<end] where firms.last != one.firm { firms.append(one.firm) }
                if firms.count > 1 { body(firms[...]) }
            }
            start = end
        }
    }

    // MARK: - Comparing

    private mutating func compare(_ leastScore: Double) -> [Pair] {
        candidates.sort()
        var pairs: [Pair] = []
        var last: UInt64?
        for candidate in candidates where candidate != last {
            last = candidate
            comparedCount += 1
            let (one, other) = (Int32(candidate >> 32), Int32(candidate & 0xFFFF_FFFF))
            let likeness = Likeness(features[Int(one)], features[Int(other)])
            guard !likeness.reasons.isEmpty, likeness.score >= leastScore else { continue }
            let stays = best([one, other])
            pairs.append(Pair(firm: stays == one ? other : one, other: stays, likeness: likeness))
        }
        return pairs.sorted {
            ($1.likeness.score, $0.other, $0.firm) < ($0.likeness.score, $1.other, $1.firm)
        }
    }

    /// The firm that would rather stay.
    private func best(_ group: [Int32]) -> Int32 {
        group.dropFirst().reduce(group[0]) { isBetter($0, $1) ? $0 : $1 }
    }

    private func isBetter(_ one: Int32, _ other: Int32) -> Bool {
        func rank(_ number: Int32) -> (Int, Int, Int32) {
            let firm = firms[Int(number)]
            return (firm.id.kind == .local ? 1 : 0, firm.isDeclared ? 0 : 1, number)
        }
        return rank(one) <= rank(other)
    }

    // MARK: - Keys

    private static func key(_ text: String) -> Int { text.hashValue }

    private static func key(_ core: [Character], _ numbers: [String]) -> Int {
        var hasher = Hasher()
        hasher.combine(core)
        hasher.combine(numbers)
        return hasher.finalize()
    }

    /// What firms of one core, numbers and city have in common.
    private static func coreKey(_ name: FirmName) -> Int { coreKey(name.core, name) }

    private static func coreKey(_ core: [Character], _ name: FirmName) -> Int {
        var hasher = Hasher()
        hasher.combine(core)
        hasher.combine(name.numbers)
        hasher.combine(name.place.at(.city))
        return hasher.finalize()
    }
}
