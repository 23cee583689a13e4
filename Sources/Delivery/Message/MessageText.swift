internal import SupplyModel

/// What people are told, in plain words: a title, a sentence or a list, and facts.
///
/// Names in a register are anybody's words. Whatever a chat would read as a mention, a link or a format is put in the
/// full-width form of the same character, and control and formatting characters are spaces. A channel's own template
/// takes the place of title and sentence; where it fails, the plain words are told, with the reason among the facts.
struct MessageText {
    var title: String
    var sentence: String
    /// One line an alert where there are several, worst first.
    var lines: [String] = []
    /// Alerts that are in no line.
    var omitted = 0
    var facts: [(name: String, value: String)] = []
    /// Whether something is wrong now.
    var isFiring = false
    var severity = Severity.info.rawValue
    let words: MessageWords

    /// UTF-16 units of the labels that the alerts of a group have in common.
    static let commonLimit = 300

    /// Whether several alerts are told.
    var isList: Bool { !lines.isEmpty || omitted > 0 }

    /// The text of a message; for a body that is no message of ours, one that says so.
    init(_ body: [UInt8], id: String, language: Language, texts: ChannelTexts? = nil) {
        words = MessageWords(language: language)
        guard let message = AlertMessage(body) else {
            title = "Tierwatch"
            sentence = SafeText.of(MessageWords.unreadable(id: id, byteCount: body.count))
            return
        }
        severity = message.severity
        isFiring = message.state == "firing" || message.isOverdue
        title = ""
        sentence = ""
        switch message.content {
        case .alert(let alert): tell(alert, state: message.state, texts)
        case .alerts(let group): tell(group, isDigest: message.type == "alert.digest", texts)
        case .notice(let summary):
            title = "[\(words.title("notice"))] \(SafeText.of(message.type))"
            sentence = SafeText.of(summary.text(in: language))
        }
    }

    private mutating func tell(_ alert: AlertFacts, state: String, _ texts: ChannelTexts?) {
        title = head(alert, state: state)
        sentence = SafeText.of(alert.summary.text(in: words.language))
        if let start = alert.startsAt { facts.append((words.starts, SafeText.of(start))) }
        if let end = alert.endsAt { facts.append((words.ends, SafeText.of(end))) }
        if alert.escalated == true { facts.append((words.escalated, words.unacknowledged)) }
        if alert.mutualAid == true { facts.append((words.aid, words.asked)) }
        facts.append((words.fingerprint, SafeText.of(alert.fingerprint)))
        guard let texts else { return }
        let values = TemplateValues(alert: alert, state: state, words: words)
        do throws(RenderFault) {
            let ownTitle = try texts.title.map(values.render)
            let ownText = try texts.text.map(values.render)
            if let ownTitle { title = ownTitle.replacing("\n", with: " ") }
            if let ownText {
                sentence = ownText
                facts = []
            }
        } catch {
            facts.append((words.template, error.sentence(words.language)))
        }
    }

    private mutating func tell(_ group: GroupFacts, isDigest: Bool, _ texts: ChannelTexts?) {
        let mark = words.title(isFiring ? severity : "resolved")
        let counts = words.counts(
            route: SafeText.of(group.route), firing: group.firing, resolved: group.resolved,
            isDigest: isDigest)
        title = "[\(mark)] \(counts)"
        var fault: RenderFault?
        lines = group.worstFirst.map { alert in
            let state = alert.state ?? group.status
            let plain = "\(head(alert, state: state)): \(SafeText.of(alert.summary.text(in: words.language)))"
            guard let template = texts?.text else { return plain }
            do throws(RenderFault) {
                let values = TemplateValues(alert: alert, state: state, words: words)
                return try values.render(template).replacing("\n", with: " ")
            } catch {
                fault = error
                return plain
            }
        }
        omitted = max(0, group.omitted)
        let common = group.labels.sorted { $0.key < $1.key }.map { SafeText.of("\($0.key)=\($0.value)") }
        if !common.isEmpty {
            facts.append((words.common, Cut.units(common.joined(separator: ", "), Self.commonLimit)))
        }
        facts.append((words.group, SafeText.of(group.group)))
        if let fault { facts.append((words.template, fault.sentence(words.language))) }
    }

    /// `[CRITICAL] rule` while it fires, else `[RESOLVED] rule`.
    private func head(_ alert: AlertFacts, state: String) -> String {
        let mark = words.title(state == "firing" ? alert.severity : state)
        return "[\(SafeText.of(mark))] \(SafeText.of(alert.rule ?? "Tierwatch"))"
    }

    /// The sentence and the list within a limit; of a list whole lines, and then how many more there are.
    func body(within limit: Int, _ unit: Cut.Unit) -> String {
        guard isList else { return unit.cut(sentence, limit) }
        var kept: [String] = []
        var room = limit
        for (index, line) in lines.enumerated() {
            let item = "- \(line)\n"
            let left = lines.count - index - 1 + omitted
            let reserve = left > 0 ? unit.count(words.more(left + 1)) : 0
            guard unit.count(item) + reserve <= room else { break }
            kept.append(item)
            room -= unit.count(item)
        }
        let left = lines.count - kept.count + omitted
        if kept.isEmpty, let first = lines.first {
            let rest = left > 1 ? "\n" + words.more(left - 1) : ""
            return unit.cut("- \(first)", max(0, limit - unit.count(rest))) + rest
        }
        return left > 0 ? kept.joined() + words.more(left) : String(kept.joined().dropLast())
    }
}
