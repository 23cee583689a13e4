internal import Store
internal import SupplyModel

/// Which likely duplicates are listed.
public struct DuplicateFilter: Sendable {
    /// 0...1.
    public var leastScore = DuplicateFilter.usualScore
    /// Identity or name of a firm that is one of the two; nil for all.
    public var firm: String?
    /// Also pairs that were decided to be different.
    public var listsDecided = false

    /// As likely as a common address makes it.
    public static let usualScore = 0.5

    public init() {}
}

extension Inquiry {
    /// Pairs that one answer lists.
    static let duplicateLimit = 10_000

    /// Firms that may be one, likeliest first, with what speaks for it and against it; nothing is merged.
    ///
    /// - Throws: `QueryFault`, `StoreError`.
    public func duplicates(_ filter: DuplicateFilter) throws -> Answer {
        try requireAll("firms duplicates")
        let network = try network()
        let asked = try filter.firm.map { try firm($0, in: network) }
        let separated = try store.mergeBook(at: time).separated
        func isSeparated(_ pair: LikenessSearch.Pair) -> Bool {
            separated.contains([network.firms[Int(pair.firm)].id, network.firms[Int(pair.other)].id])
        }
        let pairs = LikenessSearch.pairs(among: network.firms, leastScore: filter.leastScore).filter { pair in
            (asked.map { pair.firm == $0 || pair.other == $0 } ?? true)
                && (filter.listsDecided || !isSeparated(pair))
        }
        var answer = Answer(
            columns: ["score", "id", "name", "other", "other_name", "reasons", "doubts", "verdict"],
            records: pairs.prefix(Self.duplicateLimit).map { pair in
                record(pair, in: network)
                    + Answer.Field.text(
                        "verdict", isSeparated(pair) ? IdentityVerdict.different.rawValue : nil)
            })
        if pairs.count > Self.duplicateLimit {
            answer.warnings = [
                "\(pairs.count) pairs are that alike and the first \(Self.duplicateLimit) are listed; raise --min-score"
            ]
        }
        return answer
    }

    private func record(_ pair: LikenessSearch.Pair, in network: Network) -> [Answer.Field] {
        let (firm, other) = (network.firms[Int(pair.firm)], network.firms[Int(pair.other)])
        return [
            Answer.Field("score", .number(pair.likeness.score)),
            Answer.Field("id", .text(firm.id.description)),
        ] + Answer.Field.text("name", firm.name)
            + [Answer.Field("other", .text(other.id.description))]
            + Answer.Field.text("other_name", other.name)
            + [
                Answer.Field("reasons", .list(pair.likeness.reasons.map { .text($0.rawValue) })),
                Answer.Field("doubts", .list(pair.likeness.doubts.map { .text($0.rawValue) })),
            ]
    }

    /// What was decided about firms, newest first; `in_force` where nothing newer was decided about the two.
    ///
    /// `text`: only decisions that name this firm, under any identity that counts as it; nil for all.
    /// - Throws: `QueryFault`, `StoreError`.
    public func decisions(of text: String?) throws -> Answer {
        try requireAll("firms decisions")
        let network = try network()
        let asked = try text.map { Set(network.identities(of: try firm($0, in: network))) }
        var seen: Set<Set<FirmID>> = []
        let decisions = try store.decisions(at: time).map { decision in
            let isNewest = seen.insert([decision.firm, decision.other]).inserted
            return (decision, isInForce: isNewest && decision.verdict != .open)
        }
        func name(_ id: FirmID) -> String? {
            guard network.merged[id] == nil else { return nil }
            return network.number(of: id).flatMap { network.firms[Int($0)].name }
        }
        return Answer(
            columns: [
                "revision", "verdict", "firm", "name", "other", "other_name", "author", "reason", "time",
                "in_force",
            ],
            records: decisions.filter { one, _ in
                asked.map { $0.contains(one.firm) || $0.contains(one.other) } ?? true
            }.map { one, isInForce in
                [
                    Answer.Field("revision", .number(Double(one.revision))),
                    Answer.Field("verdict", .text(one.verdict.rawValue)),
                    Answer.Field("firm", .text(one.firm.description)),
                ] + Answer.Field.text("name", name(one.firm))
                    + [Answer.Field("other", .text(one.other.description))]
                    + Answer.Field.text("other_name", name(one.other))
                    + [
                        Answer.Field("author", .text(one.author)), Answer.Field("reason", .text(one.reason)),
                        Answer.Field("time", .text(one.time.description)),
                        Answer.Field("in_force", .flag(isInForce)),
                    ]
            })
    }
}
