internal import SupplyGraph
internal import SupplyModel

/// What follows from a small loss at some nodes: how much of it arrives at each other, at leading firms and in the economy.
struct StopResponses: Sendable {
    typealias Lanes = CascadeSolver.Lanes

    /// One channel.
    struct Channel: Sendable {
        /// `between[b][c]`: what node c loses for each loss of b; for b itself, what comes back to it.
        var between: [[Double]]
        /// By node: what each leading firm loses, in their order, and what the economy does.
        var ofLeaders: [[Double]]
        var ofEconomy: [Double]

        fileprivate init(count: Int) {
            between = Array(repeating: Array(repeating: 0, count: count), count: count)
            ofLeaders = Array(repeating: [], count: count)
            ofEconomy = Array(repeating: 0, count: count)
        }
    }

    private(set) var down: Channel
    private(set) var up: Channel

    /// Gives a loss to each node in turn; nil where a loop does not settle, or even a small loss grows so that it is cut
    /// off.
    init?(_ cascades: Cascades, downs: [Int32], ups: [Int32]) {
        for blow in ResponseGain.blows {
            if let found = StopResponses(cascades, downs: downs, ups: ups, blow: blow) {
                self = found
                return
            }
        }
        return nil
    }

    private init?(_ cascades: Cascades, downs: [Int32], ups: [Int32], blow: Double) {
        down = Channel(count: downs.count)
        up = Channel(count: ups.count)
        var solvers = StopSolvers(down: cascades.down, up: cascades.up, substituted: nil)
        let sums = EconomySums(cascades, substituted: nil)
        let nodes = Set(downs).union(ups).sorted()
        let (downPlaces, upPlaces) = (Self.places(downs), Self.places(ups))
        for first in stride(from: 0, to: nodes.count, by: Lanes.scalarCount) {
            let batch = nodes[first..<min(nodes.count, first + Lanes.scalarCount)]
            let outcome = solvers.solve(
                batch.enumerated().map { .init(node: $1, lane: $0, loss: blow) })
            let isSettled = batch.indices.allSatisfy {
                outcome.down.hasConverged[$0 - first] && outcome.up.hasConverged[$0 - first]
            }
            guard isSettled, !Self.isCutOff(solvers) else { return nil }
            let (_, downSum, upSum) = sums.losses(solvers)
            let ofLeaders = cascades.chains.leaders.map { leader in
                cascades.loss(of: leader) { solvers.downLosses(of: $0) }
            }
            // What was not reached loses nothing, and the rest may be off by the solver's error.
            func whole(_ loss: Double) -> Double {
                loss > 0 ? loss / blow + ResponseGain.error(ofBlow: blow) : 0
            }
            for (lane, node) in batch.enumerated() {
                if let place = downPlaces[node] {
                    down.ofLeaders[place] = ofLeaders.map { whole($0[lane]) }
                    down.ofEconomy[place] = whole(downSum[lane])
                    down.between[place] = downs.map { whole(solvers.downLosses(of: $0)[lane]) }
                    down.between[place][place] = whole(
                        solvers.downLossesOfInputs(of: node)[lane])
                }
                if let place = upPlaces[node] {
                    up.ofEconomy[place] = whole(upSum[lane])
                    up.between[place] = ups.map { whole(solvers.upLosses(of: $0)[lane]) }
                    up.between[place][place] = whole(
                        solvers.upLossesOfSales(of: node)[lane])
                }
            }
        }
    }

    private static func places(_ nodes: [Int32]) -> [Int32: Int] {
        Dictionary(uniqueKeysWithValues: zip(nodes, 0...))
    }

    /// Whether any loss has grown to the whole.
    private static func isCutOff(_ solvers: StopSolvers) -> Bool {
        var most = 0.0
        solvers.forEachDown { most = max(most, $1.max()) }
        solvers.forEachUp { most = max(most, $1.max()) }
        return most >= 1
    }
}
