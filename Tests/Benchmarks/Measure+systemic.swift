import Foundation
import Resilience
import SupplyModel

extension Measure {
    /// ESRI of every firm, or of a sample that is even in the order of identity, over chains that are built; preparing the
    /// cascade is counted.
    ///
    /// The checksum sums the figures of all firms that are stopped, or of some named ones among them.
    static func systemic(_ network: Network, sampled: Int?, summed: [String]?) -> [String: Any] {
        let chains = Chains(network)
        let all = Array(0..<Int32(network.firms.count))
        let wanted = min(sampled ?? all.count, all.count)
        let firms = (0..<wanted).map { all[$0 * all.count / wanted] }
        let isSummed = summed.map { names in
            let names = Set(names)
            return network.firms.map { names.contains($0.id.description) }
        }
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
            "checksum": risks.reduce(0) { isSummed?[Int($1.firm)] ?? true ? $0 + $1.both : $0 },
        ]
    }
}
