import Alerting
import StrictYAML
import SupplyModel
import Testing

/// A fault that a rule must give: one line of a good rule, replaced.
struct Mistake: CustomTestStringConvertible {
    /// The 1-based line of the rule's text that is replaced; an empty text removes it.
    var line: Int
    var text: String
    var faultLine: Int
    var key: String
    var words: String

    init(_ line: Int, _ text: String, at faultLine: Int? = nil, _ key: String, _ words: String) {
        self.line = line
        self.text = text
        self.faultLine = faultLine ?? line
        self.key = key.isEmpty ? "rules[0]" : "rules[0].\(key)"
        self.words = words
    }

    var testDescription: String { text.isEmpty ? "without \(key)" : text }
}

@Suite struct RuleFaultTests {
    static let good = [
        "rules:", "  - name: a", "    metric: regional_exposure", "    match: {kind: touch, level: city}",
        "    op: \">\"", "    value: 0.4", "    clear: 0.35", "    for: 0s", "    keep_firing_for: 3 runs",
        "    severity: warning", "    mutual_aid: true", "    summary:", "      zh: '{{firm}} {{region}}'",
        "      en: '{{ value }}'",
    ]

    static let mistakes = [
        Mistake(2, "  - title: a", "title", "no such key; known are name"),
        Mistake(2, "  - name: a b", "name", "'a b' is no name"),
        Mistake(2, "  - name: ''", "name", "is no name"),
        Mistake(3, "    metric: regional_exposre", "metric", "did you mean 'regional_exposure'?"),
        Mistake(3, "    metric: [hhi]", "metric", "a text is expected, here is a list"),
        Mistake(3, "", at: 2, "metric", "the key 'metric' is missing; add it"),
        Mistake(4, "    match: {kynd: touch}", "match.kynd", "did you mean 'kind'?"),
        Mistake(4, "    match: {product: a}", "match.product", "no such key; known are firm, industry"),
        Mistake(4, "    match: {kind: toch}", "match.kind", "did you mean 'touch'?"),
        Mistake(4, "    match: {kind: touch, kind: direct}", "match.kind", "already stands in line 4"),
        Mistake(4, "    match: {region: '/[/'}", "match.region", "is no regular expression"),
        Mistake(4, "    match: {region: '/32'}", "match.region", "not closed"),
        Mistake(4, "    match: {region: '//'}", "match.region", "empty"),
        Mistake(4, "    match: touch", "match", "a mapping is expected, here is 'touch'"),
        Mistake(5, "    op: gt", "op", "'gt' is no comparison"),
        Mistake(5, "    op:", "op", "a text is expected, here is nothing"),
        Mistake(5, "", at: 2, "op", "the key 'op' is missing; add it"),
        Mistake(6, "    value: 40%", "value", "'40%' is not a finite decimal number"),
        Mistake(6, "    value: .inf", "value", "'.inf' is not a finite decimal number"),
        Mistake(6, "    value: .nan", "value", "'.nan' is not a finite decimal number"),
        Mistake(6, "    value: 1e999", "value", "'1e999' is not a finite decimal number"),
        Mistake(6, "    value: '0.4'", "value", "the quoted text '0.4'"),
        Mistake(6, "", at: 2, "value", "the key 'value' is missing; add it"),
        Mistake(7, "    clear: 0.41", "clear", "at most the value"),
        Mistake(8, "    for: 5", "for", "'5' is no duration"),
        Mistake(8, "    for: 5 minutes", "for", "is no duration"),
        Mistake(9, "    keep_firing_for: 0 runs", "keep_firing_for", "is no duration"),
        Mistake(10, "    severity: warn", "severity", "'warn' is not known"),
        Mistake(11, "    mutual_aid: yes", "mutual_aid", "true or false is expected, here is 'yes'"),
        Mistake(11, "    mutual_aide: true", "mutual_aide", "did you mean 'mutual_aid'?"),
        Mistake(13, "", at: 13, "summary.zh", "the key 'zh' is missing; add it"),
        Mistake(
            13, "      zh: '{{produkt}}'", "summary.zh", "'{{produkt}}' is not known for regional_exposure"),
        Mistake(
            13, "      zh: '{{product}}'", "summary.zh", "'{{product}}' is not known for regional_exposure"),
        Mistake(13, "      zh: '{{firm'", "summary.zh", "a placeholder is not closed"),
        Mistake(14, "      en: ' '", "summary.en", "the text is empty"),
        Mistake(14, "      fr: a", "summary.fr", "no such key; known are zh, en"),
    ]

    @Test func `the good rule is good`() throws {
        let document = try YAMLDocument(Self.good.joined(separator: "\n"), file: "a.yaml")
        #expect(try RuleBook([document]).rules.count == 1)
    }

    @Test(arguments: mistakes)
    func `a mistake is named by line and key`(mistake: Mistake) throws {
        var lines = Self.good
        if mistake.text.isEmpty {
            lines.remove(at: mistake.line - 1)
        } else {
            lines[mistake.line - 1] = mistake.text
        }
        let document = try YAMLDocument(lines.joined(separator: "\n"), file: "a.yaml")
        let faults = try #require(throws: ConfigurationFaults.self) { try RuleBook([document]) }.all
        let fault = try #require(
            faults.first { $0.key == mistake.key && $0.reason.contains(mistake.words) }, "\(faults)")
        #expect(fault.line == mistake.faultLine)
        #expect(fault.file == "a.yaml")
    }

    @Test(arguments: [("<", "39"), ("<=", "39.9"), (">", "40.1"), (">=", "41"), ("==", "40"), ("!=", "40")])
    func `a clear on the wrong side is refused`(op: String, clear: String) {
        #expect(throws: ConfigurationFaults.self) { try rule("clear: \(clear)", op: op) }
    }

    @Test func `the defaults are the documented ones`() throws {
        let rule = try rule()
        #expect(rule.match.isEmpty)
        #expect(rule.clear == rule.value)
        #expect(rule.pendingFor == .seconds(0))
        #expect(rule.keepFiringFor == .seconds(0))
        #expect(rule.severity == .warning)
        #expect(!rule.isMutualAid)
    }

    @Test func `all faults of all files come at once`() throws {
        let first = try YAMLDocument(
            "rules:\n- {name: a, metric: hi, op: '>', value: x, summary: {zh: a, en: a}}", file: "a.yaml")
        let second = try YAMLDocument(
            "rules:\n\n- {name: a, metric: hhi, op: '>', value: 1, summary: {zh: a, en: a}}", file: "b.yaml")
        let faults = try #require(throws: ConfigurationFaults.self) { try RuleBook([second, first]) }.all
        #expect(
            faults.map { "\($0.file):\($0.line) \($0.key)" } == [
                "a.yaml:2 rules[0].name", "a.yaml:2 rules[0].metric", "a.yaml:2 rules[0].value",
            ])
        #expect(faults[0].reason == "a rule of this name already stands at b.yaml:3; name one of them anew")
    }

    @Test(arguments: ["", "rules", "rules: 1", "rule: []", "- a", "rules: []\nchannels: []"])
    func `a file that is no list of rules is refused`(text: String) throws {
        let document = try YAMLDocument(text, file: "a.yaml")
        #expect(throws: ConfigurationFaults.self) { try RuleBook([document]) }
    }
}
