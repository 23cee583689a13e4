/// Which firms count as one, by the decisions made so far.
///
/// A forest: each merged firm points at the one that it was merged into, which may be merged itself; at the root stands the
/// firm that all of them count as. Taking a pointer away restores what was before. O(length of the chain) a question.
public struct MergeBook<Firm: Hashable & Sendable>: Sendable {
    /// By merged firm the one that it was merged into.
    public private(set) var into: [Firm: Firm] = [:]
    private var different: Set<Set<Firm>> = []

    public init() {}

    /// The firm that this one counts as: itself where it was never merged.
    public func root(of firm: Firm) -> Firm {
        var root = firm
        while let next = into[root] { root = next }
        return root
    }

    /// The merged firms by the one that they count as.
    public var groups: [Firm: [Firm]] {
        Dictionary(grouping: into.keys) { root(of: $0) }
    }

    /// Whether somebody decided that these are two firms.
    public func areDifferent(_ firm: Firm, _ other: Firm) -> Bool { different.contains([firm, other]) }

    /// The pairs that were decided to be different, each firm as the one that it counts as.
    public var separated: Set<Set<Firm>> { Set(different.map { Set($0.map(root)) }) }

    /// Whether the next decision may be this one.
    ///
    /// - Throws: `MergeFault` as `take` does, and where a merger would make one of two firms that were decided to be different.
    /// - Complexity: O(decisions).
    public func check(
        _ verdict: IdentityVerdict, _ firm: Firm, _ other: Firm
    ) throws(MergeFault<Firm>) {
        var after = self
        try after.take(verdict, firm, other)
        for pair in after.different where verdict == .same && Set(pair.map(after.root)).count == 1 {
            let firms = Array(pair)
            throw .decidedDifferent(firms[0], firms[1])
        }
    }

    /// Takes the next decision.
    ///
    /// - Throws: `MergeFault`; then nothing has changed.
    public mutating func take(
        _ verdict: IdentityVerdict, _ firm: Firm, _ other: Firm
    ) throws(MergeFault<Firm>) {
        guard firm != other else { throw .itself(firm) }
        switch verdict {
        case .same:
            if let known = into[firm] { throw .alreadyMerged(firm, into: known) }
            guard root(of: other) != firm else { throw .circle(firm, other) }
            different.remove([firm, other])
            into[firm] = other
        case .different:
            if !separate(firm, other) {
                if root(of: firm) == root(of: other) {
                    throw .joinedThrough(firm, other, via: into[firm] ?? into[other] ?? other)
                }
                guard !areDifferent(firm, other) else { throw .alreadyDifferent(firm, other) }
            }
            different.insert([firm, other])
        case .open:
            let wasMerged = separate(firm, other)
            guard different.remove([firm, other]) != nil || wasMerged else {
                throw .nothingDecided(firm, other)
            }
        }
    }

    /// Undoes the merger of one of two firms into the other; false where there was none.
    private mutating func separate(_ firm: Firm, _ other: Firm) -> Bool {
        if into[firm] == other {
            into[firm] = nil
        } else if into[other] == firm {
            into[other] = nil
        } else {
            return false
        }
        return true
    }
}

/// Why a decision about two firms cannot be taken.
public enum MergeFault<Firm: Hashable & Sendable>: Error, Equatable {
    case itself(Firm)
    case alreadyMerged(Firm, into: Firm)
    /// The second already counts as the first.
    case circle(Firm, Firm)
    /// They count as one, but neither was merged into the other.
    case joinedThrough(Firm, Firm, via: Firm)
    case alreadyDifferent(Firm, Firm)
    case nothingDecided(Firm, Firm)
    /// The merger would make two firms one that were decided to be different.
    case decidedDifferent(Firm, Firm)
}

extension MergeFault where Firm == FirmID {
    /// What is wrong and what to do, as one sentence.
    public var sentence: String {
        switch self {
        case .itself(let firm): "\(firm) is named twice; name two firms"
        case .alreadyMerged(let firm, let known):
            "\(firm) is merged into \(known) already; undo that first: `tierwatch firms reopen \(firm) \(known)`"
        case .circle(let firm, let other):
            "\(other) counts as \(firm) already, so the two would point at each other;"
                + " to turn it round, reopen the older merger first (`tierwatch firms decisions --firm \(other)`)"
        case .joinedThrough(let firm, let other, let via):
            "\(firm) and \(other) count as one only through \(via); split the one from it that does not belong to it"
        case .alreadyDifferent(let firm, let other):
            "\(firm) and \(other) are decided to be different already; nothing was changed"
        case .nothingDecided(let firm, let other):
            "nothing is decided about \(firm) and \(other); `tierwatch firms decisions` shows what is"
        case .decidedDifferent(let firm, let other):
            "this would make \(firm) and \(other) one firm, and they are decided to be different;"
                + " if that was wrong: `tierwatch firms reopen \(firm) \(other)`"
        }
    }
}
