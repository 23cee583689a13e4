import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

@Suite struct TimelineEdgeTests {
    private func supply(
        _ supplier: String, _ buyer: String, _ more: [String: String] = [:]
    ) -> [String: String] {
        [
            "supplier_id": "local:t:\(supplier)", "buyer_id": "local:t:\(buyer)", "tier": "1",
            "product": "p", "share": "1",
        ].merging(more) { $1 }
    }

    private func courses(_ supplies: [[String: String]], _ scenario: Scenario) -> [Course] {
        let network = NetworkReader.network(firms: [], supplies: supplies)
        return Chains(network).courses(of: Array(0..<Int32(network.firms.count)), in: scenario)
    }

    /// What firms have made, in tenths, day by day.
    private func tenths(_ course: Course?) -> [Int] {
        course?.output.map { Int(($0 * 10).rounded()) } ?? []
    }

    @Test func `an empty network has no course`() {
        let empty = Network(revision: 1, firms: [], products: [], links: [], backups: [], leaders: [])
        let shanghai = Shock(.region(RegionCode(raw: 310_000)))
        #expect(Chains(empty).courses(of: [], in: Scenario([shanghai])).isEmpty)
    }

    @Test func `a firm without suppliers loses what its own shock takes, and nothing else`() {
        let stop = Scenario([Shock(.firm(1), loss: 0.4, days: 3)], untilDay: 5)
        let found = courses([supply("B", "A")], stop)
        #expect(tenths(found.last) == [6, 6, 6, 10, 10])
        #expect(tenths(found.first) == [10, 6, 6, 6, 10])
    }

    @Test func `a scenario without shocks or days is calm`() {
        let calm = courses([supply("B", "A")], Scenario([]))
        #expect(calm.allSatisfy { $0.lostDays == 0 && $0.firstLossDay == nil && $0.output.count == 60 })
        let none = courses([supply("B", "A")], Scenario([Shock(.firm(1))], untilDay: 0))
        #expect(none.allSatisfy { $0.output.isEmpty && $0.lowestOutput == 1 })
    }

    @Test func `a stock holds for as many days as it has, and is not refilled while output is normal`() {
        let supplies = [supply("B", "A", ["inventory_days": "2"])]
        let twice = Scenario(
            [Shock(.firm(1), days: 2), Shock(.firm(1), startDay: 4, days: 2)], untilDay: 9)
        #expect(tenths(courses(supplies, twice).first) == [10, 10, 10, 10, 10, 0, 0, 10, 10])
    }

    @Test func `two firms that buy only from each other never recover`() {
        let pair = [supply("A", "B"), supply("B", "A")]
        let stop = Scenario([Shock(.firm(0), loss: 1, days: 2)], untilDay: 8)
        #expect(courses(pair, stop).map(\.lostDays) == [8, 7])
    }

    @Test func `a backup waits for its days from the first shock on, and gives what it can spare`() {
        let supplies = [
            supply("B", "A"),
            supply("C", "A", ["status": "backup", "spare_capacity": "0.5", "bring_up_days": "2.5"]),
        ]
        let stop = [Shock(.firm(1), startDay: 1, days: 6)]
        let helped = courses(supplies, Scenario(stop, untilDay: 9, isMitigated: true))
        #expect(tenths(helped.first) == [10, 10, 0, 0, 5, 5, 5, 5, 10])
        let alone = courses(supplies, Scenario(stop, untilDay: 9))
        #expect(tenths(alone.first) == [10, 10, 0, 0, 0, 0, 0, 0, 10])
    }

    @Test func `a backup that is stopped itself gives nothing`() {
        let supplies = [
            supply("B", "A"), supply("C", "A", ["status": "backup", "spare_capacity": "1"]),
        ]
        let both = [Shock(.firm(1), days: 5), Shock(.firm(2), startDay: 2, days: 2)]
        let found = courses(supplies, Scenario(both, untilDay: 7, isMitigated: true))
        #expect(tenths(found.first) == [10, 10, 10, 0, 0, 10, 10])
    }

    @Test func `work that is called off ends with what called it off`() {
        struct CalledOff: Error {}
        let network = NetworkReader.network(firms: [], supplies: [supply("B", "A")])
        let timeline = Timeline(Chains(network))
        #expect(throws: CalledOff.self) {
            try timeline.courses(of: [0], in: Scenario([Shock(.firm(1))])) { part in
                if part > 0.5 { throw CalledOff() }
            }
        }
        #expect(throws: CalledOff.self) {
            try timeline.survival(of: 0, suppliers: [1]) { _ in throw CalledOff() }
        }
    }

    @Test func `the gap is the supplier's time to recover less the days that the firm survives`() {
        let supplies = [
            supply("B", "A", ["inventory_days": "3", "recovery_days": "20"]), supply("C", "B"),
        ]
        let network = NetworkReader.network(firms: [], supplies: supplies)
        let found = Chains(network).survival(of: 0, suppliers: [1, 2, 0])
        #expect(
            found == [
                Survival(supplier: 1, survivalDays: 4, recoveryGapDays: 16),
                Survival(supplier: 2, survivalDays: 5, recoveryGapDays: nil),
                Survival(supplier: 0, survivalDays: 0, recoveryGapDays: nil),
            ])
    }
}
