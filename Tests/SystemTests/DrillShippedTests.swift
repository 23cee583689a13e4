import Foundation
import TestSupport
import Testing

/// The drills that ship, on the registers and with the rules that ship.
@Suite struct DrillShippedTests {
    /// In the typhoon nothing but the assembler's own plant makes it lose output; the drug maker asks.
    @Test(arguments: ["lockdown", "typhoon"])
    func `a drill that ships equals whatif, and names each firm that asks or cannot`(name: String) throws {
        try Program.inFolder { program in
            var program = program
            program.environment = [
                "USER": "专班", "TIERWATCH_ALERTS": Fixtures.root.appending(path: "Alerts").path,
            ]
            for name in ["auto", "chips", "biopharma"] { _ = try DemonstrationTests.load(program, name) }
            let file = Fixtures.root.appending(path: "Drills/\(name).yaml").path
            let answer = try #require(try program.json("aid", "drill", file) as? [String: Any])
            let whatif = ["whatif": try program.list("whatif", "--scenario", file)]
            let stops = DrillBench.lines(answer, "line_stops", "firm", "first_loss_day", "lost_days")
            #expect(stops == DrillBench.lines(whatif, "whatif", "firm", "first_loss_day", "lost_days"))
            #expect(stops.count > 1)
            let asking = Set(DrillBench.lines(answer, "requests", "firm"))
            let silent = Set(
                (answer["weaknesses"] as? [[String: Any]] ?? []).filter {
                    $0["weakness"] as? String == "no_request"
                }
                .compactMap { $0["firm"] as? String })
            #expect(!asking.isEmpty && asking.isDisjoint(with: silent))
            #expect(asking.union(silent) == Set(DrillBench.lines(answer, "line_stops", "firm")))
            // Nobody has a channel in the aid.yaml that ships.
            #expect(DrillBench.lines(answer, "weaknesses", "weakness").contains("no_channel"))
            let again = try #require(try program.json("aid", "drill", file) as? [String: Any])
            #expect((again["changes"] as? [Any])?.isEmpty ?? false, "\(again["changes"] ?? "")")
        }
    }
}
