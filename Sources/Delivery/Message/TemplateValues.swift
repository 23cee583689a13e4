internal import SupplyModel

/// Why a channel's template could not be told.
enum RenderFault: Error, Equatable {
    /// The message lacks what a placeholder asks for.
    case missing(String)
    case empty

    func sentence(_ language: Language) -> String {
        switch (self, language) {
        case (.missing(let name), .zh): "消息中没有 \(name)"
        case (.missing(let name), .en): "the message has no \(name)"
        case (.empty, .zh): "结果为空"
        case (.empty, .en): "it gives an empty text"
        }
    }
}

/// What the placeholders of a channel's template become for one alert.
struct TemplateValues {
    /// What stands for a label that the alert does not have, and for an end that has not come.
    static let nothing = "—"

    let alert: AlertFacts
    let state: String
    let words: MessageWords

    /// The text, each placeholder made harmless.
    ///
    /// - Throws: where the message lacks something that every alert has, or nothing is left to tell.
    func render(_ template: MessageTemplate) throws(RenderFault) -> String {
        var text = ""
        for part in template.parts {
            switch part {
            case .text(let words): text += words
            case .placeholder(let name): text += SafeText.of(try value(of: name))
            }
        }
        guard text.contains(where: { !$0.isWhitespace }) else { throw .empty }
        return text
    }

    private func value(of name: String) throws(RenderFault) -> String {
        let value: String? =
            switch name {
            case "severity": words.title(alert.severity)
            case "state": words.title(state)
            case "rule": alert.rule
            case "metric": alert.metric
            case "summary": alert.summary.text(in: words.language)
            case "value": alert.value.map(Self.figure)
            case "threshold": alert.threshold.map(Self.figure)
            case "starts_at": alert.startsAt
            case "ends_at": alert.endsAt ?? Self.nothing
            case "fingerprint": alert.fingerprint
            case "industry": alert.industry ?? alert.labels?[name] ?? Self.nothing
            default: alert.labels?[name] ?? Self.nothing
            }
        guard let value else { throw .missing(name) }
        return value
    }

    /// As the message's JSON has it: 0.52, 3.
    private static func figure(_ number: Double) -> String {
        let text = "\(number)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
