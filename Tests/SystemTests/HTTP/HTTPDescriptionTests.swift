import Foundation
import TestSupport
import Testing

/// The description that is served, and the answers that it promises.
@Suite struct HTTPDescriptionTests {
    @Test func `the description that is served is the one that ships`() throws {
        try HTTPDaemon.run { daemon in
            let answer = try daemon.ask("GET", "/openapi.yaml")
            let shipped = try Data(contentsOf: Fixtures.root.appending(path: "Sources/HTTPAPI/openapi.yaml"))
            #expect(
                answer.status == 200 && answer.body == shipped && answer["content-type"] == "application/yaml"
            )
        }
    }

    @Test func `no answer is other than described, rightly or wrongly asked for`() throws {
        let run = try Command.tool("check_api.py", ["--tierwatch", Program.binary.path])
        #expect(run.status == 0, "\(run.text.suffix(6_000))\(run.errorText)")
        #expect(run.text.contains("Test cases:") && run.text.contains("daemon ended with 0"))
    }

    /// Ways in which a description may be wrong, each of another operation, with what is said of the answers.
    private static let wrongs = [
        // A status that the server answers, but that is not described.
        (
            "operationId: showFirm", "        \"404\": {$ref: \"#/components/responses/Unknown\"}\n", "",
            "Undocumented status code"
        ),
        // A field that no answer has.
        (
            "    Firm:\n      type: object", "required: [id, region, whitelisted, leading]",
            "required: [id, region, whitelisted, leading, colour]", "\"colour\" is a required property"
        ),
        // A media type that no answer has.
        ("operationId: showHealth", "application/json:", "text/plain:", "Undocumented Content-Type"),
    ]

    @Test func `answers that a description does not have are found, one by one`() throws {
        let shipped = Fixtures.root.appending(path: "Sources/HTTPAPI/openapi.yaml")
        var text = try String(contentsOf: shipped, encoding: .utf8)
        for (place, old, new, _) in Self.wrongs {
            let start = try #require(text.range(of: place)).upperBound
            let range = try #require(text.range(of: old, range: start..<text.endIndex))
            text.replaceSubrange(range, with: new)
        }
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "wrong.yaml")
            try Data(text.utf8).write(to: file)
            let asked = [
                "--tierwatch", Program.binary.path, "--operations", "showFirm,listFirms,showHealth",
                "--phases",
                "examples,coverage", "--description",
            ]
            let wrong = try Command.tool("check_api.py", asked + [file.path])
            #expect(wrong.status == 1)
            for (_, _, _, words) in Self.wrongs {
                #expect(wrong.text.contains(words), "\(words): \(wrong.text.suffix(6_000))\(wrong.errorText)")
            }
            let right = try Command.tool("check_api.py", asked + [shipped.path])
            #expect(right.status == 0, "\(right.text.suffix(6_000))\(right.errorText)")
        }
    }
}
