public import SupplyModel

/// The sentence of an alert in both languages, with places for what is known only when it fires.
public struct SummaryTemplate: Equatable, Sendable {
    public var zh: TextTemplate
    public var en: TextTemplate

    /// The names that stand in braces in either sentence.
    public var placeholders: Set<String> { zh.placeholders.union(en.placeholders) }

    /// The sentences about one sample.
    func render(_ sample: Sample, threshold: Double, names: LabelNames) -> BilingualText {
        BilingualText(
            zh: zh.render(sample, threshold: threshold, names: names, language: .zh),
            en: en.render(sample, threshold: threshold, names: names, language: .en))
    }
}

/// A text with `{{placeholders}}`.
///
/// It is split once, when it is read; what a placeholder becomes is never looked at again, so nothing that a register
/// holds can bring in a placeholder of its own.
public struct TextTemplate: Equatable, Sendable {
    /// What may stand in the braces besides the labels of the metric.
    public static let figures = ["value", "threshold", "unknown", "industry"]
    /// Unicode scalars of a template.
    public static let templateLimit = 1_000
    /// Unicode scalars of what one placeholder becomes.
    public static let valueLimit = 120

    enum Part: Equatable, Sendable {
        case text(String)
        case placeholder(String)
    }

    let parts: [Part]

    /// Splits a text.
    ///
    /// - Throws: for a placeholder that is neither one of `figures` nor a label of the metric.
    public init(_ text: String, metric: Metric) throws(TemplateFault) {
        guard text.unicodeScalars.count <= Self.templateLimit else { throw .tooLong }
        let known = Set(Self.figures).union(metric.labelNames)
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else { throw .notClosed }
            let name = rest[open.upperBound..<close.lowerBound].trimmed
            guard known.contains(name) else { throw .unknown(name, known: known.sorted()) }
            if open.lowerBound > rest.startIndex { parts.append(.text(String(rest[..<open.lowerBound]))) }
            parts.append(.placeholder(name))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }

    var placeholders: Set<String> {
        Set(parts.compactMap { if case .placeholder(let name) = $0 { name } else { nil } })
    }

    func render(_ sample: Sample, threshold: Double, names: LabelNames, language: Language) -> String {
        var result = ""
        for part in parts {
            switch part {
            case .text(let text):
                result += text
            case .placeholder(let name):
                result += Self.cleaned(
                    Self.value(of: name, sample, threshold: threshold, names: names, language: language))
            }
        }
        return result
    }

    private static func value(
        of name: String, _ sample: Sample, threshold: Double, names: LabelNames, language: Language
    ) -> String {
        switch name {
        case "value": return FigureText.text(sample.value, of: sample.metric, language)
        case "threshold": return FigureText.text(threshold, of: sample.metric, language)
        case "unknown": return FigureText.percent(sample.unknown)
        default: break
        }
        let label =
            name == "industry" ? sample.industry?.rawValue ?? sample.labels[name] : sample.labels[name]
        guard let label else { return "—" }
        if name == "industry", let industry = Industry(rawValue: label) { return industry.title(language) }
        return names.name(name, label, language) ?? label
    }

    /// Without characters that steer a screen or turn the direction of writing, and cut to `valueLimit`.
    private static func cleaned(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (32...126).contains($0) }
        if isPlain, text.utf8.count <= valueLimit { return text }
        var scalars = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: continue
            default: break
            }
            guard count < valueLimit else { return String(scalars) + "…" }
            scalars.append(scalar)
            count += 1
        }
        return String(scalars)
    }
}

/// Why a text is no template.
public enum TemplateFault: Error, Equatable, Sendable {
    case tooLong
    case notClosed
    case unknown(String, known: [String])
}

extension Substring {
    /// Without spaces and line ends at its ends.
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
