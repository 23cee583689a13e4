internal import SupplyGraph
internal import SupplyModel

/// What the economy of the network loses when one firm stops: the economic systemic risk index, ESRI.
///
/// Source: Diem, Borsos, Reisch, Kertész, Thurner, Sci. Rep. 12:7719 (2022).
public struct SystemicRisk: Equatable, Sendable {
    public var firm: Int32
    /// Losses weighted by revenue, 0...1: each site by its larger loss, or of one channel alone.
    public var both, down, up: Double
    /// Passes over the slowest loop.
    public var steps: Int
    public var hasConverged: Bool
    /// Of a loop that did not settle, the last change; else 0.
    public var lastChange: Double
}

/// What one firm loses when another stops.
public struct Criticality: Equatable, Sendable {
    public var firm: Int32
    public var supplier: Int32
    /// 0...1.
    public var loss: Double
}

/// What one pass over stops found.
public struct StopFindings: Sendable {
    /// In the order of the firms that were stopped.
    public var risks: [SystemicRisk]
    /// By supplier in the order given, then by firm as given.
    public var criticalities: [Criticality]
    /// Stops of which a loop did not settle.
    public var unsettledCount = 0
    /// What is kept of the stops, in no order; empty unless it was asked for.
    var memories: [(firm: Int32, memory: StopMemory)] = []
}

/// What is kept of one firm's stop in both channels, to recall what a node lost in it.
struct StopMemory: Sendable {
    var down = CascadeMemory()
    var up = CascadeMemory()
}

extension Cascades {
    /// Stops firms one at a time, and finds what the economy and some firms lose.
    ///
    /// All firms that take part are stopped unless some are named. `buyers` are those whose own losses are listed, where they are at least
    /// `leastLoss`. With `substitution`, buyers turn to the sellers that are left. `progress` is told which part of the
    /// work is done, 0...1, from any thread.
    /// - Complexity: for each eight firms one pass over what they reach, and some tens of passes over a large loop.
    public func stops(
        of firms: [Int32]? = nil, buyers: [Int32] = [], leastLoss: Double = 0, substitution: Bool = false,
        progress: @Sendable (Double) -> Void = { _ in }
    ) -> StopFindings {
        stops(
            of: firms, buyers: buyers, leastLoss: leastLoss, substitution: substitution, remembers: false,
            progress: progress)
    }

    /// The same; with `remembers`, what is kept of the stops too.
    ///
    /// `near` is what was kept of them in a network like this one.
    func stops(
        of firms: [Int32]? = nil, buyers: [Int32], leastLoss: Double, substitution: Bool = false,
        remembers: Bool, near: [Int32: StopMemory] = [:],
        progress: @Sendable (Double) -> Void
    ) -> StopFindings {
        let firms = firms ?? (0..<Int32(chains.network.firms.count)).filter { chains.takesPart[Int($0)] }
        let batches = batches(firms)
        let substituted = substitution ? substitutionPlan() : nil
        let sums = up == nil ? nil : EconomySums(self, substituted: substituted)
        let found = Batches.map(
            count: batches.count, workers: workers,
            scratch: { StopSolvers(down: down, up: up, substituted: substituted) },
            progress: { progress(Double($0) / Double(batches.count)) }
        ) { solvers, batch in
            let firms = batches[batch]
            var findings = stop(firms, near, buyers, leastLoss, sums, &solvers)
            if remembers { findings.memories = Array(zip(firms, solvers.memories(count: firms.count))) }
            return findings
        }
        let place = Self.places(of: firms, count: chains.network.firms.count)
        let rank = Self.places(of: buyers, count: chains.network.firms.count)
        return StopFindings(
            risks: found.flatMap(\.risks).sorted { place[Int($0.firm)] < place[Int($1.firm)] },
            criticalities: found.flatMap(\.criticalities).sorted {
                (place[Int($0.supplier)], rank[Int($0.firm)]) < (place[Int($1.supplier)], rank[Int($1.firm)])
            }, unsettledCount: found.reduce(0) { $0 + $1.unsettledCount },
            memories: found.flatMap(\.memories))
    }

    private static func places(of firms: [Int32], count: Int) -> ContiguousArray<Int> {
        var places = ContiguousArray<Int>(repeating: -1, count: count)
        for (index, firm) in firms.enumerated() { places[Int(firm)] = index }
        return places
    }

    private func stop(
        _ firms: ArraySlice<Int32>, _ near: [Int32: StopMemory], _ buyers: [Int32], _ leastLoss: Double,
        _ sums: EconomySums?, _ solvers: inout StopSolvers
    ) -> StopFindings {
        let (down, up) = solvers.solve(
            firms.enumerated().flatMap { stop(of: $1, lane: $0) },
            near: near.isEmpty ? [] : firms.map { near[$0] ?? StopMemory() })
        var findings = StopFindings(risks: [], criticalities: [])
        findings.unsettledCount = firms.indices.count { index in
            let lane = index - firms.startIndex
            return !down.hasConverged[lane] || !up.hasConverged[lane]
        }
        if let sums {
            let (both, downSum, upSum) = sums.losses(solvers)
            for (lane, firm) in firms.enumerated() {
                findings.risks.append(
                    SystemicRisk(
                        firm: firm, both: both[lane], down: downSum[lane], up: upSum[lane],
                        steps: max(down.steps, up.steps),
                        hasConverged: down.hasConverged[lane] && up.hasConverged[lane],
                        lastChange: max(down.lastChange[lane], up.lastChange[lane])))
            }
        }
        for buyer in buyers {
            let losses = loss(of: buyer) { solvers.downLosses(of: $0) }
            for (lane, firm) in firms.enumerated()
            where firm != buyer && losses[lane] > 0 && losses[lane] >= leastLoss {
                findings.criticalities.append(
                    Criticality(firm: buyer, supplier: firm, loss: min(1, losses[lane])))
            }
        }
        return findings
    }
}
