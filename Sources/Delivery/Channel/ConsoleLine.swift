public import SupplyModel

/// A notification as one line of plain text: time, severity, what happened, summary, fingerprint.
///
/// It is read from the message's JSON, which the alert's change fixed. Control and formatting characters are
/// replaced by spaces, so that no name in a register can move the cursor or hide text on a terminal.
public enum ConsoleLine {
    /// Characters that are shown of any one part.
    static let partLimit = 500

    /// The line, without its end; for a body that is no notification, one that says so.
    public static func text(_ body: [UInt8], id: String, language: Language) -> String {
        guard let message = AlertMessage(body) else {
            return plain("message \(id) of \(body.count) bytes is no notification")
        }
        let parts = [
            message.timestamp, message.data.severity.uppercased(), message.state,
            message.summary(in: language),
            "[\(message.data.fingerprint)]",
        ]
        return parts.map(plain).joined(separator: "  ")
    }

    /// Control and formatting characters are spaces; at most `partLimit` of them.
    static func plain(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(partLimit).map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: " "
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
