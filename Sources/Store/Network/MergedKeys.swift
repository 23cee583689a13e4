internal import GRDB
internal import SupplyModel

/// Which firms count as one at a revision, by their keys in the store.
///
/// Where nothing is merged it is empty, and whoever asks it for every row asks that first.
struct MergedKeys: Sendable {
    /// A firm with those that count as it.
    struct Group: Sendable {
        var root: Int64
        /// The root first, then the others ascending.
        var members: [Int64]
        /// The newest revision that merged one of them.
        var decided: Int64
    }

    /// Ascending by root.
    private(set) var groups: [Group] = []
    /// By member its place among the groups.
    private var placeOf: [Int64: Int] = [:]
    /// By key, as far as the largest that is in a group: a look-up for each of millions of rows.
    private var isMember: [Bool] = []

    /// None.
    init() {}

    init(_ database: Database, upTo revision: Int64) throws {
        let rows = try BulkStatement(
            database,
            "SELECT verdict, firm, other, revision FROM identity_decision WHERE revision <= ? ORDER BY revision"
        )
        rows.bind(revision, at: 0)
        var book = MergeBook<Int64>()
        var decided: [Int64: Int64] = [:]
        while try rows.next() {
            guard let verdict = rows.text(0).flatMap({ IdentityVerdict(rawValue: $0) }) else { continue }
            try book.take(verdict, rows.integer(1), rows.integer(2))
            if verdict == .same { decided[rows.integer(1)] = rows.integer(3) }
        }
        for (root, merged) in book.groups.sorted(by: { $0.key < $1.key }) {
            groups.append(
                Group(
                    root: root, members: [root] + merged.sorted(),
                    decided: merged.compactMap { decided[$0] }.max() ?? 0))
        }
        let last = groups.lazy.flatMap(\.members).max() ?? -1
        isMember = [Bool](repeating: false, count: Int(last) + 1)
        for (place, group) in groups.enumerated() {
            for member in group.members {
                placeOf[member] = place
                isMember[Int(member)] = true
            }
        }
    }

    var isEmpty: Bool { groups.isEmpty }

    /// Whether others count as this firm, or it as another.
    func contains(_ key: Int64) -> Bool { key < isMember.count && isMember[Int(key)] }

    /// The firm that this one counts as.
    func root(of key: Int64) -> Int64 { group(of: key)?.root ?? key }

    /// Every firm that counts as the same as this one, itself among them.
    func members(with key: Int64) -> [Int64] { group(of: key)?.members ?? [key] }

    /// The newest revision that merged one of those that count as the same as this one; 0 where none did.
    func decided(with key: Int64) -> Int64 { group(of: key)?.decided ?? 0 }

    /// Whether this firm counts as another.
    func isAlias(_ key: Int64) -> Bool { root(of: key) != key }

    private func group(of key: Int64) -> Group? {
        contains(key) ? placeOf[key].map { groups[$0] } : nil
    }
}
