import Alerting
import SupplyModel
import Testing

@Suite struct RuleTallyTests {
    /// A span of ten minutes, from the tenth on.
    private func tally(_ body: (inout RuleTally) -> Void) -> RuleTally.Count? {
        var tally = RuleTally(rules: ["r"], since: minute(10), until: minute(20))
        body(&tally)
        tally.finish()
        return tally.countByRule["r"]
    }

    private func begin(_ tally: inout RuleTally, _ minutes: Int, _ fingerprint: String = "a") {
        tally.begin(fingerprint, rule: "r", labels: ["firm": fingerprint], at: minute(minutes))
    }

    @Test func `a rule that never fires counts nothing, and is there`() {
        #expect(tally { _ in } == RuleTally.Count())
    }

    @Test func `a life within the span is two messages and its time`() throws {
        let count = try #require(
            tally {
                begin(&$0, 12)
                $0.end("a", at: minute(15))
                begin(&$0, 18)
            })
        #expect(count.fired == 2 && count.messages == 3 && count.standing == 1)
        #expect(count.firingSeconds == 300 && count.longestSeconds == 180)
    }

    @Test func `a life that began before the span counts its time there and its end alone`() throws {
        let count = try #require(
            tally {
                begin(&$0, 1)
                $0.end("a", at: minute(13))
            })
        #expect(count.fired == 0 && count.messages == 1 && count.firingSeconds == 180)
    }

    @Test func `what is before or after the span is left out`() throws {
        let count = try #require(
            tally {
                begin(&$0, 1)
                $0.end("a", at: minute(9))
                begin(&$0, 21, "b")
                begin(&$0, 15, "c")
                $0.end("c", at: minute(25))
            })
        #expect(count.fired == 1 && count.messages == 1 && count.standing == 1 && count.firingSeconds == 300)
    }

    @Test func `one that fires already goes on, and the end of what does not fire is no message`() throws {
        let count = try #require(
            tally {
                begin(&$0, 12)
                begin(&$0, 14)
                $0.end("b", at: minute(15))
            })
        #expect(count.fired == 1 && count.messages == 1 && count.firingSeconds == 480)
    }
}
