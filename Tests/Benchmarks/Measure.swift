import Foundation
import Resilience
import Store
import SupplyModel

/// Times one computation over a store, without loading it: what `bench.py` sets beside its peers.
///
/// usage: tierwatch-bench WORK DATA [COUNT [IDS]]; COUNT is of sampled firms (systemic), of edits (watch) or of requests (aid), IDS the firms
/// whose figures the checksum sums (systemic)
@main struct Measure {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard (3...5).contains(arguments.count), let work = Work(rawValue: arguments[1]) else {
            let works = Work.allCases.map(\.rawValue).joined(separator: "|")
            FileHandle.standardError.write(Data("usage: tierwatch-bench \(works) DATA [COUNT [IDS]]\n".utf8))
            exit(64)
        }
        let store = try Store(folder: arguments[2])
        let count = arguments.dropFirst(3).first.flatMap { Int($0) }
        let answer: [String: Any]
        switch work {
        case .concentration: answer = concentration(try store.network())
        case .touch: answer = touch(try store.network())
        case .dominators: answer = dominators(try store.network())
        case .systemic:
            let summed = arguments.dropFirst(4).first.map { $0.split(separator: ",").map(String.init) }
            answer = systemic(try store.network(), sampled: count, summed: summed)
        case .watch: answer = watch(try store.network(), edits: count ?? 0)
        case .whatif: answer = whatIf(try store.network())
        case .build: answer = try build(store)
        case .aid: answer = try aid(store, count: count ?? 0)
        }
        let text = try JSONSerialization.data(withJSONObject: answer, options: [.sortedKeys])
        print(String(decoding: text, as: UTF8.self))
    }

    enum Work: String, CaseIterable {
        case concentration, touch, dominators, systemic, watch, whatif, build, aid
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

    /// Touch exposure of all firms to all cities, over chains that are built.
    static func touch(_ network: Network) -> [String: Any] {
        let chains = Chains(network)
        let firms = Array(network.firms.indices.map { Int32($0) })
        var regions = 0
        var sum = 0.0
        let clock = ContinuousClock()
        let time = clock.measure {
            chains.eachTouch(of: firms, level: .city) { lanes in
                regions += lanes.regions.count
                sum += lanes.total
            }
        }
        return ["seconds": seconds(time), "firms": firms.count, "regions": regions, "checksum": sum]
    }

    /// From the open store to chains that can be asked; the checksum is the sum of what the links are worth.
    static func build(_ store: Store) throws -> [String: Any] {
        let clock = ContinuousClock()
        let start = clock.now
        let chains = Chains(try store.network())
        let time = clock.now - start
        let sum = chains.network.links.reduce(0) { $0 + ($1.annualValue ?? 0) }
        return [
            "seconds": seconds(time), "firms": chains.network.firms.count,
            "links": chains.network.links.count, "checksum": sum,
        ]
    }

    static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}
