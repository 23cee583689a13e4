internal import SupplyModel

/// What a chat is told, in plain words: a title, a sentence, and facts.
///
/// Names in a register are anybody's words. Whatever a chat would read as a mention, a link or a format is put in the
/// full-width form of the same character, and control and formatting characters are spaces.
struct ChatText {
    /// Characters that are shown of any one part.
    static let partLimit = 500

    var title: String
    var sentence: String
    var facts: [(name: String, value: String)]
    /// Whether something is wrong now.
    var isFiring: Bool
    var severity: String

    /// The text of a message; for a body that is no notification, one that says so.
    init(_ body: [UInt8], id: String, language: Language) {
        guard let message = AlertMessage(body) else {
            title = "Tierwatch"
            sentence = Self.safe("message \(id) of \(body.count) bytes is no notification")
            facts = []
            isFiring = false
            severity = "info"
            return
        }
        let words = language == .zh ? Self.chinese : Self.english
        severity = message.data.severity
        isFiring = message.state == "firing"
        let head = isFiring ? words[severity] ?? severity.uppercased() : words[message.state] ?? message.state
        title = "[\(head)] \(Self.safe(message.data.rule ?? "Tierwatch"))"
        sentence = Self.safe(message.summary(in: language))
        facts = []
        if let start = message.data.startsAt { facts.append((words["starts"] ?? "", Self.safe(start))) }
        if let end = message.data.endsAt { facts.append((words["ends"] ?? "", Self.safe(end))) }
        if message.data.mutualAid == true {
            facts.append((words["aid"] ?? "", words["asked"] ?? ""))
        }
        facts.append((words["fingerprint"] ?? "", Self.safe(message.data.fingerprint)))
    }

    /// The same characters where no chat reads a meaning into them, at most `partLimit`.
    static func safe(_ text: String) -> String {
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

    private static let chinese = [
        "critical": "严重", "warning": "警告", "info": "提示", "resolved": "已恢复", "test": "测试", "starts": "开始",
        "ends": "结束", "aid": "互保机制", "asked": "请求协助", "fingerprint": "指纹",
    ]
    private static let english = [
        "critical": "CRITICAL", "warning": "WARNING", "info": "INFO", "resolved": "RESOLVED", "test": "TEST",
        "starts": "since", "ends": "until", "aid": "mutual protection", "asked": "help is asked for",
        "fingerprint": "fingerprint",
    ]
}

/// Cuts texts by the unit that a channel counts, between characters.
enum Cut {
    /// At most so many bytes of UTF-8.
    static func bytes(_ text: String, _ limit: Int) -> String { cut(text, limit) { $0.utf8.count } }

    /// At most so many UTF-16 units, which is what most services call characters.
    static func units(_ text: String, _ limit: Int) -> String { cut(text, limit) { $0.utf16.count } }

    private static func cut(_ text: String, _ limit: Int, _ count: (String) -> Int) -> String {
        guard count(text) > limit else { return text }
        let mark = "…"
        var room = limit - count(mark)
        var kept = ""
        for character in text {
            room -= count(String(character))
            guard room >= 0 else { break }
            kept.append(character)
        }
        return kept + mark
    }
}
