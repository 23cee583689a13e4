internal import CMemory

/// What becomes of memory that is needed no more.
enum Memory {
    /// Bytes from which a block is the system's own, not part of a heap.
    static let leastBytes: Int32 = 1 << 20
    /// Heaps that all threads share; unless it is told, the allocator makes eight a core.
    static let heapCount: Int32 = 4

    /// Has large blocks that are freed go back to the system.
    ///
    /// As the GNU allocator is set up, the first large block that is freed moves all later ones into heaps, which keep their
    /// holes: a daemon would hold for good what one run needed for a moment.
    static func giveBackBlocks() {
        cmemory_give_back_blocks(leastBytes)
        cmemory_share_heaps(heapCount)
    }

    /// Has what a long piece of work left free in heaps go back to the system.
    static func giveBackPages() { cmemory_give_back_pages() }

    /// Lets go of the code that only the start needed.
    @Sendable static func letGoOfCode() { cmemory_let_go_of_code() }
}
