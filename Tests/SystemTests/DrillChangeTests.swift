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

    /// So many leading firms, each with one supplier in Pudong; the stock of the last is given, that of each other is a day above the one before.
    private static func chain(_ count: Int, lastStock: Int) -> String {
        let header = AidReplayTests.chain.split(separator: "\n")[0]
        let lines = (1...count).map { number in
            let stock = number == count ? lastStock : number
            return
                "local:r:S\(number),供\(number),310115,local:r:F\(number),企\(number),1,auto,件\(number),active,\(stock),,"
        }
        return "\(header)\n" + lines.joined(separator: "\n")
    }

    @Test func `what only fell out of the report has not changed, and how much was not looked at is told`()
        throws
    {
        let count = 51
        try DrillBench.with(chain: Self.chain(count, lastStock: count)) { bench in
            let first = try bench.drill()
            #expect(DrillBench.lines(first, "line_stops", "name").count == count)
            #expect(DrillBench.lines(first, "lacking", "name").count == 50)
            try bench.must(
                "import", try bench.program.file("chain.csv", Self.chain(count, lastStock: 0)))
            let result = try bench.program(
                "aid", "drill", bench.program.folder.path + "/drill.yaml", "--format", "json")
            let second = try #require(
                try JSONSerialization.jsonObject(with: result.output) as? [String: Any],
                "\(result.errorText)")
            // 企51 is now the first to stop, and 企50 the last.
            #expect(DrillBench.lines(second, "lacking", "name").first == "企51")
            #expect(
                DrillBench.lines(second, "changes", "what", "change", "firm", "before", "after")
                    == ["line_stop moved local:r:F51 52 1", "lost_days moved local:r:F51 9 60"],
                "\(second["changes"] ?? "")")
            for report in ["the report", "the report of drill 1"] {
                #expect(
                    result.errorText.contains(
                        "warning: \(report) tells what is lacking at 50 of the 51 firms whose lines stop"),
                    "\(result.errorText)")
            }
            #expect(!result.errorText.contains("50 of 50"))
        }
    }
}
