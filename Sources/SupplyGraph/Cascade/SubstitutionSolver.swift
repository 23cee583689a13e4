/// Solves cascades in which buyers turn to the sellers that are left, eight shocks at a time.
///
/// A seller's loss hurts a buyer only by σ, the seller's part of what the market still sells; as others fall, σ rises. So
/// the sellers of a product all hang on each other, closed sets are none, and the steps are made as they are defined: σ
/// from the losses, then one pass in solving order, until nothing changes. Values only rise, so that is the least
/// solution; the small σ of real markets make it a few dozen steps.
///
/// Source: as `CascadeSolver`; the replaceability of Diem et al., eq. 4.
public struct SubstitutionSolver {
    public typealias Lanes = SIMD8<Double>

    /// What a step may still change where shocks are said to have converged.
    static let wantedError = 1e-10
    static let stepLimit = 20_000

    private let plan: SubstitutionPlan
    private var values: ContiguousArray<Lanes>
    private var reached: SlotSet
    /// Reached slots, ascending.
    private var slots: ContiguousArray<Int32> = []
    /// By offer: σ.
    private var replaceability: ContiguousArray<Lanes>
    private var alive: ContiguousArray<Lanes>

    public init(_ plan: SubstitutionPlan) {
        self.plan = plan
        values = ContiguousArray(repeating: .zero, count: plan.slotCount)
        reached = SlotSet(count: plan.slotCount)
        replaceability = ContiguousArray(repeating: Lanes(repeating: 1), count: plan.offers.count + 1)
        alive = ContiguousArray(repeating: .zero, count: plan.total.count)
    }

    /// Solves a batch; what the last one found is forgotten.
    public mutating func solve(_ blows: some Sequence<CascadeSolver.Blow>) -> CascadeSolver.Outcome {
        for slot in slots { values[Int(slot)] = .zero }
        reached.removeAll()
        var shock: [Int: Lanes] = [:]
        for blow in blows where blow.loss > 0 {
            let slot = Int(plan.layout.slotOf[Int(blow.node)])
            var mine = shock[slot] ?? .zero
            mine[blow.lane] = max(mine[blow.lane], min(1, blow.loss))
            shock[slot] = mine
            values[slot] = mine
            reach(slot)
        }
        slots.removeAll(keepingCapacity: true)
        reached.forEach { slots.append(Int32($0)) }
        var outcome = CascadeSolver.Outcome()
        outcome.steps = 0
        var hasSettled = SIMDMask<SIMD8<Int64>>(repeating: false)
        var last = Lanes(repeating: .infinity)
        while outcome.steps < Self.stepLimit, any(.!hasSettled) {
            outcome.steps += 1
            weigh()
            let change = pass(frozen: hasSettled)
            let settles = Vanishing.lanes(change, before: last, wanted: Self.wantedError)
            last.replace(with: change, where: .!hasSettled)
            hasSettled .|= settles
        }
        for lane in 0..<Lanes.scalarCount where !hasSettled[lane] {
            outcome.hasConverged[lane] = false
            outcome.lastChange[lane] = last[lane]
        }
        return outcome
    }

    /// What a node loses in each shock of the last batch.
    public func losses(of node: Int32) -> Lanes { values[Int(plan.layout.slotOf[Int(node)])] }

    /// Hands out every slot that the last batch reached, ascending.
    public func forEachReached(_ body: (_ slot: Int, _ losses: Lanes) -> Void) {
        for slot in slots { body(Int(slot), values[Int(slot)]) }
    }

    private mutating func reach(_ first: Int) {
        guard reached.insert(first) else { return }
        var open: ContiguousArray<Int32> = [Int32(first)]
        while let slot = open.popLast() {
            for index in plan.buyers.row(Int(slot)) where reached.insert(Int(plan.buyers.columns[index])) {
                open.append(plan.buyers.columns[index])
            }
        }
    }

    /// σ of every offer of a reached seller.
    private mutating func weigh() {
        for market in alive.indices { alive[market] = Lanes(repeating: plan.total[market]) }
        for slot in slots {
            for index in plan.offersOfSlot(Int(slot)) {
                let offer = plan.offers[index]
                alive[Int(offer.market)] -= values[Int(slot)] * offer.amount
            }
        }
        for slot in slots {
            for index in plan.offersOfSlot(Int(slot)) {
                let offer = plan.offers[index]
                let left = alive[Int(offer.market)]
                var part = Lanes(repeating: 1)
                let isLess = left .> offer.amount
                part.replace(with: Lanes(repeating: offer.amount) / left, where: isLess)
                replaceability[index] = part
            }
        }
    }

