import Foundation
import Resilience
import Store
import SupplyModel

/// Times one computation over a store, without loading it: what `bench.py` sets beside its peers.
///
/// usage: tierwatch-bench concentration|touch|whatif DATA
@main struct Measure {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else {
            FileHandle.standardError.write(
                Data("usage: tierwatch-bench concentration|touch|whatif DATA\n".utf8))
            exit(64)
        }
        let network = try Store(folder: arguments[2]).network()
        let answer =
            switch arguments[1] {
            case "touch": touch(network)
            case "whatif": whatIf(network)
            default: concentration(network)
            }
        let text = try JSONSerialization.data(withJSONObject: answer, options: [.sortedKeys])
        print(String(decoding: text, as: UTF8.self))
    }

    /// Shares, weights and every concentration figure of every group, from the links as loaded.
    static func concentration(_ network: Network) -> [String: Any] {
        var groups = 0
        var sum = 0.0
        let clock = ContinuousClock()
        let time = clock.measure {
            Chains(network).concentrations { figures in
                groups += 1
                sum += figures.hhi
            }
        }
        return ["seconds": seconds(time), "groups": groups, "checksum": sum]
    }

    /// Touch exposure of all leading firms to all cities, over chains that are built.
    static func touch(_ network: Network) -> [String: Any] {
        let chains = Chains(network)
        let leaders = network.leaders
        var exposures: [[Exposure]] = []
        let clock = ContinuousClock()
        let time = clock.measure { exposures = chains.exposures(of: leaders, kind: .touch, level: .city) }
        let all = exposures.joined()
        return [
            "seconds": seconds(time), "leaders": leaders.count, "regions": Set(all.map(\.region)).count,
            "checksum": all.reduce(0) { $0 + $1.value },
        ]
    }

    static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}
