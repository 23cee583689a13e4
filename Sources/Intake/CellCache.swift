/// Remembers what cells were read as, so that a repeated cell costs a hash and a comparison.
///
/// Direct-mapped: a cell that falls on another's slot takes it over, so the size never changes. Longer cells and cells
/// that were refused are not kept.
struct CellCache<Value> {
    private var keys: [UInt8]
    private var lengths: [UInt8]
    private var values: [Value?]
    private let mask: Int

    /// Bytes of the longest cell that is kept.
    static var keyBytes: Int { 64 }

    /// - Parameter slots: a power of two.
    init(slots: Int) {
        keys = [UInt8](repeating: 0, count: slots * Self.keyBytes)
        lengths = [UInt8](repeating: 0, count: slots)
        values = [Value?](repeating: nil, count: slots)
        mask = slots - 1
    }

    /// What an equal cell was read as; nil where it is not remembered.
    func value(of cell: Span<UInt8>) -> Value? {
        guard !cell.isEmpty, cell.count <= Self.keyBytes else { return nil }
        let slot = Self.hash(cell) & mask
        guard Int(lengths[slot]) == cell.count, isKey(cell, of: slot) else { return nil }
        return values[slot]
    }

    /// Remembers what the cell was read as.
    mutating func keep(_ value: Value, of cell: Span<UInt8>) {
        guard !cell.isEmpty, cell.count <= Self.keyBytes else { return }
        let slot = Self.hash(cell) & mask
        lengths[slot] = UInt8(cell.count)
        values[slot] = value
        keys.withUnsafeMutableBytes { keys in
            cell.withUnsafeBytes { cell in
                UnsafeMutableRawBufferPointer(rebasing: keys[(slot * Self.keyBytes)...]).copyMemory(
                    from: cell)
            }
        }
    }

    private func isKey(_ cell: Span<UInt8>, of slot: Int) -> Bool {
        let words = keys.span.extracting(droppingFirst: slot * Self.keyBytes).bytes
        let text = cell.bytes
        var position = 0
        while position + 8 <= cell.count {
            guard Self.word(words, position) == Self.word(text, position) else { return false }
            position += 8
        }
        while position < cell.count {
            guard keys[slot * Self.keyBytes + position] == cell[position] else { return false }
            position += 1
        }
        return true
    }

    /// Takes the length and, eight bytes at a time, all of the cell.
    private static func hash(_ cell: Span<UInt8>) -> Int {
        let text = cell.bytes
        var hash = UInt64(cell.count)
        var position = 0
        while position + 8 <= cell.count {
            hash = (hash ^ word(text, position)) &* multiplier
            hash ^= hash >> 32
            position += 8
        }
        while position < cell.count {
            hash = (hash ^ UInt64(cell[position])) &* multiplier
            position += 1
        }
        return Int(truncatingIfNeeded: (hash ^ hash >> 29) &* multiplier >> 40)
    }

    private static func word(_ text: RawSpan, _ position: Int) -> UInt64 {
        text.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
    }

    /// Any odd number with well-mixed bits: 2^64 divided by the golden ratio.
    private static var multiplier: UInt64 { 0x9E37_79B9_7F4A_7C15 }
}
