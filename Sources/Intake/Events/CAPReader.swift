internal import SupplyModel

/// Understands a CAP 1.2 message: which event it is about, what it says of it, and where.
///
/// A message that is not `Actual` is no event. Of an Update or Cancel the messages that it refers to are the same event. Of several
/// languages one is read, Chinese if it is there; every `info` in it counts, for each may be about another place.
///
/// Source: OASIS, Common Alerting Protocol Version 1.2, sections 3.2.1 to 3.2.4.
struct CAPReader {
    /// What a message comes to.
    enum Outcome {
        case report(EventReport)
        /// It is no event, for this reason.
        case leftOut(String)
    }

    private let assumptions: EventAssumptions
    private let now: Timestamp
    private var places: CAPPlaces
    private(set) var warnings: [CellFault] = []

    init(gazetteer: Gazetteer, assumptions: EventAssumptions, now: Timestamp) {
        self.assumptions = assumptions
        self.now = now
        places = CAPPlaces(gazetteer: gazetteer)
    }

    mutating func read(_ message: CAPMessage) throws(IntakeFault) -> Outcome {
        let status: CAPStatus = try word(.status, of: message.fields)
        let type: CAPType = try word(.msgType, of: message.fields)
        let id = try identity(of: message)
        let sent = try time(.sent, of: message.fields)
        guard let sent else { throw .event(.missing(CAPField.sent.rawValue)) }
        guard sent.seconds(since: now) <= EventLimits.aheadSeconds else {
            throw .event(.future("<sent>", text: sent.description))
        }
        guard status == .actual else {
            return .leftOut("its status is \(status.rawValue), not Actual; it was read and is no event")
        }
        guard type == .alert || type == .update || type == .cancel else {
            return .leftOut("it is of type \(type.rawValue), which tells of no event")
        }
        let infos = Self.chosen(message.infos)
        var report = EventReport(id: id, source: .cap, toldAt: sent, title: "", hits: [])
        report.references = try references(of: message, own: id)
        report.note = EventText.line(message.fields[.note])
        report.title = EventText.line(infos.first?.fields[.headline] ?? infos.first?.fields[.event]) ?? ""
        report.kind = EventText.line(infos.first?.fields[.event])
        report.severity = try infos.map { info throws(IntakeFault) in try severity(of: info) }.min {
            Self.rank($0) < Self.rank($1)
        }
        if type == .cancel {
            guard !report.references.isEmpty else { throw .event(.cancelsNothing) }
            report.ending = .cancelled
            return .report(report)
        }
        guard !infos.isEmpty else { throw .event(.noInfo) }
        return .report(try located(report, infos, sent: sent))
    }

    /// The report with what each region loses, or with its end where every info gives the all-clear.
    private mutating func located(
        _ draft: EventReport, _ infos: [CAPMessage.Info], sent: Timestamp
    ) throws(IntakeFault) -> EventReport {
        var report = draft
        let open = infos.filter { !Self.isOver($0) }
        guard !open.isEmpty else {
            report.ending = .cancelled
            return report
        }
        var hits: [EventHit] = []
        for info in open {
            let severity = try severity(of: info)
            let effect = assumptions.effect(of: severity)
            let isUnlikely = info.fields[.certainty]?.lowercased() == "unlikely"
            let onset = try time(.onset, of: info.fields)
            let effective = try time(.effective, of: info.fields)
            let start = onset ?? effective ?? sent
            let end = try time(.expires, of: info.fields) ?? start.adding(seconds: effect.days * 86_400)
            var regions: Set<RegionCode> = []
            for area in info.areas { regions.formUnion(try places.regions(of: area)) }
            hits += try EventText.hits(regions, from: start, to: end, loss: isUnlikely ? 0 : effect.loss)
        }
        warnings += places.takeWarnings()
        guard !hits.isEmpty else {
            throw .event(.nowhere(report.title.isEmpty ? report.id : report.title))
        }
        guard hits.count <= EventReport.hitLimit else {
            throw .event(.tooMany("regions and times", limit: EventReport.hitLimit))
        }
        let located = report.hitting(hits)
        if let start = located.startsAt, let end = located.endsAt {
            try EventText.checkLength(from: start, to: end)
        }
        return located
    }

    /// The infos of one language: Chinese, else that of the first.
    private static func chosen(_ infos: [CAPMessage.Info]) -> [CAPMessage.Info] {
        func language(_ info: CAPMessage.Info) -> String {
            info.fields[.language].map { $0.lowercased() } ?? "en-us"
        }
        let languages = infos.map(language)
        guard let one = languages.first(where: { $0.hasPrefix("zh") }) ?? languages.first else { return [] }
        return infos.filter { language($0) == one }
    }

