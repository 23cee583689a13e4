/// The answers that are kept, each on the shelf of whoever asked, and which of them go when there are too many.
///
/// Every shelf has an equal part of the room. What lies within that part stays there however much others ask, so that the time an answer
/// takes tells nothing of it; what lies beyond goes first. Only where more than `shelfLimit` ask is a whole shelf cleared, the one that
/// was used longest ago.
struct AnswerShelves {
    /// Answers that are kept, and what they may take.
    static let countLimit = 2_000
    static let byteLimit = 64 << 20
    /// Shelves that have a part of their own.
    static let shelfLimit = 16

    struct Key: Hashable {
        var operation: OperationID
        var arguments: Arguments
        /// Whose the answer is; nil for those who see all.
        var registrant: String?
    }

    struct Entry {
        var version: [Int64]
        var kept: Documents.Kept
        /// When it was last known to stand.
        var stoodAt: ContinuousClock.Instant
        /// The asker's last change that it knows of.
        var change: Int
        fileprivate var usedAt = 0

        init(version: [Int64], kept: Documents.Kept, stoodAt: ContinuousClock.Instant, change: Int) {
            self.version = version
            self.kept = kept
            self.stoodAt = stoodAt
            self.change = change
        }
    }

    private struct Shelf {
        var count = 0
        var byteCount = 0
        var usedAt = 0

        var isBeyondItsPart: Bool { count > countLimit / shelfLimit || byteCount > byteLimit / shelfLimit }
    }

    private var entries: [Key: Entry] = [:]
    private var shelves: [String?: Shelf] = [:]
    private var byteCount = 0
    /// Counts uses: what was used later has the higher number.
    private var turn = 0

    /// An answer, looked at without use.
    subscript(_ key: Key) -> Entry? { entries[key] }

    /// Notes that an answer was given once more, and when it was last known to stand.
    mutating func use(_ key: Key, stoodAt: ContinuousClock.Instant) {
        turn += 1
        entries[key]?.usedAt = turn
        entries[key]?.stoodAt = stoodAt
        shelves[key.registrant]?.usedAt = turn
    }

    /// Lays an answer down in place of an older one.
    mutating func put(_ entry: Entry, at key: Key) {
        remove(key)
        turn += 1
        var entry = entry
        entry.usedAt = turn
        entries[key] = entry
        shelves[key.registrant, default: Shelf()].count += 1
        shelves[key.registrant]?.byteCount += entry.kept.document.byteCount
        shelves[key.registrant]?.usedAt = turn
        byteCount += entry.kept.document.byteCount
        trim()
    }

    private mutating func remove(_ key: Key) {
        guard let old = entries.removeValue(forKey: key) else { return }
        byteCount -= old.kept.document.byteCount
        shelves[key.registrant]?.count -= 1
        shelves[key.registrant]?.byteCount -= old.kept.document.byteCount
        if shelves[key.registrant]?.count == 0 { shelves[key.registrant] = nil }
    }

    /// Lets go of what was not asked for longest, down to half, of those who have more than their part.
    private mutating func trim() {
        guard isFull else { return }
        for (key, _) in entries.sorted(by: { $0.value.usedAt < $1.value.usedAt }) {
            guard entries.count > Self.countLimit / 2 || byteCount > Self.byteLimit / 2 else { return }
            if shelves[key.registrant]?.isBeyondItsPart ?? false { remove(key) }
        }
        for (registrant, _) in shelves.sorted(by: { $0.value.usedAt < $1.value.usedAt }) {
            guard isFull else { return }
            for key in entries.keys where key.registrant == registrant { remove(key) }
        }
    }

    private var isFull: Bool { entries.count > Self.countLimit || byteCount > Self.byteLimit }
}
