import SupplyGraph
import Testing

/// A stock graph that is made up, and its days worked out plainly: every site, every day.
struct PlainDays {
    struct Input {
        var arcs: [(supplier: Int, share: Double)]
        var target: Double
        var weight: Double
    }

    var sites: [[Input]] = []

    init(seed: UInt64, furtherSites: Int = 0) {
        var state = seed
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(count))
        }
        let count = 3 + random(20) + furtherSites
        for site in 0..<count {
            let inputs = (0..<random(4)).map { _ -> Input in
                let arcCount = 1 + random(3)
                let arcs = (0..<arcCount).map { _ in
                    (
                        supplier: (site + 1 + random(count - 1)) % count,
                        share: 1 / Double(arcCount + random(2))
                    )
                }
                let isEssential = random(2) == 0
                return Input(
                    arcs: arcs, target: Double(random(5) * random(3)) / 2,
                    weight: isEssential ? StockGraph.essential : 0.25)
            }
            sites.append(inputs)
        }
    }

    var graph: StockGraph {
        var rows = StockRows(siteCount: sites.count, inputCount: 0, arcCount: 0)
        for inputs in sites {
            for input in inputs {
                for arc in input.arcs { rows.addArc(supplier: Int32(arc.supplier), share: arc.share) }
                rows.addInput(rows.endSupply(), targetDays: input.target, weight: input.weight)
            }
            rows.endSite()
        }
        return StockGraph(rows)
    }

    /// Losses by day and site while a site loses a part for some days.
    func losses(of stopped: Int, loss: Double, days: Int, until horizon: Int) -> [[Double]] {
        var losses = [Double](repeating: 0, count: sites.count)
        var stocks = sites.map { $0.map(\.target) }
        return (0..<horizon).map { day in
            let gaps = sites.map { $0.map { $0.arcs.reduce(0) { $0 + $1.share * losses[$1.supplier] } } }
            for (site, inputs) in sites.enumerated() {
                var worst = site == stopped && day < days ? loss : 0
                var sum = 0.0
                for (index, input) in inputs.enumerated() {
                    let shortage = max(0, gaps[site][index] - stocks[site][index])
                    if input.weight == StockGraph.essential {
                        worst = max(worst, shortage)
                    } else {
                        sum += input.weight * shortage
                    }
                }
                losses[site] = min(1, max(worst, sum))
                for (index, input) in inputs.enumerated() {
                    let moved = stocks[site][index] + losses[site] - gaps[site][index]
                    stocks[site][index] = max(0, min(input.target, moved))
                }
            }
            return losses
        }
    }
}

@Suite struct DayRunTests {
    private static let horizon = 60

    private func losses(_ run: DayRun, _ stopped: Int, loss: Double, days: Int) -> [[Double]] {
        run.setShock(site: Int32(stopped), loss: loss)
        return (0..<Self.horizon).map { day in
            if day == days { run.setShock(site: Int32(stopped), loss: 0) }
            run.step()
            return run.withLosses { Array($0) }
        }
    }

    private func run(_ graph: StockGraph, threads: Int = 1, isWanted: [Bool]? = nil) -> DayRun {
        DayRun(
            graph, isWanted: isWanted.map { ContiguousArray($0) }, isMitigated: false, horizon: Self.horizon,
            threads: threads)
    }

    @Test(arguments: UInt64(1)...40)
    func `working out what changes gives what working out everything gives`(seed: UInt64) {
        let plain = PlainDays(seed: seed)
        for (stopped, loss, days) in [(0, 1.0, 9), (1, 0.37, 40), (2, 0.8, 1)] {
            let expected = plain.losses(of: stopped, loss: loss, days: days, until: Self.horizon)
            let found = losses(run(plain.graph), stopped, loss: loss, days: days)
            for (mine, theirs) in zip(found, expected) {
                #expect(zip(mine, theirs).allSatisfy { abs($0 - $1) < 1e-9 })
            }
        }
    }

    @Test(arguments: UInt64(41)...60)
    func `threads and runs before it leave no trace`(seed: UInt64) {
        let graph = PlainDays(seed: seed).graph
        let first = losses(run(graph), 0, loss: 0.9, days: 12)
        for threads in [2, 3, 50] {
            #expect(losses(run(graph, threads: threads), 0, loss: 0.9, days: 12) == first)
        }
        let used = run(graph, threads: 2)
        _ = losses(used, 1, loss: 1, days: 30)
        used.reset()
        #expect(losses(used, 0, loss: 0.9, days: 12) == first)
    }

    @Test func `what nobody wants is left out`() {
        let graph = PlainDays(seed: 7).graph
        let wanted = (0..<graph.siteCount).map { $0 == 0 }
        let found = losses(run(graph, isWanted: wanted), 1, loss: 1, days: 5)
        for day in found.dropFirst(5) { #expect(day.dropFirst(1).allSatisfy { $0 == 0 }) }
    }

    @Test func `a run is at rest before a shock, and again when all has passed`() {
        var rows = StockRows(siteCount: 2, inputCount: 1, arcCount: 1)
        rows.endSite()
        rows.addArc(supplier: 0, share: 1)
        rows.addInput(rows.endSupply(), targetDays: 3, weight: StockGraph.essential)
        rows.endSite()
        let run = run(StockGraph(rows))
        #expect(run.isAtRest)
        run.setShock(site: 0, loss: 1)
        var days: [Bool] = []
        for _ in 0..<8 {
            run.step()
            days.append(run.isAtRest)
        }
        #expect(days == [false, false, false, false, true, true, true, true])
    }
}
