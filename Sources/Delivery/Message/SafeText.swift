/// Anybody's words, made harmless for those who show them.
enum SafeText {
    /// Characters that are shown of any one part.
    static let partLimit = 500

    /// The same characters where no chat reads a meaning into them, at most `partLimit`.
    static func of(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(partLimit) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: scalars.append(" ")
            default: scalars.append(meaningful.contains(scalar) ? fullWidth(scalar) : scalar)
            }
        }
        let isCut = text.unicodeScalars.count > partLimit
        return (String(scalars) + (isCut ? "…" : "")).replacing("://", with: "：//")
    }

    /// Mentions, links, formats and markup of Markdown, Slack and HTML.
    private static let meaningful = Set("@<>[]*`#~|&!\\{}".unicodeScalars)

    private static func fullWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar
    }
}

/// Cuts texts by the unit that a channel counts, between characters.
enum Cut {
    /// What a limit counts.
    enum Unit {
        /// Bytes of UTF-8.
        case bytes
        /// UTF-16 units, which is what most services call characters.
        case units

        func count(_ text: String) -> Int { self == .bytes ? text.utf8.count : text.utf16.count }

        /// At most so many, the last of them a mark where something is missing.
        func cut(_ text: String, _ limit: Int) -> String {
            guard count(text) > limit else { return text }
            let mark = "…"
            var room = limit - count(mark)
            guard room >= 0 else { return "" }
            var kept = ""
            for character in text {
                room -= count(String(character))
                guard room >= 0 else { break }
                kept.append(character)
            }
            return kept + mark
        }
    }

    /// At most so many bytes of UTF-8.
    static func bytes(_ text: String, _ limit: Int) -> String { Unit.bytes.cut(text, limit) }

    /// At most so many UTF-16 units.
    static func units(_ text: String, _ limit: Int) -> String { Unit.units.cut(text, limit) }
}
