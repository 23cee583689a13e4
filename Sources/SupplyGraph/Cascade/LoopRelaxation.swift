/// Settles one loop for eight lanes.
///
/// What comes from outside of the loop does not change in a batch and is summed up once; most of it is 0, so sums are
/// named by an index and all zeros are one. A sweep then passes over the arcs inside the loop alone, and between sweeps
/// the feedback is guessed by `LaneMixing`, where the loop is known to have one solution only.
///
/// A lane that has settled keeps its feedback, from which every later sweep finds the same values again: so a lane's
/// result does not depend on its neighbours.
struct LoopRelaxation {
    typealias Lanes = SIMD8<Double>
    typealias LaneMask = SIMDMask<SIMD8<Int64>>

    /// What a value may be off by where the loop settles.
    static let wantedError = 1e-9
    /// What a value may be off by in a loop that is said to have settled.
    static let settledError = 5e-8
    /// A residual below this may be rounding.
    static let rounding = 1e-15
    static let sweepLimit = 10_000

    /// How it ended.
    struct Outcome {
        var sweeps = 0
        var isSettled = LaneMask(repeating: false)
        var lastChange = Lanes.zero
    }

    private let loop: CascadeLoop
    private let ceiling: Double
    private var sums: ContiguousArray<Lanes> = [.zero]
    /// By slot, and by limit of the loop: which of the sums belongs to it.
    private var sumOfSlot: ContiguousArray<Int32>
    private var sumOfLimit: ContiguousArray<Int32>

    init(_ loop: CascadeLoop, ceiling: Double) {
        self.loop = loop
        self.ceiling = ceiling
        sumOfSlot = ContiguousArray(repeating: 0, count: loop.slots.count)
        sumOfLimit = ContiguousArray(repeating: 0, count: loop.limits.count)
    }

    /// Takes what reaches the loop from outside, and the shocks, which are what `values` holds of its slots.
    ///
    /// Few of the suppliers outside are reached: the others lose nothing, and their values are not fetched.
    mutating func take(_ layout: CascadeLayout, _ values: ContiguousArray<Lanes>, reached: SlotSet) {
        for (row, slot) in loop.slots.enumerated() {
            var worst = values[slot]
            var inner = Int(loop.limitStarts[row])
            for limit in layout.limits(of: slot) {
                var sum = Lanes.zero
                for arc in layout.arcs(of: limit) {
                    let supplier = Int(layout.suppliers[arc])
                    if reached.contains(supplier), !loop.slots.contains(supplier) {
                        sum += layout.weights[arc] * values[supplier]
                    }
                }
                if inner < loop.limits.count, Int(loop.limits[inner]) == limit {
                    sumOfLimit[inner] = name(sum)
                    inner += 1
                } else {
                    worst.replace(with: sum, where: sum .> worst)
                }
            }
            sumOfSlot[row] = name(worst)
        }
    }

    /// Puts the same sum at every slot and limit.
    mutating func takeEverywhere(_ value: Double) {
        sums.append(Lanes(repeating: value))
        for row in sumOfSlot.indices { sumOfSlot[row] = 1 }
        for limit in sumOfLimit.indices { sumOfLimit[limit] = 1 }
    }

    private mutating func name(_ sum: Lanes) -> Int32 {
        if sum == .zero { return 0 }
        sums.append(sum)
        return Int32(sums.count - 1)
    }

