import Foundation
import TestSupport
import Testing

/// Files that commands are told to write: what their names may end in, and what becomes of one that is there.
@Suite struct OutputFileTests {
    private static let drill = "name: 停摆\nuntil: 60\nshocks:\n  - {firm: 乙厂, days: 30}\n"

    /// Every command that writes a file which its user names; where it may name another's words, a form.
    struct Case: CustomTestStringConvertible, Sendable {
        var arguments: [String]
        var flag = "--output"
        var endings: [String]
        var testDescription: String { arguments.joined(separator: " ") }
        var isForm: Bool { flag != "--output" }

        /// The endings as a sentence lists them.
        var list: String {
            let names = endings.map { ".\($0)" }
            return names.count == 1
                ? names[0] : names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
        }
    }

    static let cases = [
        Case(arguments: ["export"], endings: ["xlsx", "csv"]),
        Case(arguments: ["export", "--what", "metrics"], endings: ["xlsx", "csv"]),
        Case(arguments: ["aid", "letter", "1"], endings: ["html"]),
        Case(arguments: ["aid", "report"], endings: ["xlsx", "csv"]),
        Case(arguments: ["aid", "drill", "drill.yaml"], endings: ["xlsx", "csv", "json"]),
        Case(arguments: ["aid", "drills", "--show", "1"], endings: ["xlsx", "csv", "json"]),
        Case(arguments: ["survey", "--firm", "local:t:A"], flag: "--sheet", endings: ["xlsx", "csv"]),
        Case(arguments: ["whitelist", "check"], flag: "--proposal", endings: ["xlsx", "csv"]),
    ]

    private static func withEverything(_ body: (Program) throws -> Void) throws {
        try AidSystemTests.withChain { program in
            _ = try program.file("drill.yaml", drill)
            for step in [
                ["aid", "request", "--firm", "甲厂", "--to", "江苏", "--kind", "resume", "--supplier", "乙厂"],
                ["aid", "drill", program.folder.path + "/drill.yaml"],
            ] {
                let result = try program.run(step)
                guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
            }
            try body(program)
        }
    }

    @Test(arguments: cases)
    func `an ending that a command cannot write is refused with those that it can`(one: Case) throws {
        try Self.withEverything { program in
            for name in ["out.pdf", "out", "out.xls", "out.html.gz", ".csv"] {
                let result = try program.run(one.arguments + [one.flag, name])
                let told = "tierwatch: \(one.flag) \(name): name a file that ends in \(one.list)\n"
                #expect(result.status == 64 && result.errorText == told, "\(result.errorText)")
                #expect(result.text.isEmpty)
                #expect(!FileManager.default.fileExists(atPath: program.folder.path + "/" + name))
            }
        }
    }

    @Test(arguments: cases)
    func `a file is written whole and told of; one that is there is replaced, unless it is a form`(
        one: Case
    ) throws {
        try Self.withEverything { program in
            for ending in one.endings {
                let path = program.folder.path + "/out.\(ending.uppercased())"
                let made = try program.run(one.arguments + [one.flag, path])
                #expect(made.status == 0, "\(made.errorText)")
                #expect(made.errorText.hasSuffix(" in \(path)\n"), "\(made.errorText)")
                let bytes = try #require(FileManager.default.contents(atPath: path))
                #expect(bytes.prefix(Self.start(ending).count) == Self.start(ending))
                try Data("words".utf8).write(to: URL(filePath: path))
                let again = try program.run(one.arguments + [one.flag, path])
                let after = try #require(FileManager.default.contents(atPath: path))
                if one.isForm {
                    #expect(again.status == 73 && again.text.isEmpty && after == Data("words".utf8))
                    #expect(again.errorText.contains("there is a file of this name"), "\(again.errorText)")
                } else {
                    #expect(again.status == 0 && after.count > 5)
                    #expect(
                        again.errorText.hasSuffix(" in \(path), in place of the file that was there\n"),
                        "\(again.errorText)")
                }
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
            #expect(!left.contains { $0.contains("partial") }, "\(left)")
        }
    }

    /// How a file of an ending begins.
    private static func start(_ ending: String) -> Data {
        switch ending {
        case "xlsx": Data("PK".utf8)
        case "csv": Data([0xEF, 0xBB, 0xBF])
        case "html": Data("<!DOCTYPE html>".utf8)
        default: Data("{".utf8)
        }
    }
}
