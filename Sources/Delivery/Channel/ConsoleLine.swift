public import SupplyModel

/// A message as one line of plain text: time, severity, what happened, summary, fingerprint.
///
/// It is read from the message's JSON, which the alert's change fixed. Control and formatting characters are
/// replaced by spaces, so that no name in a register can move the cursor or hide text on a terminal.
public enum ConsoleLine {
    /// Characters that are shown of any one part.
    static let partLimit = 500
    /// Alerts of a group whose sentences stand in its line.
    static let alertLimit = 3

    /// The line, without its end; for a body that is no message of ours, one that says so.
    public static func text(_ body: [UInt8], id: String, language: Language) -> String {
        let words = MessageWords(language: language)
        guard let message = AlertMessage(body) else {
            return plain(MessageWords.unreadable(id: id, byteCount: body.count))
        }
        let parts = [
            message.timestamp, message.severity.uppercased(), message.state,
            sentence(message, words), "[\(message.subject)]",
        ]
        return parts.map(plain).joined(separator: "  ")
    }

    private static func sentence(_ message: AlertMessage, _ words: MessageWords) -> String {
        switch message.content {
        case .alert(let alert): return alert.summary.text(in: words.language)
        case .notice(let summary): return summary.text(in: words.language)
        case .alerts(let group):
            let counts = words.counts(
                route: group.route, firing: group.firing, resolved: group.resolved,
                isDigest: message.type == "alert.digest")
            let shown = group.worstFirst.prefix(alertLimit).map { $0.summary.text(in: words.language) }
            let left = group.alerts.count - shown.count + max(0, group.omitted)
            let more = left > 0 ? [words.more(left)] : []
            return ([counts] + shown + more).joined(separator: "; ")
        }
    }

    /// Control and formatting characters are spaces; at most `partLimit` of them.
    static func plain(_ text: String) -> String { visible(String(text.unicodeScalars.prefix(partLimit))) }

    /// Control and formatting characters are spaces.
    static func visible(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: " "
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
