import Foundation
import Resilience
import SupplyModel

extension Measure {
    /// ESRI of every firm, or of every `step`-th, over chains that are built; preparing the cascade is counted.
    static func systemic(_ network: Network, sampled: Int?) -> [String: Any] {
        let chains = Chains(network)
        let all = Array(0..<Int32(network.firms.count))
        let firms = sampled.map { wanted in (0..<wanted).map { all[$0 * all.count / wanted] } } ?? all
        var risks: [SystemicRisk] = []
        let clock = ContinuousClock()
        var prepared = Duration.zero
        let time = clock.measure {
            var cascades: Cascades?
            prepared = clock.measure {
                cascades = Cascades(chains, workers: ProcessInfo.processInfo.activeProcessorCount)
            }
            risks = cascades?.stops(of: firms).risks ?? []
        }
        return [
            "seconds": seconds(time), "prepared": seconds(prepared), "firms": firms.count,
            "unsettled": risks.count { !$0.hasConverged }, "steps": risks.map(\.steps).max() ?? 0,
            "checksum": risks.reduce(0) { $0 + $1.both },
            "down": risks.reduce(0) { $0 + $1.down }, "up": risks.reduce(0) { $0 + $1.up },
        ]
    }
}
