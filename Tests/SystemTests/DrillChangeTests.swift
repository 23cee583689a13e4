import Foundation
import TestSupport
import Testing

/// What a drill says has changed, and nothing else.
@Suite struct DrillChangeTests {
    @Test func `a scenario whose shocks are written in another order is the same`() throws {
        let shocks = [
            "  - {region: \"310115\", days: 60, loss: 0.5}\n", "  - {region: \"310115\", days: 2}\n",
            "  - {region: 杭州, start_day: 20, days: 5}\n",
        ]
        func scenario(_ shocks: [String]) -> String {
            "name: 先后停摆\nuntil: 120\nshocks:\n" + shocks.joined()
        }
        try DrillBench.with { bench in
            let first = try bench.drill(scenario(shocks))
            let second = try bench.drill(scenario(shocks.reversed()))
            #expect(first["digest"] as? String == second["digest"] as? String)
            #expect((second["changes"] as? [Any])?.isEmpty ?? false, "\(second)")
            #expect(DrillBench.lines(second, "shocks", "stopped") == ["330100", "310115", "310115"])
            let other = try bench.drill(scenario(shocks.map { $0.replacing("days: 5", with: "days: 6") }))
            #expect(DrillBench.lines(other, "changes", "what").first == "scenario")
        }
    }
}
