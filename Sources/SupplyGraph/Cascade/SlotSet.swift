/// A set of slots as bits, read in ascending order.
struct SlotSet: Sendable {
    private(set) var words: ContiguousArray<UInt64>

    init(count: Int) { words = ContiguousArray(repeating: 0, count: (count + 63) / 64) }

    func contains(_ slot: Int) -> Bool { words[slot / 64] >> UInt64(slot % 64) & 1 == 1 }

    /// Adds a slot; whether it is new.
    @discardableResult
    mutating func insert(_ slot: Int) -> Bool {
        let bit = UInt64(1) << UInt64(slot % 64)
        let isNew = words[slot / 64] & bit == 0
        words[slot / 64] |= bit
        return isNew
    }

    mutating func formUnion(_ other: SlotSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    mutating func removeAll() {
        for index in words.indices { words[index] = 0 }
    }

    /// Hands out every slot, ascending.
    @inline(__always)
    func forEach(_ body: (Int) -> Void) {
        for index in words.indices {
            var word = words[index]
            while word != 0 {
                body(index * 64 + word.trailingZeroBitCount)
                word &= word &- 1
            }
        }
    }

    /// The first slot at or after one, or nil.
    @inline(__always)
    func first(from slot: Int) -> Int? {
        var index = slot / 64
        guard index < words.count else { return nil }
        var word = words[index] & (UInt64.max << UInt64(slot % 64))
        while word == 0 {
            index += 1
            guard index < words.count else { return nil }
            word = words[index]
        }
        return index * 64 + word.trailingZeroBitCount
    }
}