    /// Finds the least solution; `values` of the loop's slots are written.
    ///
    /// A loop with a bound on its error has one solution only, and is first tried with `start`: its feedback, or nothing for 0.
    /// `wantedChange` is the residual at which a lane has settled; nil where the loop has no bound on its error, and is
    /// swept from 0 until what is still to come can be neglected, going by how fast changes fall.
    func settle(
        _ values: inout ContiguousArray<Lanes>, from start: ContiguousArray<Lanes>.SubSequence = [],
        wantedChange: Double?
    ) -> Outcome {
        var outcome = Outcome()
        var feedback = ContiguousArray<Lanes>(repeating: .zero, count: loop.feedback.count)
        var residual = feedback
        if wantedChange != nil, !start.isEmpty { feedback = ContiguousArray(start) }
        var mixing = LaneMixing(size: wantedChange == nil ? 0 : feedback.count)
        while outcome.sweeps < Self.sweepLimit {
            for (index, row) in loop.feedback.enumerated() {
                values[loop.slots.lowerBound + Int(row)] = feedback[index]
            }
            sweep(&values)
            outcome.sweeps += 1
            let before = outcome.lastChange
            var change = Lanes.zero
            for (index, row) in loop.feedback.enumerated() {
                let move = values[loop.slots.lowerBound + Int(row)] - feedback[index]
                residual[index] = move
                change.replace(with: move, where: move .> change)
                change.replace(with: -move, where: -move .> change)
            }
            outcome.lastChange.replace(with: change, where: .!outcome.isSettled)
            outcome.isSettled .|= wantedChange.map { change .<= $0 }
                ?? Vanishing.lanes(change, before: before, wanted: Self.wantedError)
            let active = .!outcome.isSettled
            guard any(active) else { break }
            if wantedChange == nil {
                for index in feedback.indices {
                    feedback[index].replace(with: feedback[index] + residual[index], where: active)
                }
            } else {
                mixing.advance(&feedback, residual: residual, change: change, active: active)
                for index in feedback.indices {
                    feedback[index].clamp(lowerBound: .zero, upperBound: Lanes(repeating: ceiling))
                }
            }
        }
        return outcome
    }

    /// Solves the lanes that sweeping did not settle, where the loop is small enough and amplifies nothing.
    func solve(_ values: inout ContiguousArray<Lanes>, _ outcome: inout Outcome) {
        guard loop.slots.count <= LoopElimination.nodeLimit, !loop.amplifies else { return }
        for lane in 0..<Lanes.scalarCount where !outcome.isSettled[lane] {
            guard let exact = LoopPolicy(choices: choices(lane)).solve() else { continue }
            for (slot, value) in zip(loop.slots, exact) { values[slot][lane] = value }
            outcome.isSettled[lane] = true
            outcome.lastChange[lane] = 0
        }
    }

    private func choices(_ lane: Int) -> [[LoopPolicy.Choice]] {
        loop.slots.indices.map { slot in
            let row = slot - loop.slots.lowerBound
            let limits = Int(loop.limitStarts[row])..<Int(loop.limitStarts[row + 1])
            let given = LoopPolicy.Choice(given: sums[Int(sumOfSlot[row])][lane], arcs: [])
            return [given]
                + limits.map { limit in
                    let arcs = Int(loop.arcStarts[limit])..<Int(loop.arcStarts[limit + 1])
                    return LoopPolicy.Choice(
                        given: sums[Int(sumOfLimit[limit])][lane],
                        arcs: arcs.map { (Int(loop.suppliers[$0]), loop.weights[$0]) })
                }
        }
    }

    private func sweep(_ values: inout ContiguousArray<Lanes>) {
        var values = values.mutableSpan
        let (limitStarts, arcStarts) = (loop.limitStarts.span, loop.arcStarts.span)
        let (suppliers, weights) = (loop.suppliers.span, loop.weights.span)
        let (sums, sumOfSlot, sumOfLimit) = (sums.span, sumOfSlot.span, sumOfLimit.span)
        let (first, ceiling) = (loop.slots.lowerBound, Lanes(repeating: ceiling))
        var (limit, arc) = (0, 0)
        for row in 0..<loop.slots.count {
            let limitEnd = Int(limitStarts[row + 1])
            var worst = sums[Int(sumOfSlot[row])]
            while limit < limitEnd {
                var sum = sums[Int(sumOfLimit[limit])]
                limit += 1
                let arcEnd = Int(arcStarts[limit])
                while arc < arcEnd {
                    sum += weights[arc] * values[first + Int(suppliers[arc])]
                    arc += 1
                }
                worst.replace(with: sum, where: sum .> worst)
            }
            worst.replace(with: ceiling, where: worst .> ceiling)
            values[first + row] = worst
        }
    }
}

/// Tells when rising values have all but arrived, where no bound on the rest is known.
enum Vanishing {
    /// The lanes in which what is still to come can be neglected: changes are small, and fall so fast that the geometric
    /// series from here on, change² / (before − change), is no more than wanted.
    static func lanes(
        _ change: SIMD8<Double>, before: SIMD8<Double>, wanted: Double
    ) -> SIMDMask<SIMD8<Int64>> {
        let falls = before - change
        let isSmall = change .<= wanted .& before .<= 1
        return change .== 0 .| (isSmall .& falls .> 0 .& change * change .<= falls * wanted)
    }
}
