internal import StrictYAML
internal import SupplyModel

/// Reads one rule after another, and remembers their names so that each stands once over all files.
struct RuleReader {
    static let keys = [
        "name", "metric", "query", "match", "op", "value", "clear", "for", "keep_firing_for", "severity",
        "mutual_aid",
        "summary", "reopen_within", "damping",
    ]

    private var placeByName: [String: String] = [:]

    /// Reads a rule; nil, with every fault of it added, where it has any.
    mutating func read(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Rule? {
        let before = faults.count
        guard let fields = value.mapping(keys: Self.keys, &faults) else { return nil }
        let name = readName(fields, &faults)
        let query = fields["query"].flatMap { RuleQuery($0, &faults) }
        let metric = readMetric(fields, &faults)
        let op = readOperator(fields, &faults)
        let threshold = fields.required("value", &faults)?.number(&faults)
        let clear = readClear(fields, op: op, threshold: threshold, &faults)
        let pendingFor = readHold(fields["for"], &faults)
        let keepFiringFor = readHold(fields["keep_firing_for"], &faults)
        if case .runsOf = keepFiringFor, let value = fields["keep_firing_for"] {
            faults.append(value.fault("here runs are counted in a row; write such as \"3 runs\""))
        }
        let reopenWithin = fields["reopen_within"].flatMap { TimeReader.seconds($0, &faults) } ?? 0
        let damping = fields["damping"].flatMap { readDamping($0, &faults) }
        let severity = fields["severity"].map { $0.choice(of: Severity.self, &faults) } ?? .warning
        let aid = AidReader.read(fields["mutual_aid"], &faults)
        var match = MatchReader.read(fields["match"], metric: metric, &faults)
        let summary = readSummary(fields, metric: metric, &faults)
        guard faults.count == before, let name, let metric, let op, let threshold, let severity,
            aid.isGood, let summary
        else { return nil }
        if query != nil { match = [LabelMatcher(label: Metric.queryLabel, pattern: .exactly(name))] }
        return Rule(
            name: name, metric: metric, query: query, match: match, op: op, value: threshold,
            clear: clear ?? threshold,
            pendingFor: pendingFor, keepFiringFor: keepFiringFor, reopenWithinSeconds: reopenWithin,
            damping: damping, severity: severity,
            aid: aid.ask, summary: summary)
    }

    private func readMetric(_ fields: YAMLMapping, _ faults: inout [ConfigurationFault]) -> Metric? {
        guard let query = fields["query"] else {
            let value = fields.required("metric", &faults)
            let metric = value?.choice(of: Metric.self, &faults)
            if let value, metric == .query {
                faults.append(
                    value.fault("it has its figures from a query; write 'query:' in place of 'metric:'"))
            }
            return metric
        }
        if fields["metric"] != nil {
            faults.append(query.fault("a rule has either a metric or a query; remove one of them"))
        }
        if let match = fields["match"] {
            faults.append(match.fault("a query chooses its rows itself; write it into WHERE"))
        }
        return .query
    }

    private mutating func readName(_ fields: YAMLMapping, _ faults: inout [ConfigurationFault]) -> String? {
        guard let value = fields.required("name", &faults), let name = ItemName.read(value, &faults) else {
            return nil
        }
        if let place = placeByName[name] {
            faults.append(
                value.fault("a rule of this name already stands at \(place); name one of them anew"))
            return nil
        }
        placeByName[name] = "\(value.file):\(value.place.line)"
        return name
    }

    private func readOperator(_ fields: YAMLMapping, _ faults: inout [ConfigurationFault]) -> Comparison? {
        guard let value = fields.required("op", &faults), let text = value.string(&faults) else { return nil }
        if let op = Comparison(rawValue: text) { return op }
        faults.append(
            value.fault(
                "'\(Excerpt.of(text))' is no comparison; write one of > >= < <= == != in quotes, such as \">\""
            ))
        return nil
    }

    private func readClear(
        _ fields: YAMLMapping, op: Comparison?, threshold: Double?, _ faults: inout [ConfigurationFault]
    ) -> Double? {
        guard let value = fields["clear"], let clear = value.number(&faults), let op, let threshold else {
            return nil
        }
        switch op {
        case .above, .atLeast:
            if clear > threshold {
                faults.append(value.fault("with \(op.rawValue) it is at most the value; lower it"))
            }
        case .below, .atMost:
            if clear < threshold {
                faults.append(value.fault("with \(op.rawValue) it is at least the value; raise it"))
            }
        case .equal, .unequal:
            faults.append(value.fault("it has no meaning with \(op.rawValue); remove it"))
        }
        return clear
    }

    private func readHold(_ value: YAMLValue?, _ faults: inout [ConfigurationFault]) -> Hold {
        guard let value, let text = value.string(&faults) else { return .none }
        if let hold = Hold(text) { return hold }
        faults.append(
            value.fault(
                "'\(Excerpt.of(text))' is no duration; write one such as 0s, 90s, 1h30m, 2d, \"3 runs\" or"
                    + " \"3 of 5 runs\""))
        return .none
    }

    private func readDamping(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Damping? {
        guard let fields = value.mapping(keys: ["half_life", "above", "below"], &faults) else { return nil }
        guard let halfLife = fields.required("half_life", &faults) else { return nil }
        let seconds = TimeReader.seconds(halfLife, &faults) ?? 0
        if seconds == 0 { faults.append(halfLife.fault("it is no time above 0; write one such as 6h")) }
        let above = fields.required("above", &faults)?.number(&faults)
        let below = fields.required("below", &faults)?.number(&faults)
        guard let above, let below, let wrong = fields["below"] else { return nil }
        guard below > 0, below < above, above <= Self.flapScoreLimit else {
            faults.append(
                wrong.fault(
                    "below must be above 0 and smaller than above, and above at most"
                        + " \(Int(Self.flapScoreLimit)); write such as above: 4 and below: 2"))
            return nil
        }
        return Damping(halfLifeSeconds: seconds, above: above, below: below)
    }

    /// The highest flap score that a rule may wait for.
    private static let flapScoreLimit = 100.0

    private func readSummary(
        _ fields: YAMLMapping, metric: Metric?, _ faults: inout [ConfigurationFault]
    ) -> SummaryTemplate? {
        guard let value = fields.required("summary", &faults),
            let texts = value.mapping(keys: ["zh", "en"], &faults)
        else { return nil }
        let zh = readTemplate(texts.required("zh", &faults), metric: metric, &faults)
        let en = readTemplate(texts.required("en", &faults), metric: metric, &faults)
        guard let zh, let en else { return nil }
        return SummaryTemplate(zh: zh, en: en)
    }

    private func readTemplate(
        _ value: YAMLValue?, metric: Metric?, _ faults: inout [ConfigurationFault]
    ) -> TextTemplate? {
        guard let value, let text = value.string(&faults), let metric else { return nil }
        guard text.contains(where: { !$0.isWhitespace }) else {
            faults.append(value.fault("the text is empty; say what is wrong and what to look at"))
            return nil
        }
        do throws(TemplateFault) {
            return try TextTemplate(text, metric: metric)
        } catch {
            faults.append(value.fault(error.sentence(for: metric)))
            return nil
        }
    }
}

extension TemplateFault {
    fileprivate func sentence(for metric: Metric) -> String {
        switch self {
        case .tooLong: "the text is longer than \(TextTemplate.templateLimit) characters; shorten it"
        case .notClosed: "a placeholder is not closed; write '}}' after its name"
        case .unknown(let name, let known):
            "'{{\(Excerpt.of(name))}}' is not known for \(metric.rawValue); "
                + Suggestion.advice(for: name, among: known)
        }
    }
}
