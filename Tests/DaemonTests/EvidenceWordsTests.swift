import SupplyModel
import Testing

@testable import Daemon

/// What a letter says that a request rests on.
@Suite struct EvidenceWordsTests {
    private static let start = Timestamp("2026-11-26T02:00:59Z") ?? Timestamp(milliseconds: 0)

    @Test func `alert, event and figure stand in words, with their identities behind them`() {
        var evidence = AidEvidence(cause: "event:table:cz-60")
        evidence.alert = AlertLife(fingerprint: "5f1755c690c711ef", startsAt: Self.start)
        evidence.event = "table:cz-60"
        evidence.figures = ["event_survival_days": 27, "event_loss": 0.6]
        #expect(
            EvidenceWords(rule: "event-touches-chain", event: "常州\n停产").lines(evidence) == [
                "预警 event-touches-chain，2026-11-26 10:00 起（5f1755c690c711ef）", "事件 常州 停产（table:cz-60）",
                "指标 事件下产出损失 60.0%", "指标 事件下可支撑天数 27 天",
            ])
    }

    @Test func `what nobody knows any more has its identity alone`() {
        var evidence = AidEvidence()
        evidence.alert = AlertLife(fingerprint: "5f17", startsAt: Self.start)
        evidence.event = "cap:x"
        evidence.figures = ["of_an_older_version": 0.5]
        #expect(
            EvidenceWords().lines(evidence) == [
                "预警 2026-11-26 10:00 起（5f17）", "事件 cap:x", "指标 of_an_older_version 0.5",
            ])
        #expect(EvidenceWords().lines(AidEvidence()).isEmpty)
    }

    @Test(arguments: Metric.allCases)
    func `a metric that heads a column is called the same in a sentence`(metric: Metric) {
        let heading = Headings.text(metric.rawValue, .zh)
        #expect(heading.lowercased() == metric.rawValue || heading.hasPrefix(metric.chineseName))
    }
}
