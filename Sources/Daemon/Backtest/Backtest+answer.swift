internal import Alerting
internal import SupplyModel

/// How a replay is shown: for each rule what it came to, beside what it is compared with.
extension Backtest {
    /// Alerts listed for one rule, those that fired longest first.
    static let alertLimit = 100

    func answer(_ finding: Finding, rule: String?) -> Answer {
        let names = Set(finding.tried.countByRule.keys).union(finding.before.countByRule.keys)
            .filter { rule == nil || $0 == rule }.sorted()
        var answer = Answer(columns: Self.columns, records: names.map { Self.record($0, finding) })
        answer.hiddenInTable = ["longest_days", "longest_days_before"]
        answer.footnotes = [footnote(finding)]
        answer.warnings = finding.warnings
        return answer
    }

    /// What was replayed, and what it is compared with.
    private func footnote(_ finding: Finding) -> String {
        switch language {
        case .zh:
            "\(finding.since) 至 \(finding.until)，\(finding.runCount) 次运行；“原”指"
                + (finding.isCompared ? "实际发生的情况" : " \(current) 的规则")
        case .en:
            "\(English.counted(finding.runCount, one: "run", many: "runs")) from \(finding.since) to \(finding.until); before: "
                + (finding.isCompared ? "what happened" : "the rules of \(current)")
        }
    }

    private static let columns = [
        "rule", "fired", "fired_before", "firing_days", "firing_days_before", "longest_days",
        "longest_days_before", "messages", "messages_before", "standing", "standing_before",
    ]

    private static func record(_ rule: String, _ finding: Finding) -> [Answer.Field] {
        let tried = finding.tried.countByRule[rule]
        // Of what happened, a rule that kept no alert never fired.
        let before = finding.before.countByRule[rule] ?? (finding.isCompared ? RuleTally.Count() : nil)
        return [Answer.Field("rule", .text(rule))] + fields(tried, before)
            + [Answer.Field("alerts", .list(alerts(of: rule, finding)))]
    }

    private static func alerts(of rule: String, _ finding: Finding) -> [Answer.Value] {
        let tried = finding.tried.countByAlert[rule] ?? [:]
        let before = finding.before.countByAlert[rule] ?? [:]
        func seconds(_ fingerprint: String) -> Double {
            (tried[fingerprint]?.firingSeconds ?? 0) + (before[fingerprint]?.firingSeconds ?? 0)
        }
        let longest = Set(tried.keys).union(before.keys).sorted {
            (seconds($1), $0) < (seconds($0), $1)
        }
        return longest.prefix(alertLimit).map { fingerprint in
            let labels =
                finding.tried.labelsByFingerprint[fingerprint]
                ?? finding.before.labelsByFingerprint[fingerprint] ?? [:]
            return .record(
                [
                    Answer.Field("fingerprint", .text(fingerprint)),
                    Answer.Field(
                        "labels", .record(labels.pairs.map { Answer.Field($0.name, .text($0.value)) })),
                ] + fields(tried[fingerprint] ?? .init(), before[fingerprint] ?? .init()))
        }
    }

    private static func fields(_ tried: RuleTally.Count?, _ before: RuleTally.Count?) -> [Answer.Field] {
        func pair(_ name: String, _ value: (RuleTally.Count) -> Double) -> [Answer.Field] {
            Answer.Field.number(name, tried.map(value))
                + Answer.Field.number(name + "_before", before.map(value))
        }
        return pair("fired") { Double($0.fired) } + pair("firing_days") { days($0.firingSeconds) }
            + pair("longest_days") { days($0.longestSeconds) } + pair("messages") { Double($0.messages) }
            + pair("standing") { Double($0.standing) }
    }

    /// Seconds as days, to a hundredth of an hour or so.
    private static func days(_ seconds: Double) -> Double { (seconds / 86_400 * 10_000).rounded() / 10_000 }
}
