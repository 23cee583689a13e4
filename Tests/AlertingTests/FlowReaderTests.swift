import Alerting
import StrictYAML
import SupplyModel
import Testing

@Suite struct FlowReaderTests {
    private func channels(_ entries: [String]) throws -> [Channel] {
        let lines = entries.map { "- {type: console, \($0)}" }.joined(separator: "\n")
        return try ChannelBook(YAMLDocument("channels:\n" + lines, file: "channels.yaml")).channels
    }

    @Test(arguments: [("20/min", 20, 60.0), ("1/s", 1, 1), ("10000/h", 10_000, 3_600)])
    func `a rate is requests in a time`(text: String, count: Int, seconds: Double) throws {
        #expect(
            try channels(["name: a, rate: \(text)"])[0].rate == SendingRate(count: count, seconds: seconds))
    }

    @Test func `a fallback waits a quarter of an hour where nothing else is said`() throws {
        let read = try channels([
            "name: a, fallback: b", "name: b, fallback: c, fallback_after: 1h30m", "name: c",
        ])
        #expect(read[0].fallback == .init(channel: "b", afterSeconds: 900))
        #expect(read[1].fallback == .init(channel: "c", afterSeconds: 5_400))
        #expect(read[2].fallback == nil)
    }

    @Test(arguments: [
        ("name: a, rate: 20", "channels[0].rate", "20/min"),
        ("name: a, rate: 0/s", "channels[0].rate", "20/min"),
        ("name: a, rate: 5/d", "channels[0].rate", "20/min"),
        ("name: a, rate: -1/s", "channels[0].rate", "20/min"),
        ("name: a, rate: 99999/s", "channels[0].rate", "20/min"),
        ("name: a, fallback: opps", "channels[0].fallback", "did you mean 'ops'?"),
        ("name: a, fallback: a", "channels[0].fallback", "leads back to itself"),
        ("name: a, fallback: ops, fallback_after: 0s", "channels[0].fallback_after", "no time above 0"),
        ("name: a, fallback: ops, fallback_after: 3 runs", "channels[0].fallback_after", "no time above 0"),
        ("name: a, fallback_after: 5m", "channels[0].fallback_after", "without a fallback"),
    ])
    func `a fault is named by its key`(entry: String, key: String, words: String) throws {
        let faults = try #require(throws: ConfigurationFaults.self) {
            try channels([entry, "name: ops"])
        }.all
        #expect(faults.map(\.key) == [key])
        #expect(faults[0].reason.contains(words), "\(faults[0])")
    }

    @Test func `a ring of fallbacks is named at each of its channels`() throws {
        let faults = try #require(throws: ConfigurationFaults.self) {
            try channels(["name: a, fallback: b", "name: b, fallback: a", "name: c, fallback: a"])
        }.all
        #expect(faults.map(\.key) == ["channels[0].fallback", "channels[1].fallback"])
    }

    private func book(_ heartbeat: String) throws -> ChannelBook {
        let text = "channels: [{type: console, name: ops}]\nheartbeat: \(heartbeat)\n"
        return try ChannelBook(YAMLDocument(text, file: "channels.yaml"))
    }

    @Test func `a sign of life goes to one channel every five minutes, or as the file says`() throws {
        #expect(try book("{channel: ops}").heartbeat == Heartbeat(channel: "ops", everySeconds: 300))
        #expect(try book("{channel: ops, every: 90s}").heartbeat?.everySeconds == 90)
        #expect(try channels(["name: a"]).count == 1)
    }

    @Test(arguments: [
        ("{every: 5m}", "heartbeat.channel", "is missing"),
        ("{channel: opps}", "heartbeat.channel", "did you mean 'ops'?"),
        ("{channel: ops, every: 0s}", "heartbeat.every", "no time above 0"),
        ("{channel: ops, each: 5m}", "heartbeat.each", "no such key"), ("ops", "heartbeat", "mapping"),
    ])
    func `a fault of the sign of life is named`(heartbeat: String, key: String, words: String) throws {
        let faults = try #require(throws: ConfigurationFaults.self) { try book(heartbeat) }.all
        #expect(faults.map(\.key) == [key])
        #expect(faults[0].reason.contains(words), "\(faults[0])")
    }
}
