public import SupplyModel

/// What came of one trial: nothing to say where it passed.
public struct TrialOutcome: Equatable, Sendable {
    public var name: String
    public var file: String
    public var line: Int
    public var differences: [TrialDifference]

    public var hasPassed: Bool { differences.isEmpty }
}

/// One thing that was expected and did not come, or came and was not expected, or came otherwise.
public struct TrialDifference: Equatable, Sendable {
    /// Where the file says it; where nothing is expected, where its run begins.
    public var line: Int
    /// The number of the run, from 1, and its time.
    public var run: Int
    public var time: String
    /// `alerts`, `messages`, or `failed` where a rule could not be evaluated, or could.
    public var part: String
    public var expected: String?
    public var came: String?
}

extension Trial {
    /// Runs the rules over the figures and compares.
    public func outcome(of rules: [Rule], gazetteer: Gazetteer) -> TrialOutcome {
        let firmNames = firmNames
        let names = LabelNames(gazetteer) { id, language in
            firmNames[id].map { language == .zh ? $0.zh : $0.en }
        }
        var replay = RuleReplay(rules, names: names)
        var outcome = TrialOutcome(name: name, file: file, line: line, differences: [])
        for (index, run) in runs.enumerated() {
            func differ(_ part: String, _ expected: TrialClaim?, came: TrialClaim?) {
                outcome.differences.append(
                    TrialDifference(
                        line: expected?.line ?? run.line, run: index + 1, time: run.time.description,
                        part: part, expected: expected?.text, came: came?.text))
            }
            let evaluation = replay.run(run.samples, at: run.time)
            let ended = evaluation.changed.filter { $0.state == .resolved }
            let failed = evaluation.failed.sorted { $0.key < $1.key }.map { name, reason in
                TrialClaim(subject: name, facts: [.init(name: "because", value: reason)])
            }
            for (part, expected, found) in [
                ("failed", run.failed, failed),
                ("alerts", run.alerts, (replay.open + ended).map { TrialClaim($0) }),
                ("messages", run.messages, evaluation.notifications.map { TrialClaim($0) }),
            ] {
                Self.compare(expected, found) { differ(part, $0, came: $1) }
            }
        }
        return outcome
    }

    /// Reports each expected claim that did not come so, with what came of its subject, then what was not expected.
    private static func compare(
        _ expected: [TrialClaim]?, _ found: [TrialClaim], report: (TrialClaim?, TrialClaim?) -> Void
    ) {
        guard let expected else { return }
        var foundBySubject = Dictionary(found.map { ($0.subject, $0) }) { first, _ in first }
        for claim in expected {
            let match = foundBySubject.removeValue(forKey: claim.subject)?.restricted(to: claim)
            if match?.facts != claim.facts { report(claim, match) }
        }
        for claim in found where foundBySubject[claim.subject] != nil { report(nil, claim) }
    }
}
