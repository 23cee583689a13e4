/// A binary heap of numbered entries, the largest priority first.
///
/// Among equals the smallest number comes first, so that a search gives the same answer every time. Push and pop are
/// O(log count).
struct PathHeap {
    struct Entry {
        var priority: Double
        var number: Int

        static func comesFirst(_ left: Entry, _ right: Entry) -> Bool {
            left.priority != right.priority ? left.priority > right.priority : left.number < right.number
        }
    }

    private var entries: ContiguousArray<Entry> = []

    mutating func push(_ entry: Entry) {
        entries.append(entry)
        var child = entries.count - 1
        while child > 0, Entry.comesFirst(entries[child], entries[(child - 1) / 2]) {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func pop() -> Entry? {
        guard let first = entries.first, let last = entries.popLast() else { return nil }
        if entries.isEmpty { return first }
        entries[0] = last
        var parent = 0
        while true {
            var best = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < entries.count && Entry.comesFirst(entries[child], entries[best]) {
                best = child
            }
            if best == parent { return first }
            entries.swapAt(parent, best)
            parent = best
        }
    }
}