    /// Whether an info says that nothing threatens any more.
    private static func isOver(_ info: CAPMessage.Info) -> Bool {
        info.fields[.urgency]?.lowercased() == "past"
            || info.responseTypes.contains { $0.lowercased() == "allclear" }
    }

    private static func rank(_ severity: EventSeverity) -> Int {
        EventSeverity.allCases.firstIndex(of: severity) ?? EventSeverity.allCases.count
    }

    /// The severity in the words of CAP, or in the colours of Chinese warnings.
    private func severity(of info: CAPMessage.Info) throws(IntakeFault) -> EventSeverity {
        guard let text = info.fields[.severity] else { return .unknown }
        let word = text.lowercased()
        if let severity = EventSeverity(rawValue: word) ?? Self.colours[word] { return severity }
        throw .event(.badValue(CAPField.severity.rawValue, text: EventText.shown(text)))
    }

    private static let colours: [String: EventSeverity] = [
        "red": .extreme, "orange": .severe, "yellow": .moderate, "blue": .minor,
    ]

    private func word<Word: RawRepresentable<String> & CaseIterable>(
        _ field: CAPField, of fields: [CAPField: String]
    ) throws(IntakeFault) -> Word {
        guard let text = fields[field], !text.isEmpty else { throw .event(.missing(field.rawValue)) }
        let word = Word.allCases.first { $0.rawValue.lowercased() == text.lowercased() }
        guard let word else { throw .event(.badValue(field.rawValue, text: EventText.shown(text))) }
        return word
    }

    /// `cap:sender/identifier`; neither may hold what parts references.
    private func identity(of message: CAPMessage) throws(IntakeFault) -> String {
        var parts: [String] = []
        for field in [CAPField.sender, .identifier] {
            guard let text = message.fields[field] else { throw .event(.missing(field.rawValue)) }
            guard Self.isName(text) else { throw .event(.badID(EventText.shown(text))) }
            parts.append(text)
        }
        let id = Self.id(sender: parts[0], identifier: parts[1])
        guard id.utf8.count <= EventReport.idLimitBytes else { throw .event(.badID(EventText.shown(id))) }
        return id
    }

    private static func id(sender: String, identifier: String) -> String { "cap:\(sender)/\(identifier)" }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && !text.unicodeScalars.contains { " ,<&".unicodeScalars.contains($0) || !EventText.isPlain($0) }
    }

    /// The earlier messages that are referred to, oldest first.
    private mutating func references(
        of message: CAPMessage, own: String
    ) throws(IntakeFault) -> [String] {
        var found: [(sent: Timestamp, id: String)] = []
        for text in (message.fields[.references] ?? "").split(separator: " ") {
            guard found.count < EventLimits.references else {
                throw .event(.tooMany("references", limit: EventLimits.references))
            }
            let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, Self.isName(parts[0]), Self.isName(parts[1]),
                let sent = TimeText.time(parts[2])
            else {
                warn("bad_reference", "a reference is not sender,identifier,sent and was left out", text)
                continue
            }
            let id = Self.id(sender: parts[0], identifier: parts[1])
            if id == own {
                warn("bad_reference", "the message refers to itself; that reference was left out", text)
            } else if id.utf8.count <= EventReport.idLimitBytes, !found.contains(where: { $0.id == id }) {
                found.append((sent, id))
            }
        }
        return found.sorted { ($0.sent, $0.id) < ($1.sent, $1.id) }.map(\.id)
    }

    private mutating func warn(_ code: String, _ sentence: String, _ text: Substring) {
        warnings.append(CellFault(code, "\(sentence) (\(EventText.shown(String(text))))"))
    }

    private func time(
        _ field: CAPField, of fields: [CAPField: String]
    ) throws(IntakeFault) -> Timestamp? {
        guard let text = fields[field], !text.isEmpty else { return nil }
        guard let time = TimeText.time(text), EventText.isNear(time) else {
            throw .event(.farTime("<\(field.rawValue)>", text: EventText.shown(text)))
        }
        return time
    }
}

/// The words of `status`.
private enum CAPStatus: String, CaseIterable {
    case actual = "Actual"
    case exercise = "Exercise"
    case system = "System"
    case test = "Test"
    case draft = "Draft"
}

/// The words of `msgType`.
private enum CAPType: String, CaseIterable {
    case alert = "Alert"
    case update = "Update"
    case cancel = "Cancel"
    case ack = "Ack"
    case error = "Error"
}

extension EventReport {
    /// The same report of other regions.
    fileprivate func hitting(_ hits: [EventHit]) -> EventReport {
        var report = EventReport(id: id, source: source, toldAt: toldAt, title: title, hits: hits)
        report.references = references
        report.kind = kind
        report.severity = severity
        report.note = note
        return report
    }
}
