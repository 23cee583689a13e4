import SupplyGraph
import Testing

/// Runs in which some of the sites that were hit are spared, against runs of the whole.
@Suite struct DayReplayTests {
    private static let horizon = 60

    /// Who loses what, from when to when.
    private struct Blow {
        var site: Int32
        var loss: Double
        var days: Range<Int>
    }

    private static func blows(_ random: inout RandomRows, _ count: Int) -> [Blow] {
        (0..<count).shuffled(using: &random).prefix(1 + random.below(count)).map { site in
            let start = random.below(20)
            return Blow(
                site: Int32(site), loss: [1, 1, 0.7, 0.25][random.below(4)],
                days: start..<(start + 1 + random.below(30)))
        }
    }

    private static func turns(_ blows: [Blow], on day: Int) -> [DayReplay.Turn] {
        blows.flatMap { blow -> [DayReplay.Turn] in
            day == blow.days.lowerBound
                ? [(blow.site, blow.loss)] : day == blow.days.upperBound ? [(blow.site, 0)] : []
        }
    }

    /// What all sites lose, by day, in a run of its own.
    private static func losses(_ graph: StockGraph, _ blows: [Blow]) -> [[Double]] {
        let run = DayRun(graph, isMitigated: false, horizon: horizon, threads: 1)
        return (0..<horizon).map { day in
            for turn in turns(blows, on: day) { run.setShock(site: turn.site, loss: turn.loss) }
            run.step()
            return run.withLosses { Array($0) }
        }
    }

    @Test(arguments: UInt64(1)...60)
    func `sparing some gives what a run without them gives, to the last bit`(seed: UInt64) {
        var random = RandomRows(seed: seed)
        let graph = PlainDays(seed: seed).graph
        var replay = DayReplay(graph, horizon: Self.horizon)
        var changedCount = 0
        for _ in 0..<4 {
            let blows = Self.blows(&random, graph.siteCount)
            let whole = Self.losses(graph, blows)
            replay.start()
            for day in 0..<Self.horizon {
                replay.step(Self.turns(blows, on: day))
                #expect(Array(replay.losses) == whole[day])
            }
            replay.keep()
            for _ in 0..<5 {
                let spared = Set(blows.map(\.site).filter { _ in random.below(3) == 0 })
                let left = blows.filter { !spared.contains($0.site) }
                let expected = Self.losses(graph, left)
                let asked = random.below(graph.siteCount)
                replay.start(sparing: spared, asking: [asked])
                let found = (0..<Self.horizon).map { day in
                    replay.step(Self.turns(left, on: day))
                    return replay.losses[asked]
                }
                #expect(found == expected.map { $0[asked] })
                changedCount += expected == whole ? 0 : 1
            }
        }
        #expect(changedCount > 0)
    }

    /// Few are hit, late and one after the other, and stocks last: most sites that join do so with a past of their own.
    @Test(arguments: UInt64(101)...130)
    func `who joins late has the past that it would have had`(seed: UInt64) {
        var random = RandomRows(seed: seed)
        let graph = PlainDays(seed: seed, furtherSites: 150).graph
        var replay = DayReplay(graph, horizon: Self.horizon)
        for _ in 0..<3 {
            let blows = (0..<graph.siteCount).shuffled(using: &random).prefix(12).map { site in
                let start = random.below(40)
                return Blow(
                    site: Int32(site), loss: [1, 0.7, 0.25][random.below(3)],
                    days: start..<(start + 1 + random.below(30)))
            }
            replay.start()
            for day in 0..<Self.horizon { replay.step(Self.turns(blows, on: day)) }
            replay.keep()
            for blow in blows {
                let expected = Self.losses(graph, blows.filter { $0.site != blow.site })
                let asked = (0..<4).map { _ in random.below(graph.siteCount) }
                replay.start(sparing: [blow.site], asking: asked)
                for day in 0..<Self.horizon {
                    replay.step(Self.turns(blows, on: day)) { $0 != blow.site }
                    let losses = replay.losses
                    #expect(asked.allSatisfy { losses[$0] == expected[day][$0] })
                }
            }
        }
    }

    /// Site 1 stops on day 0 and site 0 on day 4; site 2 needs both, with a stock of six days of what 1 makes.
    private static var joint: StockGraph {
        var rows = StockRows(siteCount: 3, inputCount: 2, arcCount: 2)
        rows.endSite()
        rows.endSite()
        for (supplier, days) in [(0, 0), (1, 6)] as [(Int32, Double)] {
            rows.addArc(supplier: supplier, share: 1)
            rows.addInput(rows.endSupply(), targetDays: days, weight: StockGraph.essential)
        }
        rows.endSite()
        return StockGraph(rows)
    }

    private static func jointTurns(_ day: Int) -> [DayReplay.Turn] {
        day == 0 ? [(1, 1)] : day == 4 ? [(0, 1)] : []
    }

    @Test func `who joins has used its stocks until then, after whichever run`() {
        var replay = DayReplay(Self.joint, horizon: 20)
        replay.start()
        for day in 0..<20 { replay.step(Self.jointTurns(day)) }
        #expect(replay.losses[2] == 1)
        replay.keep()
        // The first is left early; a run of the whole comes between that moves site 2 on and takes nothing of it.
        for lastDay in [9, 20] {
            replay.start(sparing: [0], asking: [2])
            let found = (0..<lastDay).map { _ in
                replay.step([])
                return replay.losses[2]
            }
            #expect(found == (0..<lastDay).map { $0 < 7 ? 0 : 1 })
            replay.start()
            for day in 0..<12 { replay.step(day == 11 ? [(2, 0)] : []) }
        }
    }

    /// The known run is at rest on day 8, and the other goes on.
    @Test func `a known run that was left when it was at rest is known for all days`() {
        var replay = DayReplay(Self.joint, horizon: 40)
        replay.start()
        var day = 0
        while day <= 4 || !replay.isAtRest {
            replay.step(Self.jointTurns(day))
            day += 1
        }
        #expect(day < 12)
        replay.keep()
        replay.start(sparing: [1], asking: [2])
        for day in 0..<40 {
            replay.step(Self.jointTurns(day), where: { $0 != 1 })
            #expect(replay.losses[2] == (day < 5 ? 0 : 1), "day \(day)")
        }
    }

    /// Site 0 supplies 1, and 2 supplies 3: what comes of site 0 does not reach 3.
    @Test func `a run is at rest only when those of whom it hears are`() {
        var rows = StockRows(siteCount: 4, inputCount: 0, arcCount: 0)
        for supplier in [nil, 0, nil, 2] as [Int32?] {
            if let supplier {
                rows.addArc(supplier: supplier, share: 1)
                rows.addInput(rows.endSupply(), targetDays: 3, weight: StockGraph.essential)
            }
            rows.endSite()
        }
        var replay = DayReplay(StockGraph(rows), horizon: 30)
        let blow: [DayReplay.Turn] = [(0, 1), (2, 1)]
        replay.start()
        for day in 0..<10 { replay.step(day == 0 ? blow : []) }
        #expect(replay.losses == [1, 1, 1, 1] && replay.isAtRest)
        replay.keep()
        replay.start(sparing: [0], asking: [3])
        replay.step([(2, 1)])
        #expect(replay.losses[3] == 0 && !replay.isAtRest)
        for _ in 1..<10 { replay.step([]) }
        #expect(replay.losses[3] == 1 && replay.losses[1] == 0 && replay.isAtRest)
    }
}
