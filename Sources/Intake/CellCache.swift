/// Remembers what cells were read as, so that a repeated cell costs a hash and a comparison.
///
/// Direct-mapped: a cell that falls on another's slot takes it over, so the size never changes. Longer cells and cells
/// that were refused are not kept.
struct CellCache<Value> {
    private var keys: [UInt8]
    private var lengths: [UInt8]
    private var values: [Value?]
    private let mask: Int

    private static var keyBytes: Int { 64 }

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
        for position in cell.indices { keys[slot * Self.keyBytes + position] = cell[position] }
    }

    private func isKey(_ cell: Span<UInt8>, of slot: Int) -> Bool {
        let base = slot * Self.keyBytes
        for position in cell.indices where keys[base + position] != cell[position] { return false }
        return true
    }

    private static func hash(_ cell: Span<UInt8>) -> Int {
        var hash = UInt64(cell.count)
        for position in cell.indices { hash = (hash ^ UInt64(cell[position])) &* 0x0000_0100_0000_01B3 }
        hash ^= hash >> 32
        return Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 32)
    }
}