    /// One pass; the largest rise of each lane that has not settled.
    private mutating func pass(frozen: SIMDMask<SIMD8<Int64>>) -> Lanes {
        let layout = plan.layout
        var change = Lanes.zero
        for slot in slots {
            var worst = values[Int(slot)]
            for limit in layout.limits(of: Int(slot)) {
                var sum = Lanes.zero
                for arc in layout.arcs(of: limit) {
                    let value = values[Int(layout.suppliers[arc])] * layout.weights[arc]
                    sum += value * replaceability[Int(plan.offerOfArc[arc])]
                }
                worst.replace(with: sum, where: sum .> worst)
            }
            worst.replace(with: CascadePlan.fullLoss, where: worst .> CascadePlan.fullLoss)
            worst.replace(with: values[Int(slot)], where: frozen)
            let rise = worst - values[Int(slot)]
            change.replace(with: rise, where: rise .> change)
            values[Int(slot)] = worst
        }
        return change
    }
}

/// A limit graph with the market of each arc, made ready for cascades with substitution.
public struct SubstitutionPlan: Sendable {
    /// What one seller sells on one market.
    public struct Offer: Sendable {
        public var seller: Int32
        public var market: Int32
        /// Above 0, in any unit.
        public var amount: Double

        public init(seller: Int32, market: Int32, amount: Double) {
            self.seller = seller
            self.market = market
            self.amount = amount
        }
    }

    let layout: CascadeLayout
    let buyers: LoopRows
    /// By slot of the seller; the one after the last stands for arcs without a market, whose σ is 1.
    private(set) var offers: ContiguousArray<Offer> = []
    private var offerStarts: ContiguousArray<Int32> = [0]
    /// By arc of the layout.
    private(set) var offerOfArc: ContiguousArray<Int32> = []
    /// By market: all that is sold.
    private(set) var total: ContiguousArray<Double>

    /// Takes one offer per seller and market, none on markets where sellers cannot stand in for each other, and by arc
    /// of the graph which of the offers it is, or -1.
    public init(
        _ graph: LimitGraph, offers given: ContiguousArray<Offer>, offerOfArc numbers: ContiguousArray<Int32>,
        marketCount: Int
    ) {
        let layout = CascadeLayout(graph)
        var suppliers = LoopRows()
        for slot in 0..<layout.slotCount {
            for arc in layout.arcs(ofSlot: slot) { suppliers.append(layout.suppliers[arc]) }
            suppliers.endRow()
        }
        buyers = suppliers.reversed()
        total = ContiguousArray(repeating: 0, count: marketCount)
        let order = given.indices.sorted {
            (layout.slotOf[Int(given[$0].seller)], $0) < (layout.slotOf[Int(given[$1].seller)], $1)
        }
        var place = ContiguousArray<Int32>(repeating: 0, count: given.count)
        for index in order {
            let slot = Int(layout.slotOf[Int(given[index].seller)])
            while offerStarts.count <= slot { offerStarts.append(Int32(offers.count)) }
            place[index] = Int32(offers.count)
            offers.append(given[index])
            total[Int(given[index].market)] += given[index].amount
        }
        while offerStarts.count <= layout.slotCount { offerStarts.append(Int32(offers.count)) }
        var nodeOfSlot = ContiguousArray<Int32>(repeating: 0, count: layout.slotCount)
        for (node, slot) in layout.slotOf.enumerated() { nodeOfSlot[Int(slot)] = Int32(node) }
        let none = Int32(offers.count)
        offerOfArc.reserveCapacity(numbers.count)
        for node in nodeOfSlot {
            for arc in graph.arcs(ofNode: node) {
                offerOfArc.append(numbers[arc] < 0 ? none : place[Int(numbers[arc])])
            }
        }
        self.layout = layout
    }

    public var slotCount: Int { layout.slotCount }

    /// The place of a node; each has its own.
    public func slot(of node: Int32) -> Int { Int(layout.slotOf[Int(node)]) }

    func offersOfSlot(_ slot: Int) -> Range<Int> { Int(offerStarts[slot])..<Int(offerStarts[slot + 1]) }
}
