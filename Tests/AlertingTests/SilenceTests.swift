import Alerting
import SupplyModel
import Testing

@Suite struct SilenceTests {
    private func silence(_ matchers: [String], from start: Int = 0, to end: Int = 60) -> Silence {
        Silence(
            id: "s1", matchers: matchers, startsAt: minute(start), endsAt: minute(end), author: "wang",
            reason: "drill", madeAt: minute(0))
    }

    private func firing(_ firm: String, at time: Int) throws -> (Evaluation, Alert) {
        var monitor = Monitor([try rule()])
        let evaluation = try monitor.run([sample(50, firm: firm)], at: minute(time))
        return (evaluation, evaluation.changed[0])
    }

    @Test(arguments: [
        (["firm=local:a"], true), (["firm=local:b"], false), (["firm=/^local/"], true),
        (["rule=watched"], true),
        (["rule=/watch/"], false), (["severity=warning"], true), (["metric=record_age_days"], true),
        (["firm=local:a", "rule=other"], false), (["firm=/local:(a|b)/", "product="], true),
    ])
    func `all matchers must fit, and a missing label is empty`(matchers: [String], fits: Bool) throws {
        let (_, alert) = try firing("local:a", at: 0)
        #expect(try AlertMatchers(matchers).fit(alert) == fits)
    }

    @Test func `matchers that fit everything are refused`() {
        for matchers in [[], ["firm="], ["firm=/.*/"], ["product=", "region=/(32.*)?/"]] {
            #expect(throws: MatcherFault.everything) { try AlertMatchers(matchers) }
        }
    }

    @Test func `a matcher that means nothing is named`() {
        #expect(throws: MatcherFault.noEquals("firm")) { try AlertMatchers(["firm"]) }
        #expect(throws: MatcherFault.badPattern("firm=/(/")) { try AlertMatchers(["firm=/(/"]) }
        #expect(throws: MatcherFault.badPattern("firm=~a.*")) { try AlertMatchers(["firm=~a.*"]) }
        #expect(throws: MatcherFault.badPattern("firm=/a")) { try AlertMatchers(["firm=/a"]) }
        #expect {
            try AlertMatchers(["colour=red"])
        } throws: { ("\($0)").contains("no alert has a label 'colour'") }
    }

    @Test(arguments: [(-1, Silence.State.planned), (0, .active), (59, .active), (60, .over)])
    func `a silence holds from its start to before its end`(time: Int, state: Silence.State) {
        #expect(silence(["firm=local:a"]).state(at: minute(time)) == state)
        var ended = silence(["firm=local:a"])
        ended.endedAt = minute(0)
        #expect(ended.state(at: minute(time)) == (time < 0 ? .planned : .over))
    }

    @Test func `what begins to fire in silence is kept back and told when the silence is over`() throws {
        var monitor = Monitor([try rule()])
        let muting = Muting([silence(["firm=local:a"])], at: minute(1))
        let first = try monitor.run([sample(50), sample(50, firm: "local:b")], at: minute(1))
        let quiet = Telling(first, kept: [], muting: muting, now: minute(1))
        #expect(quiet.notifications.map { $0.alert.labels["firm"] } == ["local:b"])
        #expect(Array(quiet.withheld.values) == [.silence("s1")])
        let kept = Set(quiet.withheld.keys)

        let still = try monitor.run([sample(51), sample(51, firm: "local:b")], at: minute(30))
        let silent = Telling(still, kept: kept, muting: muting, now: minute(30))
        #expect(silent.notifications.isEmpty && silent.withheld.isEmpty && silent.released.isEmpty)

        let later = try monitor.run([sample(52), sample(52, firm: "local:b")], at: minute(60))
        let over = Muting([silence(["firm=local:a"])], at: minute(60))
        let told = Telling(later, kept: kept, muting: over, now: minute(60))
        #expect(told.notifications.map(\.kind) == [.firing])
        #expect(told.notifications[0].alert.labels["firm"] == "local:a")
        #expect(told.notifications[0].alert.value == 52)
        #expect(told.released == kept)
    }

    @Test func `what is over before its silence was never told, and what was told is told to be over`() throws
    {
        var monitor = Monitor([try rule()])
        let muting = Muting([silence(["rule=watched"], from: 2)], at: minute(3))
        let first = try monitor.run([sample(50, firm: "local:b")], at: minute(1))
        #expect(
            Telling(first, kept: [], muting: Muting([], at: minute(1)), now: minute(1)).notifications.count
                == 1)
        let second = try monitor.run([sample(50), sample(50, firm: "local:b")], at: minute(3))
        let quiet = Telling(second, kept: [], muting: muting, now: minute(3))
        #expect(quiet.notifications.isEmpty && quiet.withheld.count == 1)
        let third = try monitor.run([sample(1), sample(1, firm: "local:b")], at: minute(4))
        let ended = Telling(third, kept: Set(quiet.withheld.keys), muting: muting, now: minute(4))
        #expect(ended.notifications.map(\.kind) == [.resolved])
        #expect(ended.notifications[0].alert.labels["firm"] == "local:b")
        #expect(ended.released == Set(quiet.withheld.keys))
    }

    @Test func `a silence whose matchers cannot be read loses no alert`() throws {
        let (evaluation, _) = try firing("local:a", at: 1)
        let muting = Muting([silence(["gone=x"]), silence(["firm=/(/"])], at: minute(1))
        #expect(Telling(evaluation, kept: [], muting: muting, now: minute(1)).notifications.count == 1)
    }
}
