internal import Resilience
internal import SupplyModel

/// What may make the check of a chain say that a list is not in force where it is.
struct WhiteListDoubts {
    private let network: Network
    /// Listed firms that the register does not know, by name.
    private let strangers: [String: FirmID]

    /// Sentences of one kind that are told.
    private static let limit = 5

    init(_ book: WhiteListBook, in network: Network, now: Timestamp) {
        self.network = network
        let unknown = book.listed(at: now).filter { network.number(of: $0.firm) == nil }
        strangers = Dictionary(
            unknown.compactMap { entry in entry.name.map { ($0, entry.firm) } },
            uniquingKeysWith: { one, _ in one })
    }

    /// Suppliers that bear the name of a listed firm, where the one or the other has no public code, and buyers of whom nobody knows where
    /// they sit.
    func sentences(about checked: [CheckedSupplier]) -> [String] {
        let buyers = Set(checked.filter { $0.place == .unknown }.map(\.buyer)).sorted()
        let nowhere = buyers.map { buyer in
            "where \(Inquiry.shownName(of: buyer, in: network)) sits is not known, so no list is in force there; name a place with --in"
        }
        var told: Set<Int32> = []
        let alike = checked.compactMap { one -> String? in
            let firm = network.firms[Int(one.supplier.firm)]
            guard !one.standing.isInForce, let name = firm.name, let listed = strangers[name],
                [listed.kind, firm.id.kind].contains(.local), told.insert(one.supplier.firm).inserted
            else { return nil }
            // A name alone counts where one firm has it.
            return listed.kind == .local
                ? "\(firm.id) has the name of a firm that is on a list without its code, and so has another; give the code in the list"
                : "\(firm.id) has the name of \(listed), which is on a list; if they are one firm, register it under that code"
        }
        return Self.cut(nowhere) + Self.cut(alike)
    }

    private static func cut(_ sentences: [String]) -> [String] {
        let left = sentences.count - limit
        return sentences.prefix(limit) + (left > 0 ? ["\(left) more of that kind are not listed"] : [])
    }
}
