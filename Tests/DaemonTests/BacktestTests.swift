import Daemon
import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@Suite struct BacktestTests {
    static let start = Timestamp(milliseconds: 1_767_225_600_000)

    static func age(_ days: Double) -> Sample {
        Sample(
            metric: .recordAgeDays, labels: ["firm": "local:a"], value: days, unknown: 0, industry: nil,
            provinces: [])
    }

    static func left(_ days: Double) -> Sample {
        var sample = age(days)
        sample.metric = .validityDaysLeft
        return sample
    }

    /// What a rule makes of runs that a store kept, a quarter of an hour apart.
    private func replay(
        _ rule: String, runs: [[Sample]], sinceRun: Int = 0, progress: (Double) -> Void = { _ in }
    ) throws -> [String: Any] {
        try Fixtures.withFolder { folder in
            let rules = folder.appending(path: "rules")
            try FileManager.default.createDirectory(at: rules, withIntermediateDirectories: true)
            try Data("rules:\n  - {name: r, \(rule), summary: {zh: a, en: a}}\n".utf8)
                .write(to: rules.appending(path: "r.yaml"))
            let store = try Store(folder: folder.path)
            for (index, samples) in runs.enumerated() {
                try store.keep(
                    RunResult(
                        now: Self.time(index), revision: 1, previousRun: Int64(index), samples: samples,
                        changed: [], dropped: [], messages: []))
            }
            let backtest = Backtest(
                Inquiry(store: store, gazetteer: Gazetteer(), language: .en), folder: folder.path,
                current: folder.path)
            let question = Backtest.Question(since: Self.time(sinceRun).description)
            let answer = try backtest.answer(question, now: Self.time(runs.count), progress: progress)
            let json = Data(answer.rendered(as: .json, in: .en).utf8)
            let list = try #require(try JSONSerialization.jsonObject(with: json) as? [[String: Any]])
            return try #require(list.first)
        }
    }

    static func time(_ run: Int) -> Timestamp { start.adding(seconds: Double(run) * 900) }

    @Test func `an age that is written down once a day is replayed between the days`() throws {
        let runs = (0..<8).map { [Self.age(40.2 + Double($0) / 96)] }
        let rule = "metric: record_age_days, op: '>', value: 40.245"
        let found = try replay(rule, runs: runs)
        // 40.2 + 5/96 is the first above; three of the eight quarters of an hour are left.
        #expect(found["fired"] as? Int == 1 && found["standing"] as? Int == 1)
        #expect(found["firing_days"] as? Double == 0.0313, "\(found)")
    }

    @Test func `days that are left are written down once a day and replayed between the days`() throws {
        let runs = (0..<8).map { [Self.left(6.8 - Double($0) / 96)] }
        let found = try replay("metric: validity_days_left, op: '<', value: 6.755", runs: runs)
        // 6.8 − 5/96 is the first below.
        #expect(found["fired"] as? Int == 1 && found["standing"] as? Int == 1)
        #expect(found["firing_days"] as? Double == 0.0313, "\(found)")
    }

    @Test func `what stood before the span is known in it, and is not counted as fired`() throws {
        let runs = [41.0, 41, 41, 0.5, 0.6].map { [Self.age($0)] }
        let found = try replay("metric: record_age_days, op: '>', value: 40", runs: runs, sinceRun: 2)
        #expect(found["fired"] as? Int == 0 && found["messages"] as? Int == 1, "\(found)")
        #expect(found["firing_days"] as? Double == 0.0104)
    }

    @Test func `a figure that ended and came back is absent in between`() throws {
        let other = Sample(
            metric: .hhi, labels: ["firm": "local:a", "product": "p"], value: 1, unknown: 0, industry: nil,
            provinces: [])
        let runs = [[Self.age(41), other], [other], [Self.age(41), other]]
        let found = try replay("metric: record_age_days, op: '>', value: 40", runs: runs)
        #expect(found["fired"] as? Int == 2 && found["messages"] as? Int == 3, "\(found)")
    }

    @Test func `a thousand runs are replayed, and their progress goes from nothing to all`() throws {
        let runs = (0..<1_000).map { [Self.age($0 / 10 % 2 == 0 ? 41 : 1)] }
        var parts: [Double] = []
        let found = try replay("metric: record_age_days, op: '>', value: 40", runs: runs) { parts.append($0) }
        #expect(found["fired"] as? Int == 50 && found["messages"] as? Int == 100, "\(found)")
        #expect(parts.count == 1_000 && parts == parts.sorted() && parts.last == 1)
    }
}
