import SupplyModel
import Testing

@Suite struct EnglishTests {
    @Test(arguments: [
        (0, "0 alerts fire, 0 messages wait"), (1, "1 alert fires, 1 message waits"),
        (2, "2 alerts fire, 2 messages wait"),
    ])
    func `a number has the words that go with it`(count: Int, sentence: String) throws {
        let heartbeat = HeartbeatReport(
            lastRunAt: nil, firing: count, waitingMessages: count, oldestWaitingSeconds: 0)
        let body = try heartbeat.json(version: "1", time: Timestamp(milliseconds: 0))
        #expect(String(decoding: body, as: UTF8.self).contains("Tierwatch is alive; \(sentence), there was"))
    }

    @Test func `a list says how many it leaves out`() {
        #expect(English.list(["a", "b"], atMost: 2) == "a, b")
        #expect(English.list(["a", "b", "c", "d"], atMost: 2) == "a, b and 2 more")
    }
}
