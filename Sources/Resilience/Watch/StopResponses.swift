internal import SupplyGraph
internal import SupplyModel

/// What follows from a small loss at some nodes: how much of it arrives at each other, at leading firms and in the economy.
struct StopResponses: Sendable {
    typealias Lanes = CascadeSolver.Lanes

    /// One channel.
    struct Channel: Sendable {
        /// `between[b][c]`: what node c loses for each loss of b; for b itself, what comes back to it.
        var between: [[Double]]
        /// By node: the most that a leading firm loses, and what the economy does.
        var ofLeaders: [Double]
        var ofEconomy: [Double]

        fileprivate init(count: Int) {
            between = Array(repeating: Array(repeating: 0, count: count), count: count)
            ofLeaders = Array(repeating: 0, count: count)
            ofEconomy = ofLeaders
        }
    }

    private(set) var down: Channel
    private(set) var up: Channel

    /// Gives a small loss to each node in turn; nil where a loop does not settle, or a loss grows so that it is cut off.
    init?(_ cascades: Cascades, downs: [Int32], ups: [Int32]) {
        down = Channel(count: downs.count)
        up = Channel(count: ups.count)
        var solvers = StopSolvers(down: cascades.down, up: cascades.up, substituted: nil)
        let sums = EconomySums(cascades, substituted: nil)
        let nodes = Set(downs).union(ups).sorted()
        let (downPlaces, upPlaces) = (Self.places(downs), Self.places(ups))
        for first in stride(from: 0, to: nodes.count, by: Lanes.scalarCount) {
            let batch = nodes[first..<min(nodes.count, first + Lanes.scalarCount)]
            let outcome = solvers.solve(
                batch.enumerated().map { .init(node: $1, lane: $0, loss: ResponseGain.blow) })
            let isSettled = batch.indices.allSatisfy {
                outcome.down.hasConverged[$0 - first] && outcome.up.hasConverged[$0 - first]
            }
            guard isSettled, !Self.isCutOff(solvers) else { return nil }
            let (_, downSum, upSum) = sums.losses(solvers)
            var ofLeaders = Lanes.zero
            for leader in cascades.chains.leaders {
                let loss = cascades.loss(of: leader) { solvers.downLosses(of: $0) }
                ofLeaders.replace(with: loss, where: loss .> ofLeaders)
            }
            for (lane, node) in batch.enumerated() {
                if let place = downPlaces[node] {
                    down.ofLeaders[place] = Self.whole(ofLeaders[lane])
                    down.ofEconomy[place] = Self.whole(downSum[lane])
                    down.between[place] = downs.map { Self.whole(solvers.downLosses(of: $0)[lane]) }
                    down.between[place][place] = Self.whole(
                        solvers.downLossesOfInputs(of: node)[lane])
                }
                if let place = upPlaces[node] {
                    up.ofEconomy[place] = Self.whole(upSum[lane])
                    up.between[place] = ups.map { Self.whole(solvers.upLosses(of: $0)[lane]) }
                    up.between[place][place] = Self.whole(
                        solvers.upLossesOfSales(of: node)[lane])
                }
            }
        }
    }

    private static func places(_ nodes: [Int32]) -> [Int32: Int] {
        Dictionary(uniqueKeysWithValues: zip(nodes, 0...))
    }

    /// Of a whole loss; what was not reached loses nothing, and the rest may be off by the solver's error.
    private static func whole(_ loss: Double) -> Double {
        loss > 0 ? loss / ResponseGain.blow + ResponseGain.responseError : 0
    }

    /// Whether any loss has grown to the whole.
    private static func isCutOff(_ solvers: StopSolvers) -> Bool {
        var most = 0.0
        solvers.forEachDown { most = max(most, $1.max()) }
        solvers.forEachUp { most = max(most, $1.max()) }
        return most >= 1
    }
}
