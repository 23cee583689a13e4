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
}
