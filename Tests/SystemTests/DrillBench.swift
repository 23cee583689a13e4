import Foundation
import TestSupport

/// The chains of the replay of April 2022, ready for a drill: a channel for each province at one receiver, and the rules.
struct DrillBench {
    var program: Program
    let receiver: Receiver

    static let lockdown = """
        name: 浦东停摆
        until: 120
        shocks:
          - {region: "310115", days: 60}
        """

    /// A program with a store, channels and rules, and with a folder of temporary files of its own.
    static func with(
        rules: String = AidReplayTests.rules, chain: String = AidReplayTests.chain,
        firms: String = AidReplayTests.firms, _ body: (DrillBench) throws -> Void
    ) throws {
        try Program.inFolder { program in
            let bench = DrillBench(program: program, receiver: try Receiver(folder: program.folder))
            var environment = [
                "USER": "专班", "TIERWATCH_REGISTRANT": "local:r:A", "TMPDIR": program.folder.path + "/tmp",
            ]
            environment["URL"] = bench.receiver.url("/std")
            environment["SECRET"] = Receiver.secret
            var ready = bench
            ready.program.environment = environment
            try FileManager.default.createDirectory(
                atPath: program.folder.path + "/tmp", withIntermediateDirectories: false)
            _ = try program.file("Alerts/rules/replay.yaml", rules)
            _ = try program.file("Alerts/channels.yaml", channels)
            _ = try program.file("Alerts/aid.yaml", authorities(["310000", "320000", "330000", "340000"]))
            try ready.must("import", try program.file("firms.csv", firms))
            try ready.must("import", try program.file("chain.csv", chain))
            try body(ready)
        }
    }

    static let channels =
        "channels:\n"
        + ["ops", "c310000", "c320000", "c330000", "c340000"].map {
            "  - {name: \($0), type: webhook, url_env: URL, secret_env: SECRET, allow: [127.0.0.0/8]}\n"
        }.joined()

    /// An `aid.yaml` that has a channel for some of the provinces.
    static func authorities(_ told: [String]) -> String {
        "authorities:\n" + told.map { "  - {region: \"\($0)\", channel: c\($0)}\n" }.joined()
            + "overdue: [ops]\n"
    }

    @discardableResult
    func must(_ arguments: String...) throws -> Command {
        let result = try program.run(arguments)
        guard result.status == 0 else {
            throw Program.Failure(text: "\(arguments): \(result.status): \(result.errorText)")
        }
        return result
    }

    /// Makes a drill of a scenario.
    func drill(_ scenario: String = lockdown, _ flags: String...) throws -> [String: Any] {
        let file = try program.file("drill.yaml", scenario)
        guard let answer = try program.json(["aid", "drill", file] + flags) as? [String: Any] else {
            throw Program.Failure(text: "a drill's answer is no object")
        }
        return answer
    }

    /// The values of some fields of each line of one of an answer's lists, `-` where a line has none.
    static func lines(_ answer: [String: Any], _ list: String, _ fields: String...) -> [String] {
        (answer[list] as? [[String: Any]] ?? []).map { line in
            fields.map { field in
                guard let value = line[field] else { return "-" }
                guard let number = value as? Double, !(value is String) else { return "\(value)" }
                return "\((number * 1e6).rounded() / 1e6)".replacing(/\.0$/, with: "")
            }.joined(separator: " ")
        }
    }

    /// Everything that the store holds, as SQL.
    func dump() throws -> [Substring] {
        let result = try Command.run(
            URL(filePath: "/usr/bin/sqlite3"), [program.data + "/tierwatch.db", ".dump"])
        guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
        return result.text.split(separator: "\n")
    }

    /// Names in the folder of temporary files.
    func temporary() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: program.folder.path + "/tmp")
    }
}
