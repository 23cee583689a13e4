import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

@Suite struct TimelinePropertyTests {
    private static let seeds = UInt64(201)...216

    private func network(_ seed: UInt64, shuffled: Bool = false, perfectBackups: Bool = false) -> Network {
        let made = RandomNetwork(seed: seed)
        func filled(_ rows: [[String: String]]) -> [[String: String]] {
            rows.map { $0.filter { !$0.value.isEmpty } }
        }
        var network = NetworkReader.network(firms: filled(made.firms), supplies: filled(made.supplies))
        if perfectBackups {
            for index in network.backups.indices {
                network.backups[index].spareCapacity = 1
                network.backups[index].bringUpDays = 0
            }
        }
        guard shuffled else { return network }
        var order = SeededRandom(seed: seed)
        network.links.shuffle(using: &order)
        network.backups.shuffle(using: &order)
        return network
    }

    private func all(_ network: Network) -> [Int32] { Array(0..<Int32(network.firms.count)) }

    /// Two shocks that overlap, of which one hits a region.
    private func scenario(_ seed: UInt64, loss: Double = 0.9, isMitigated: Bool = false) -> Scenario {
        var random = SeededRandom(seed: seed)
        let region: UInt32 = [310_000, 320_500, 320_000, 330_000].randomElement(using: &random) ?? 310_000
        return Scenario(
            [
                Shock(.region(RegionCode(raw: region)), loss: loss, startDay: 2, days: 12),
                Shock(.firm(0), loss: loss, startDay: 5, days: 20),
            ], untilDay: 45, isMitigated: isMitigated)
    }

    @Test(arguments: seeds)
    func `a larger shock never loses less`(seed: UInt64) {
        let network = network(seed)
        let timeline = Timeline(Chains(network))
        let courses = [0.2, 0.6, 1].map { loss in
            timeline.courses(of: all(network), in: scenario(seed, loss: loss)) { _ in }
        }
        for (smaller, larger) in zip(courses, courses.dropFirst()) {
            for (one, other) in zip(smaller, larger) {
                #expect(one.lostDays <= other.lostDays + 1e-9)
            }
        }
    }

    @Test(arguments: seeds)
    func `a perfect backup never makes it worse`(seed: UInt64) {
        let network = network(seed, perfectBackups: true)
        let timeline = Timeline(Chains(network))
        let plain = timeline.courses(of: all(network), in: scenario(seed)) { _ in }
        let helped = timeline.courses(of: all(network), in: scenario(seed, isMitigated: true)) { _ in }
        for (one, other) in zip(plain, helped) { #expect(other.lostDays <= one.lostDays + 1e-9) }
    }

    @Test(arguments: seeds)
    func `neither threads nor the order of rows change a course`(seed: UInt64) {
        let network = network(seed)
        let timeline = Timeline(Chains(network))
        for isMitigated in [false, true] {
            let scenario = scenario(seed, isMitigated: isMitigated)
            let courses = [1, 2, 3, 7].map { threads in
                timeline.courses(of: all(network), in: scenario, threads: threads) { _ in }
            }
            #expect(courses.allSatisfy { $0 == courses[0] }, "to the last bit")
            let other = Chains(self.network(seed, shuffled: true)).courses(of: all(network), in: scenario)
            for (one, other) in zip(courses[0], other) {
                #expect(zip(one.output, other.output).allSatisfy { abs($0 - $1) < 1e-9 })
            }
        }
    }

    @Test(arguments: seeds)
    func `outputs lie between nothing and normal, and agree with what is summed up`(seed: UInt64) {
        let network = network(seed)
        let courses = Chains(network).courses(of: all(network), in: scenario(seed))
        for course in courses {
            #expect(course.output.count == 45 && course.output.allSatisfy { (0...1).contains($0) })
            #expect(abs(course.output.reduce(0) { $0 + 1 - $1 } - course.lostDays) < 1e-9)
            let first = course.output.firstIndex { $0 < 1 - 1e-9 }
            #expect(first == course.firstLossDay)
        }
    }

    @Test(arguments: seeds.prefix(6))
    func `a firm survives a supplier until the day that a what-if says`(seed: UInt64) throws {
        let network = network(seed)
        let timeline = Timeline(Chains(network))
        let horizon = Timeline.survivalHorizonDays
        for firm in all(network).prefix(3) {
            let suppliers = timeline.chains.suppliers(of: firm).map(\.firm)
            let found = timeline.survival(of: firm, suppliers: suppliers, threads: 2) { _ in }
            #expect(found == timeline.survival(of: firm, suppliers: suppliers, threads: 1) { _ in })
            for supplier in suppliers {
                let stop = Scenario([Shock(.firm(supplier), days: horizon)], untilDay: horizon)
                let course = try #require(timeline.courses(of: [firm], in: stop) { _ in }.first)
                let survival = found.first { $0.supplier == supplier }
                #expect(survival?.survivalDays == course.firstLossDay)
            }
        }
    }

    @Test(arguments: seeds)
    func `when shocks begin later, everything happens later`(seed: UInt64) {
        let network = network(seed)
        let timeline = Timeline(Chains(network))
        let shock = Shock(.firm(0), loss: 0.7, days: 9)
        let later = Shock(.firm(0), loss: 0.7, startDay: 11, days: 9)
        let now = timeline.courses(
            of: all(network), in: Scenario([shock], untilDay: 30, isMitigated: true)
        ) { _ in }
        let then = timeline.courses(
            of: all(network), in: Scenario([later], untilDay: 41, isMitigated: true)
        ) { _ in }
        for (one, other) in zip(now, then) {
            #expect(one.output == Array(other.output.dropFirst(11)))
            #expect(other.output.prefix(11).allSatisfy { $0 == 1 })
        }
    }
}
