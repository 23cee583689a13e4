internal import StrictYAML
internal import SupplyModel

/// Reads what stands in one run of a trial: figures, and expected alerts and messages.
struct TrialPartReader {
    static let sampleKeys = ["metric", "labels", "value", "unknown", "industry", "provinces"]
    static let alertKeys = ["rule", "labels", "state", "value"]
    static let messageKeys = ["kind", "rule", "labels", "summary"]
    /// What stands in place of a value that a run does not have.
    static let absent = "absent"

    /// Which list of expected things is read.
    enum Part { case alerts, messages }

    private let metrics: [String: Metric]

    init(_ rules: [Rule]) {
        metrics = Dictionary(rules.map { ($0.name, $0.metric) }) { first, _ in first }
    }

    /// The figures of a run; those that are absent are left out.
    func samples(_ value: YAMLValue?, _ faults: inout [ConfigurationFault]) -> [Sample] {
        guard let values = value?.sequence(&faults) else { return [] }
        return values.compactMap { sample($0, &faults) }
    }

    private func sample(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Sample? {
        guard let fields = value.mapping(keys: Self.sampleKeys, &faults) else { return nil }
        let metric = fields.required("metric", &faults)?.choice(of: Metric.self, &faults)
        let labels = labels(fields.required("labels", &faults), of: metric, &faults)
        let unknown = fields["unknown"].map { readShare($0, &faults) } ?? 0
        let industry = fields["industry"].map { $0.choice(of: Industry.self, &faults) }
        let provinces = regions(fields["provinces"], &faults)
        guard let figure = fields.required("value", &faults) else { return nil }
        var ignored: [ConfigurationFault] = []
        if figure.string(&ignored) == Self.absent { return nil }
        guard let number = figure.number(&faults), let metric, let labels, let unknown else { return nil }
        return Sample(
            metric: metric, labels: labels, value: number, unknown: unknown,
            industry: industry ?? labels["industry"].flatMap(Industry.init(rawValue:)), provinces: provinces)
    }

    private func readShare(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Double? {
        guard let number = value.number(&faults) else { return nil }
        if (0...1).contains(number) { return number }
        faults.append(value.fault("a share is from 0 to 1; write it as a fraction"))
        return nil
    }

    private func regions(_ value: YAMLValue?, _ faults: inout [ConfigurationFault]) -> [RegionCode] {
        guard let values = value?.sequence(&faults) else { return [] }
        return values.compactMap { value in
            guard let text = value.string(&faults) else { return nil }
            if let code = RegionCode(text) { return code }
            faults.append(
                value.fault("'\(Excerpt.of(text))' is no code of a region; write one such as 320000"))
            return nil
        }
    }

    private func labels(
        _ value: YAMLValue?, of metric: Metric?, _ faults: inout [ConfigurationFault]
    ) -> Labels? {
        guard let value, let fields = value.mapping(keys: metric?.labelNames.sorted(), &faults) else {
            return nil
        }
        var labels: Labels = [:]
        for (name, value) in fields.entries { labels[name] = value.string(&faults) }
        return labels
    }

    /// The expected alerts or messages of a run, each subject once.
    func claims(
        _ value: YAMLValue, of part: Part, _ faults: inout [ConfigurationFault]
    ) -> [TrialClaim] {
        var claims: [TrialClaim] = []
        var lines: [String: Int] = [:]
        for value in value.sequence(&faults) ?? [] {
            let claim = part == .alerts ? alert(value, &faults) : message(value, &faults)
            guard let claim else { continue }
            if let line = lines[claim.subject] {
                faults.append(value.fault("the same already stands in line \(line); remove one of them"))
            }
            lines[claim.subject] = claim.line
            claims.append(claim)
        }
        return claims
    }

    private func alert(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> TrialClaim? {
        guard let fields = value.mapping(keys: Self.alertKeys, &faults) else { return nil }
        let subject = subject(fields, &faults)
        let state = fields.required("state", &faults)?.choice(of: AlertState.self, &faults)
        var facts = state.map { [TrialClaim.Fact(name: "state", value: $0.rawValue)] } ?? []
        if let number = fields["value"]?.number(&faults) {
            facts.append(TrialClaim.Fact(name: "value", value: "\(number)"))
        }
        guard let subject else { return nil }
        return TrialClaim(subject: subject, facts: facts, line: value.place.line)
    }

    private func message(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> TrialClaim? {
        guard let fields = value.mapping(keys: Self.messageKeys, &faults) else { return nil }
        let subject = subject(fields, &faults)
        let kind = fields.required("kind", &faults).flatMap { readKind($0, &faults) }
        var facts: [TrialClaim.Fact] = []
        if let texts = fields["summary"]?.mapping(keys: ["zh", "en"], &faults) {
            for (language, value) in texts.entries.sorted(by: { $0.key > $1.key }) {
                guard let text = value.string(&faults) else { continue }
                facts.append(TrialClaim.Fact(name: language, value: "“\(text)”"))
            }
        }
        guard let subject, let kind else { return nil }
        return TrialClaim(
            subject: "\(kind.shortName) \(subject)", facts: facts, line: value.place.line)
    }

    private func readKind(
        _ value: YAMLValue, _ faults: inout [ConfigurationFault]
    ) -> Notification.Kind? {
        guard let text = value.string(&faults) else { return nil }
        if let kind = Notification.Kind.allCases.first(where: { $0.shortName == text }) { return kind }
        let words = Notification.Kind.allCases.map(\.shortName)
        faults.append(
            value.fault("'\(Excerpt.of(text))' is not known; \(Suggestion.advice(for: text, among: words))"))
        return nil
    }

    /// The names of rules that must fail.
    func rules(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> [TrialClaim] {
        (value.sequence(&faults) ?? []).compactMap { value in
            guard let (name, _) = rule(value, &faults) else { return nil }
            return TrialClaim(subject: name, facts: [], line: value.place.line)
        }
    }

    /// The rule and the labels that something is about.
    private func subject(_ fields: YAMLMapping, _ faults: inout [ConfigurationFault]) -> String? {
        let found = fields.required("rule", &faults).flatMap { rule($0, &faults) }
        let labels = labels(fields.required("labels", &faults), of: found?.metric, &faults)
        guard let found, let labels else { return nil }
        return TrialClaim.subject(rule: found.name, labels: labels)
    }

    private func rule(
        _ value: YAMLValue, _ faults: inout [ConfigurationFault]
    ) -> (name: String, metric: Metric)? {
        guard let name = value.string(&faults) else { return nil }
        if let metric = metrics[name] { return (name, metric) }
        let advice = Suggestion.advice(for: name, among: metrics.keys.sorted())
        faults.append(value.fault("there is no rule '\(Excerpt.of(name))'; \(advice)"))
        return nil
    }
}
