internal import Alerting
internal import Foundation
internal import Store
public import SupplyModel

/// What `rules backtest` finds: what rules would have made of the stored past, beside what others make of it.
///
/// The past is replayed from the first run that was kept, so that every alert has the state that it would have had when
/// the span begins; only the span is counted. Silences and channels are left out, and nothing is written. A rule that
/// asks for figures which no run kept finds less than it would have.
public struct Backtest: Sendable {
    /// Runs that are replayed, over five years of one each quarter of an hour.
    public static let runLimit = 200_000
    /// Rules that a fault names.
    static let shownRuleLimit = 30

    private let store: Store
    /// The folder whose rules are tried, and the one that is in force.
    let folder: String
    let current: String
    let language: Language

    /// `folder` holds the rules to try, `current` those in force; where they are one, what happened is compared.
    public init(_ inquiry: Inquiry, folder: String, current: String) {
        store = inquiry.store
        language = inquiry.language
        self.folder = folder
        self.current = current
    }

    /// The span and the rules that are asked for.
    public struct Question: Sendable {
        /// RFC 3339, or a date; `until` is now where it is nil.
        public var since: String
        public var until: String?
        /// One rule alone.
        public var rule: String?

        public init(since: String, until: String? = nil, rule: String? = nil) {
            self.since = since
            self.until = until
            self.rule = rule
        }
    }

    /// What was found.
    struct Finding {
        var since: Timestamp
        var until: Timestamp
        /// Runs in the span.
        var runCount = 0
        var tried: RuleTally
        var before: RuleTally
        /// Whether `before` is what happened, not what the current rules would have done.
        var isCompared: Bool
        var warnings: [String] = []
    }

    /// Replays; `progress` is told which part of the runs is done, 0...1.
    ///
    /// - Throws: `BacktestFault`, `QueryFault`, `ConfigurationFaults` for either folder, `StoreError`.
    public func answer(
        _ question: Question, now: Timestamp, progress: (Double) -> Void
    ) throws -> Answer {
        let since = try DeskInput.time(question.since, isStart: true)
        let until = min(try question.until.map { try DeskInput.time($0) } ?? now, now)
        guard since < until else { throw BacktestFault.endsBeforeStart(since: since, until: until) }
        let isSame = Self.isSame(folder, current)
        let rules = try RuleBook.load(folder: URL(filePath: folder)).rules
        let others = isSame ? rules : try RuleBook.load(folder: URL(filePath: current)).rules
        let names = Set((rules + others).map(\.name))
        if let rule = question.rule, !names.contains(rule) {
            let known = names.sorted().prefix(Self.shownRuleLimit)
            throw BacktestFault.unknownRule(rule, known: Array(known))
        }
        let asked = rules.filter { question.rule == nil || $0.name == question.rule }
        let askedOthers = others.filter { question.rule == nil || $0.name == question.rule }
        var finding = try replay(
            asked, isSame ? nil : askedOthers, since: since, until: until, progress: progress)
        finding.warnings += Self.unkept(asked, others)
        return answer(finding, rule: question.rule)
    }

    /// Runs the rules over the past, and beside them the others or, where they are nil, what happened.
    private func replay(
        _ rules: [Rule], _ others: [Rule]?, since: Timestamp, until: Timestamp, progress: (Double) -> Void
    ) throws -> Finding {
        var tried = RuleSide(rules, since: since, until: until)
        var before = RuleSide(others ?? [], since: since, until: until)
        var spanCount = 0
        let runCount = try store.history(until: until) { reader in
            guard reader.runCount <= Self.runLimit else { return reader.runCount }
            var figures = FigureReplay(reader.series, rules: rules + (others ?? []))
            var doneCount = 0
            while let run = try reader.next() {
                let samples = figures.samples(of: run)
                tried.run(samples, at: run.time)
                if others != nil { before.run(samples, at: run.time) }
                doneCount += 1
                if run.time >= since { spanCount += 1 }
                progress(Double(doneCount) / Double(reader.runCount))
            }
            return doneCount
        }
        guard runCount <= Self.runLimit else { throw BacktestFault.tooManyRuns(runCount) }
        guard spanCount > 0 else { throw BacktestFault.noRuns(since: since, until: until) }
        return Finding(
            since: since, until: until, runCount: spanCount, tried: tried.finished(),
            before: try others == nil ? happened(since: since, until: until) : before.finished(),
            isCompared: others == nil, warnings: tried.warnings(folder) + before.warnings(current))
    }

    /// What the alerts that were kept came to.
    private func happened(since: Timestamp, until: Timestamp) throws -> RuleTally {
        var tally = RuleTally(since: since, until: until)
        try store.eachLifeChange { change in
            if change.state.isActive {
                tally.begin(change.fingerprint, rule: change.rule, labels: change.labels, at: change.time)
            } else if change.state == .resolved {
                tally.end(change.fingerprint, at: change.time)
            }
        }
        tally.finish()
        return tally
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        URL(filePath: left).standardizedFileURL.resolvingSymlinksInPath().path
            == URL(filePath: right).standardizedFileURL.resolvingSymlinksInPath().path
    }

    /// A warning for each rule that asks for figures which were not kept.
    private static func unkept(_ rules: [Rule], _ others: [Rule]) -> [String] {
        let kept = Monitor.leastLoss(others)
        let queries = Dictionary(others.map { ($0.name, $0.query?.text) }) { first, _ in first }
        return rules.compactMap { rule in
            if Monitor.leastLoss([rule]) < kept {
                return
                    "\(rule.name): losses below \(kept) are not kept under the current rules, so it finds too"
                    + " little here"
            }
            if let query = rule.query, queries[rule.name] != query.text {
                return
                    "\(rule.name): no query is asked of the past, so it has the figures, if any, of the query"
                    + " that bore this name then"
            }
            return nil
        }
    }
}

/// One set of rules on its way through the past.
private struct RuleSide {
    private var replay: RuleReplay
    private var tally: RuleTally
    private var failedCount = 0
    private var firstFault: String?

    init(_ rules: [Rule], since: Timestamp, until: Timestamp) {
        replay = RuleReplay(rules)
        tally = RuleTally(rules: rules.map(\.name), since: since, until: until)
    }

    mutating func run(_ samples: [Sample], at time: Timestamp) {
        let evaluation = replay.run(samples, at: time)
        for notification in evaluation.notifications {
            let alert = notification.alert
            switch notification.kind {
            case .firing: tally.begin(alert.fingerprint, rule: alert.rule, labels: alert.labels, at: time)
            case .resolved: tally.end(alert.fingerprint, at: time)
            }
        }
        failedCount += evaluation.failed.count
        firstFault = firstFault ?? evaluation.failed.min { $0.key < $1.key }?.value
    }

    func finished() -> RuleTally {
        var tally = tally
        tally.finish()
        return tally
    }

    func warnings(_ folder: String) -> [String] {
        let times = English.counted(failedCount, one: "time", many: "times")
        return firstFault.map { ["\(folder): a rule failed \(times), first so: \($0)"] } ?? []
    }
}
