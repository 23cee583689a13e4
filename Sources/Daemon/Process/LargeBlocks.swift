internal import CSystem

/// What becomes of large blocks of memory that are freed.
enum LargeBlocks {
    /// Bytes from which a block is the system's own, not part of a heap.
    static let leastBytes: Int32 = 1 << 20

    /// Has them go back to the system.
    ///
    /// As the GNU allocator is set up, the first large block that is freed moves all later ones into heaps, which keep their
    /// holes: a daemon would hold for good what one run needed for a moment.
    static func giveBack() { csystem_give_back_blocks(leastBytes) }
}
