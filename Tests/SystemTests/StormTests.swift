import Foundation
import TestSupport
import Testing

/// The storm in short: two thousand alerts at once for a robot that takes twenty messages a minute.
@Suite struct StormTests {
    @Test func `a storm is told within the robot's limit, criticals first, and none is dropped`() throws {
        let result = try Command.tool(
            "storm.py", ["--tierwatch", Program.binary.path, "--alerts", "2000"])
        #expect(result.status == 0, "\(result.text)\(result.errorText)")
        #expect(result.text.hasPrefix("alerts fired 2000, messages 2000, "))
        #expect(result.text.contains("refused 0") && result.text.hasSuffix(", lost 0\n"))
    }
}
