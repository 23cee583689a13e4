import Resilience
import SupplyModel

extension Measure {
    /// The `chokepoint_weight` of every firm upstream of every leading firm, over chains that are built.
    static func dominators(_ network: Network) -> [String: Any] {
        let chains = Chains(network)
        var pairs = 0
        var sum = 0
        let clock = ContinuousClock()
        let time = clock.measure {
            var measure = ChokepointMeasure(chains)
            for leader in network.leaders {
                measure.weights(of: leader) { _, weight in
                    pairs += 1
                    sum += weight
                }
            }
        }
        return ["seconds": seconds(time), "leaders": network.leaders.count, "pairs": pairs, "checksum": sum]
    }
}
