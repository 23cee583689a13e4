internal import SupplyGraph

/// Puts what is kept of stops in the terms of a changed network: loops may feed back other nodes than they did.
struct MemoryTransfer: Sendable {
    /// One channel.
    struct Channel: Sendable {
        /// By number of the older feedback the newer one, or -1; nil where all are the same.
        fileprivate var numbers: ContiguousArray<Int32>?
        /// What only the newer plan feeds back: its number there, and its node in the older network.
        fileprivate(set) var added: [(number: Int32, node: Int32)] = []

        fileprivate init(_ older: CascadePlan, _ newer: CascadePlan, _ nodes: NodeMatch) {
            let found = newer.feedbackNumbers(of: older.feedbackNodes().map { nodes.newer[Int($0)] })
            if !found.elementsEqual(0..<Int32(newer.feedbackCount)) { numbers = found }
            let known = Set(found)
            for (number, node) in newer.feedbackNodes().enumerated() where !known.contains(Int32(number)) {
                let former = nodes.older[Int(node)]
                // Whom the older network did not know lost nothing in it.
                if former >= 0 { added.append((Int32(number), former)) }
            }
        }

        fileprivate func transferred(_ memory: CascadeMemory, _ losses: [Double]) -> CascadeMemory {
            var memory = numbers.map { memory.renumbered($0) } ?? memory
            for ((number, _), loss) in zip(added, losses) { memory.add(number, loss: loss) }
            return memory
        }
    }

    let down: Channel
    let up: Channel

    /// nil where a channel is not prepared.
    init?(older: Cascades, newer: Cascades, _ nodes: NodeMatch) {
        guard let oldUp = older.up, let newUp = newer.up else { return nil }
        down = Channel(older.down, newer.down, nodes)
        up = Channel(oldUp, newUp, nodes)
    }

    /// Whether nothing is added, so that memories can be put over without asking what was lost anywhere.
    var isComplete: Bool { down.added.isEmpty && up.added.isEmpty }

    /// The memory of a stop, given what it lost where only the newer network feeds back; nothing where nothing is given.
    func transferred(_ memory: StopMemory, down downLosses: [Double], up upLosses: [Double]) -> StopMemory {
        StopMemory(
            down: down.transferred(memory.down, downLosses), up: up.transferred(memory.up, upLosses))
    }
}
