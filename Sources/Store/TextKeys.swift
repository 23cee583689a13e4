internal import Glibc

/// The keys of many texts, in memory.
///
/// A hash table with open addressing and linear probing, three quarters full at most. A short text lies in its own slot, so that
/// finding it looks at one place of memory, where a dictionary of strings looks at four; each costs as much as all the
/// arithmetic. Longer texts lie in a block beside. Texts are only forgotten all together. Swift's hash is seeded by the
/// process, so no file can be made to collide.
struct TextKeys {
    /// A text and its key, in 32 bytes.
    private struct Slot {
        var key: Int64 = 0
        /// A short text, and zeros behind it; of a longer one its hash, and where it begins in the block.
        var words: (UInt64, UInt64, UInt32) = (0, 0, 0)
        /// Bytes of the text; the largest number in a free slot.
        var count = UInt32.max

        var isFree: Bool { count == .max }
        var isShort: Bool { count <= TextKeys.shortBytes }
    }

    private(set) var count = 0
    private var slots = ContiguousArray(repeating: Slot(), count: leastSlots)
    private var block: ContiguousArray<UInt8> = []

    /// Texts that are kept, and bytes of longer ones from which on no more are.
    static let textLimit = 1_250_000
    static let byteLimit = 128 << 20
    /// A power of two.
    private static let leastSlots = 1 << 10
    /// Public codes have 18 or 20.
    private static let shortBytes = 20

    var isFull: Bool { count >= Self.textLimit || block.count >= Self.byteLimit }

    /// The key of a text; nil where it is not known.
    func key(of text: String) -> Int64? {
        var text = text
        return text.withUTF8 { bytes in
            let slot = slots[place(of: Self.slot(bytes), bytes)]
            return slot.isFree ? nil : slot.key
        }
    }

    /// Remembers the key of a text that is not known yet.
    mutating func add(_ key: Int64, of text: String) {
        if count >= slots.count / 4 * 3 { grow() }
        var text = text
        text.withUTF8 { bytes in
            var slot = Self.slot(bytes)
            let place = place(of: slot, bytes)
            slot.key = key
            if !slot.isShort {
                slot.words.1 = UInt64(block.count)
                block.append(contentsOf: bytes)
            }
            slots[place] = slot
        }
        count += 1
    }

    mutating func removeAll() {
        block.removeAll(keepingCapacity: true)
        slots = ContiguousArray(repeating: Slot(), count: slots.count)
        count = 0
    }

    /// The slot of a text, as it is to be found; a longer one's place in the block is not known yet.
    private static func slot(_ text: UnsafeBufferPointer<UInt8>) -> Slot {
        var slot = Slot()
        slot.count = UInt32(text.count)
        if slot.isShort {
            withUnsafeMutableBytes(of: &slot.words) { $0.copyMemory(from: UnsafeRawBufferPointer(text)) }
        } else {
            slot.words.0 = hash(UnsafeRawBufferPointer(text))
        }
        return slot
    }

    /// Where the slot of a text is, or the free one that it would take.
    private func place(of wanted: Slot, _ text: UnsafeBufferPointer<UInt8>) -> Int {
        let mask = slots.count - 1
        var place = Self.hash(wanted) & mask
        while !slots[place].isFree, !isEqual(slots[place], wanted, text) { place = (place + 1) & mask }
        return place
    }

    private func isEqual(_ slot: Slot, _ wanted: Slot, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard slot.count == wanted.count, slot.words.0 == wanted.words.0 else { return false }
        if slot.isShort { return slot.words.1 == wanted.words.1 && slot.words.2 == wanted.words.2 }
        return block.withUnsafeBytes { block in
            guard let own = block.baseAddress, let other = text.baseAddress else { return false }
            return memcmp(own + Int(slot.words.1), other, text.count) == 0
        }
    }

    private mutating func grow() {
        var wider = ContiguousArray(repeating: Slot(), count: slots.count * 2)
        let mask = wider.count - 1
        for slot in slots where !slot.isFree {
            var place = Self.hash(slot) & mask
            while !wider[place].isFree { place = (place + 1) & mask }
            wider[place] = slot
        }
        slots = wider
    }

    private static func hash(_ slot: Slot) -> Int {
        guard slot.isShort else { return Int(truncatingIfNeeded: slot.words.0) }
        let hash = withUnsafeBytes(of: slot.words) {
            Self.hash(UnsafeRawBufferPointer(rebasing: $0[..<Int(slot.count)]))
        }
        return Int(truncatingIfNeeded: hash)
    }

    private static func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(bytes: text)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
