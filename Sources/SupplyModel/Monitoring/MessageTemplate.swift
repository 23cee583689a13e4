/// What a channel says in its own words; what is left out is said plainly.
public struct ChannelTexts: Equatable, Sendable {
    public var title: MessageTemplate?
    public var text: MessageTemplate?

    public init(title: MessageTemplate? = nil, text: MessageTemplate? = nil) {
        self.title = title
        self.text = text
    }
}

/// A text about one alert with `{{placeholders}}`, split once, when it is read.
///
/// What a placeholder becomes is never looked at again, so nothing that a register holds can bring in one of its own.
public struct MessageTemplate: Equatable, Sendable {
    /// Unicode scalars of a template.
    public static let lengthLimit = 2_000

    /// What may stand in the braces besides the labels of metrics.
    public static let facts = [
        "severity", "state", "rule", "metric", "summary", "value", "threshold", "starts_at", "ends_at",
        "fingerprint",
    ]
    /// The labels of every metric.
    public static let labels = Metric.allCases.reduce(into: Set<String>()) { $0.formUnion($1.labelNames) }

    /// A piece of a template.
    public enum Part: Equatable, Sendable {
        case text(String)
        case placeholder(String)
    }

    /// Why a text is no template.
    public enum Fault: Error, Equatable, Sendable {
        case empty
        case tooLong
        case notClosed
        case controlCharacter
        case unknown(String)
    }

    public let parts: [Part]

    /// Splits a text.
    ///
    /// - Throws: for a placeholder that is neither one of `facts` nor a label of any metric.
    public init(_ text: String) throws(Fault) {
        guard text.unicodeScalars.count <= Self.lengthLimit else { throw .tooLong }
        guard text.contains(where: { !$0.isWhitespace }) else { throw .empty }
        let isSteering = text.unicodeScalars.contains {
            $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
        }
        guard !isSteering else { throw .controlCharacter }
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else { throw .notClosed }
            let name = String(rest[open.upperBound..<close.lowerBound].filter { !$0.isWhitespace })
            guard Self.facts.contains(name) || Self.labels.contains(name) else { throw .unknown(name) }
            if open.lowerBound > rest.startIndex { parts.append(.text(String(rest[..<open.lowerBound]))) }
            parts.append(.placeholder(name))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }
}
