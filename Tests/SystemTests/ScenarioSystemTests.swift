import Foundation
import TestSupport
import Testing

/// Scenario files: drills that are run again.
@Suite struct ScenarioSystemTests {
    @Test func `the drill that ships runs on the registers that ship`() throws {
        try Program.inFolder { program in
            for name in ["auto", "chips", "biopharma"] { _ = try DemonstrationTests.load(program, name) }
            let file = Fixtures.root.appending(path: "Drills/typhoon.yaml").path
            let rows = try program.list("whatif", "--scenario", file)
            #expect(rows.count > 1)
            let lost = rows.compactMap { $0["lost_days"] as? Double }
            #expect(lost == lost.sorted(by: >) && lost.allSatisfy { $0 > 0 })
            #expect(rows.allSatisfy { ($0["output"] as? [Double])?.count == 90 })
            #expect(try program("whatif", "--scenario", file).errorText.isEmpty)
        }
    }

    @Test func `shocks of a file and of flags combine by maximum`() throws {
        try Program.inFolder { program in
            try program(
                "import", program.file("pair.csv", WhatIfSystemTests.pair), "--registrant", "local:t")
            let file = try program.file(
                "drill.yaml",
                """
                name: twice
                until: 20
                shocks:
                  - {region: 昆山, start_day: 2, days: 4, loss: ５０％}
                  - {firm: "local:t:B", start_day: 3, days: 1, loss: 0.9}
                """)
            func output(_ flags: String...) throws -> [Double] {
                let result = try program.run(
                    ["whatif", "--scenario", file, "--firm", "local:t:B", "--format", "json"] + flags)
                let rows = try JSONSerialization.jsonObject(with: result.output) as? [[String: Any]]
                return (rows?.first?["output"] as? [Double] ?? []).map { ($0 * 1_000).rounded() / 1_000 }
            }
            let alone = try output()
            #expect(alone.prefix(7) == [1, 1, 0.5, 0.1, 0.5, 0.5, 1])
            #expect(alone.count == 20)
            let more = try output("--region", "320500", "--loss", "0.7", "--days", "5", "--until", "8")
            #expect(more == [0.3, 0.3, 0.3, 0.1, 0.3, 0.5, 1, 1])
        }
    }

    @Test func `a shock that begins after the last day is told with its line, and changes nothing`() throws {
        try Program.inFolder { program in
            try program(
                "import", program.file("pair.csv", WhatIfSystemTests.pair), "--registrant", "local:t")
            let file = try program.file(
                "drill.yaml",
                """
                until: 30
                shocks:
                  - {region: 昆山, start_day: 29}
                  - {firm: "local:t:B", start_day: 30}
                """)
            let result = try program("whatif", "--scenario", file)
            let lines = result.errorText.split(separator: "\n")
            #expect(result.status == 0 && lines.count == 1, "\(result.errorText)")
            #expect(lines.first?.contains("drill.yaml:4:5: shocks[1]: begins on day 30") ?? false)
            #expect(lines.first?.contains("--until") ?? false)
            let longer = try program("whatif", "--scenario", file, "--until", "31")
            #expect(longer.errorText.isEmpty)
            let shorter = try program("whatif", "--scenario", file, "--until", "5", "--firm", "local:t:A")
            #expect(shorter.errorText.split(separator: "\n").count == 2)
        }
    }

    @Test func `every fault of a file is told with line, key and what to do`() throws {
        try Program.inFolder { program in
            try program(
                "import", program.file("pair.csv", WhatIfSystemTests.pair), "--registrant", "local:t")
            let file = try program.file(
                "drill.yaml",
                """
                until: soon
                shocks:
                  - {region: 无此地}
                  - {firm: "local:t:Z"}
                  - {region: 上海, loss: 130%}
                  - {region: 上海, start_day: -1}
                  - {region: 上海, days: 0.5}
                  - {region: 上海, firm: "local:t:B"}
                  - {regoin: 上海}
                """)
            let result = try program("whatif", "--scenario", file)
            #expect(result.status == 78 && result.text.isEmpty)
            let told = result.errorText
            #expect(told.contains("start_day: -1 is not a whole number"))
            for (line, key) in [
                (1, "until"), (3, "shocks[0].region"), (4, "shocks[1].firm"), (5, "shocks[2].loss"),
                (6, "shocks[3].start_day"), (7, "shocks[4].days"), (8, "shocks[5]"), (9, "shocks[6].regoin"),
            ] {
                let lines = told.split(separator: "\n")
                #expect(
                    lines.contains { $0.contains("drill.yaml:\(line):") && $0.contains("\(key):") },
                    "\(key) is not in \(told)")
            }
        }
    }

    @Test(arguments: ["", "shocks: []", "shocks: 3", "- a", "name: x"])
    func `a file in which nothing happens is refused`(text: String) throws {
        try Program.withEmptyStore { program in
            let file = try program.file("drill.yaml", text)
            let result = try program("whatif", "--scenario", file)
            #expect(result.status == 78 && result.errorText.contains("drill.yaml"), "\(result.errorText)")
        }
    }
}
