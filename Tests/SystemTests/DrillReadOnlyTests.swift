import Foundation
import TestSupport
import Testing

/// Drills of a store that may be read and not written.
@Suite struct DrillReadOnlyTests {
    /// Runs a command as somebody whom permissions bind: root without the capability to write everything.
    private func bound(_ program: Program, _ arguments: [String]) throws -> Command {
        let command = [Program.binary.path] + arguments + ["--data", program.data]
        let capabilities = "-dac_override,-dac_read_search"
        let words =
            geteuid() == 0
            ? ["/usr/bin/setpriv", "--bounding-set", capabilities, "--inh-caps", capabilities] + command
            : command
        return try Command.run(
            URL(filePath: words[0]), Array(words.dropFirst()), environment: program.surroundings(),
            folder: program.folder)
    }

    private func names(_ program: Program) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: program.data).sorted()
    }

    /// Runs a body while nobody may write the files of the data folder, nor make or remove one.
    private func protecting(_ program: Program, _ body: () throws -> Void) throws {
        let files = try names(program).map { program.data + "/" + $0 }
        for file in files { #expect(chmod(file, 0o444) == 0) }
        #expect(chmod(program.data, 0o555) == 0)
        defer {
            #expect(chmod(program.data, 0o755) == 0)
            for file in files { #expect(chmod(file, 0o644) == 0) }
        }
        try body()
    }

    /// Everything that a data folder holds, with when it was last written.
    private func state(_ program: Program) throws -> [String] {
        try names(program).map { name in
            let path = program.data + "/" + name
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let bytes = try Data(contentsOf: URL(filePath: path))
            return "\(name) \(attributes[.modificationDate] ?? "") \(bytes.base64EncodedString())"
        }
    }

    @Test(arguments: [[], ["--dry-run"]])
    func `a drill of a store that may not be written is refused in one sentence, and touches nothing`(
        flags: [String]
    ) throws {
        try DrillBench.with { bench in
            let file = try bench.program.file("drill.yaml", DrillBench.lockdown)
            let before = try state(bench.program)
            try protecting(bench.program) {
                let result = try bound(bench.program, ["aid", "drill", file] + flags)
                #expect(result.status == 73 && result.text.isEmpty, "\(result.text)")
                let sentence = result.errorText
                #expect(sentence.split(separator: "\n").count == 1, "\(sentence)")
                #expect(sentence.hasPrefix("tierwatch: \(bench.program.data)/tierwatch.db: "), "\(sentence)")
                #expect(sentence.contains("check that the folder exists and may be written"), "\(sentence)")
            }
            #expect(try state(bench.program) == before)
            #expect(try bench.temporary().isEmpty)
            #expect(try bench.program.list("aid", "drills").isEmpty)
            #expect(try bench.drill()["number"] as? Int == 1)
        }
    }

    @Test func `what could not be kept is not begun, and a trial that keeps nothing goes on`() throws {
        try DrillBench.with { bench in
            var bench = bench
            let file = try bench.program.file("drill.yaml", DrillBench.lockdown)
            bench.program.environment["TIERWATCH_SCHEDULE"] = "0 0 1 1 *"
            // While somebody has the store open, its log lets others read it.
            let daemon = try bench.program.start(["daemon"])
            #expect(try daemon.wait { daemon.printed.contains("run 1") })
            try protecting(bench.program) {
                let trial = try bound(
                    bench.program, ["aid", "drill", file, "--dry-run", "--format", "json"])
                #expect(trial.status == 0, "\(trial.errorText)")
                let answer = try JSONSerialization.jsonObject(with: trial.output) as? [String: Any]
                #expect(answer?["total_lost_days"] as? Double == 140)
                // A copy would be refused first: there is no place for it.
                var nowhere = bench.program
                nowhere.environment["TMPDIR"] = bench.program.folder.path + "/no/tmp"
                let result = try bound(nowhere, ["aid", "drill", file])
                #expect(result.status == 73 && result.text.isEmpty)
                #expect(
                    result.errorText
                        == "tierwatch: \(bench.program.data)/tierwatch.db: the store cannot be opened (it may only be read);"
                        + " check that the folder exists and may be written\n")
            }
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
            #expect(try bench.program.list("aid", "drills").isEmpty)
            #expect(try bench.temporary().isEmpty)
        }
    }
}
