import Foundation
import Synchronization
import TestSupport
import Testing

/// Questions about a data folder that holds no store.
@Suite struct MissingStoreTests {
    static let questions = [
        ["suppliers"], ["firm", "local:a:b"], ["metrics"], ["exposure", "--firm", "local:a:b"],
        ["chokepoints", "--firm", "local:a:b"], ["systemic"], ["stress"], ["whatif", "--region", "上海"],
        ["alerts", "list"], ["alerts", "show", "3fb01c"], ["deliveries", "list"], ["aid", "drills"],
        ["aid", "drill", "drill.yaml"],
    ]

    @Test(arguments: questions)
    func `a question where no store is makes none, and says how to make one`(question: [String]) throws {
        try Program.inFolder { program in
            let result = try program.run(question)
            #expect(result.status == 66 && result.text.isEmpty)
            let told = result.errorText
            #expect(told.split(separator: "\n").count == 1, "\(told)")
            #expect(told.contains(program.data) && told.contains("tierwatch import"), "\(told)")
            #expect(!FileManager.default.fileExists(atPath: program.data))
        }
    }

    @Test func `a folder without a store stays as it is`() throws {
        try Program.inFolder { program in
            _ = try program.file("data/note.txt", "mine")
            #expect(try program("metrics").status == 66)
            let names = try FileManager.default.contentsOfDirectory(atPath: program.data)
            #expect(names == ["note.txt"])
        }
    }

    @Test func `of commands that make a store at once each finds one`() throws {
        for _ in 0..<3 {
            try Program.inFolder { program in
                _ = try program.file("Alerts/rules/one.yaml", Scenario.rule)
                let faults = Mutex<[String]>([])
                DispatchQueue.concurrentPerform(iterations: 8) { _ in
                    let result = try? program("run")
                    if result?.status != 0 { faults.withLock { $0.append(result?.errorText ?? "no start") } }
                }
                #expect(faults.withLock { $0 } == [])
            }
        }
    }

    @Test func `a run makes the store that it needs`() throws {
        try Program.inFolder { program in
            _ = try program.file("Alerts/rules/one.yaml", Scenario.rule)
            let run = try program("run")
            #expect(run.status == 0)
            #expect(try program.list("alerts", "list").isEmpty)
        }
    }
}
