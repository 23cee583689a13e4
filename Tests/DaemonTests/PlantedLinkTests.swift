import Export
import Foundation
import TestSupport
import Testing

/// What others put in a folder where a file is written: nothing of theirs is followed, changed or removed.
@Suite struct PlantedLinkTests {
    static let writers: [(ending: String, write: @Sendable (String) throws -> Void)] = [
        ("html", { try TextFile.write("words", to: $0) }),
        ("json", { try TextFile.tryOut($0) }),
        ("csv", { try fill(CSVTable(path: $0)) }),
        ("xlsx", { try fill(XLSXTable(path: $0, sheet: "words")) }),
    ]

    private static func fill(_ table: some TableWriter) throws {
        try table.write([.text("words")])
        try table.finish()
    }

    @Test(arguments: writers.indices)
    func `a link at the name that a draft would have leads nowhere`(writer: Int) throws {
        let (ending, write) = Self.writers[writer]
        try Fixtures.withFolder { folder in
            let (path, other) = (folder.path + "/out.\(ending)", folder.path + "/other")
            try Data("another's".utf8).write(to: URL(filePath: other))
            let link = path + ".partial-\(getpid())"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: other)
            try write(path)
            #expect(try String(contentsOfFile: other, encoding: .utf8) == "another's")
            var names: Set = ["other", "out.\(ending).partial-\(getpid())"]
            if ending != "json" { names.insert("out.\(ending)") }
            #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)) == names)
        }
    }

    @Test(arguments: ["csv", "xlsx"])
    func `a form never replaces a file, not even one that came while it was written`(ending: String) throws {
        try Fixtures.withFolder { folder in
            let path = folder.path + "/form.\(ending)"
            func form() throws -> any TableWriter {
                try ending == "csv"
                    ? CSVTable(path: path, isForm: true)
                    : XLSXTable(path: path, sheet: "words", isForm: true)
            }
            let late = try form()
            try late.write([.text("words")])
            try Self.finish(form())
            let first = try Data(contentsOf: URL(filePath: path))
            #expect(throws: ExportError.isThere(path: path)) { try late.finish() }
            #expect(try Data(contentsOf: URL(filePath: path)) == first)
        }
    }

    private static func finish(_ table: any TableWriter) throws {
        try table.write([.text("other words")])
        try table.finish()
    }
}
