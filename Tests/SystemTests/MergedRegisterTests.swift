import Foundation
import TestSupport
import Testing

/// A made-up register whose rows name some firms by a second identity, against the same register without.
@Suite struct MergedRegisterTests {
    /// Answers that follow from the network alone.
    private func answers(_ program: Program) throws -> [String] {
        let moving: Set = ["record_age_days", "validity_days_left"]
        let figures = try program.list("metrics").filter { !moving.contains($0["metric"] as? String ?? "") }
        return try [
            program("suppliers", "--format", "json").text, program("systemic", "--format", "json").text,
            figures.map {
                "\(($0["metric"], ($0["labels"] as? [String: String])?.sorted { $0.key < $1.key }, $0["value"]))"
            }
            .joined(separator: "\n"),
        ]
    }

    private func take(_ program: Program, _ file: String) throws {
        let result = try program("import", file, "--registrant", "local:check")
        try #require(result.status == 0, "\(result.errorText)")
    }

    private func decide(_ program: Program, _ arguments: [String]) throws {
        let result = try program.run(["firms"] + arguments + ["--reason", "x", "--by", "li"])
        try #require(result.status == 0, "\(result.errorText)")
    }

    /// A table of supplies in which every other row of some firms names them by a second identity.
    private static func renamed(_ supplies: String, _ aliases: [String: String]) -> String {
        var seen = 0
        return supplies.split(separator: "\n").map { line in
            var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            for column in [0, 2] {
                guard let alias = aliases[cells[column]] else { continue }
                seen += 1
                if seen % 2 == 0 { cells[column] = alias }
            }
            return cells.joined(separator: ",")
        }.joined(separator: "\n") + "\n"
    }

    @Test(arguments: [3, 8])
    func `figures of merged firms are those of a register that names them once, until they are split`(
        seed: Int
    ) throws {
        try Program.inFolder { program in
            let made = try Command.tool(
                "make_network.py",
                [program.folder.path, "--firms", "300", "--seed", "\(seed)", "--multi", "0.3"])
            #expect(made.status == 0, "\(made.errorText)")
            let path = program.folder.path
            let text = try String(contentsOfFile: path + "/supplies.csv", encoding: .utf8)
            let firms = try String(contentsOfFile: path + "/firms.csv", encoding: .utf8)
                .split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "," }) }
            // A leading firm, and some of every tier.
            let aliased = stride(from: 0, to: firms.count, by: 37).map { firms[$0] }
            let aliases = Dictionary(
                uniqueKeysWithValues: aliased.enumerated().map { ($1, "local:old:\($0)") })
            let renamed = Self.renamed(text, aliases)
            let other = try program.file("renamed.csv", renamed)
            try take(program, path + "/firms.csv")
            try take(program, path + "/supplies.csv")
            let wanted = try answers(program)
            try Program.inFolder { merged in
                try take(merged, path + "/firms.csv")
                try take(merged, other)
                let before = try answers(merged)
                #expect(before != wanted)
                let known = aliases.sorted { $0.key < $1.key }.filter { renamed.contains($0.value + ",") }
                #expect(known.count > 4)
                for (firm, alias) in known { try decide(merged, ["merge", alias, "--into", firm]) }
                #expect(try answers(merged) == wanted)
                for (firm, alias) in known { try decide(merged, ["split", firm, alias]) }
                #expect(try answers(merged) == before)
            }
        }
    }
}
