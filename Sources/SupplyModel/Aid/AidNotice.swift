/// What a channel is told of a request: a step of its life, with everything that is asked.
///
/// Its JSON is made once, when the step is kept: retries send the same bytes. Chats and mails tell its summary.
public struct AidNotice: Sendable {
    /// What firms and places are called.
    public struct Names: Sendable {
        public var firm: @Sendable (FirmID) -> String?
        public var region: @Sendable (RegionCode, Language) -> String?

        public init(
            firm: @escaping @Sendable (FirmID) -> String?,
            region: @escaping @Sendable (RegionCode, Language) -> String?
        ) {
            self.firm = firm
            self.region = region
        }
    }

    /// Suppliers that a message lists, so that it stays below the 20 kB that most receivers take; the letter has all of them.
    public static let supplierLimit = 80

    private let request: AidRequest
    private let names: Names

    public init(_ request: AidRequest, names: Names) {
        self.request = request
        self.names = names
    }

    /// Stands for an alert's fingerprint: messages about one request keep their order.
    public var subject: String { Self.subject(of: request.id) }

    /// The same for the request with an id.
    public static func subject(of id: String) -> String { "aid:\(id)" }

    /// The message's id for a channel: one for each step.
    public func messageID(for channel: String) -> String { "aid_\(request.id)_\(request.version)_\(channel)" }

    /// Such as `aid.registered`.
    public var type: String {
        request.newest.action == .escalate ? "aid.overdue" : "aid.\(request.state.rawValue)"
    }

    /// UTF-8, keys sorted.
    public func json() throws -> [UInt8] {
        try messageBody(type, at: request.newest.time, data)
    }

    /// What happened, in a sentence.
    public var summary: BilingualText {
        let content = request.content
        func place(_ region: RegionCode, _ language: Language) -> String {
            names.region(region, language) ?? region.description
        }
        let firm = names.firm(content.firm) ?? content.firm.description
        let stop = content.lineStopsOn
        let (deadline, count) = (request.deadline.description, content.suppliers.count)
        let who = request.newest.by
        return BilingualText(
            zh: "互保请求 \(request.id)（\(AidWords.kind(content.kind, .zh))）：\(place(content.authority, .zh))请"
                + "\(place(content.counterpart, .zh))协助 \(firm)，涉及供应商 \(count) 家"
                + (stop.map { "，停线日 \($0)" } ?? "")
                + "；\(AidWords.event(type, .zh))（\(who)），办理期限 \(deadline)。",
            en:
                "Request \(request.id) (\(AidWords.kind(content.kind, .en))): \(place(content.authority, .en)) asks"
                + " \(place(content.counterpart, .en)) to help \(firm) with"
                + " \(English.counted(count, one: "supplier", many: "suppliers"))"
                + (stop.map { ", whose line stops on \($0)" } ?? "")
                + "; \(AidWords.event(type, .en)) (\(who)), to be answered by \(deadline).")
    }

    private var data: Body {
        let content = request.content
        return Body(
            summary: summary, request: request.id, version: request.version, state: request.state,
            kind: content.kind, authority: content.authority, counterpart: content.counterpart,
            firm: NoticedParty(id: content.firm, name: names.firm(content.firm)),
            lineStopsOn: content.lineStopsOn,
            why: content.why, reason: content.reason, contact: content.contact, deadline: request.deadline,
            handler: request.handler, outcome: request.newest.outcome, by: request.newest.by,
            note: request.newest.note, evidence: Evidence(content.evidence),
            suppliers: content.suppliers.prefix(Self.supplierLimit).map { supplier in
                Supplier(
                    id: supplier.firm, name: names.firm(supplier.firm), region: supplier.region,
                    product: supplier.product, lineStopsOn: supplier.lineStopsOn)
            }, suppliersLeftOut: max(0, content.suppliers.count - Self.supplierLimit))
    }

    private struct Supplier: Encodable {
        var id: FirmID
        var name: String?
        var region: RegionCode
        var product: String
        var lineStopsOn: CalendarDay?

        private enum CodingKeys: String, CodingKey {
            case id, name, region, product, lineStopsOn = "line_stops_on"
        }
    }

    private struct Evidence: Encodable {
        var alert: String?
        var event: String?
        var figures: [String: Double]?

        /// nil where nothing was named.
        init?(_ evidence: AidEvidence) {
            guard evidence.alert != nil || evidence.event != nil || !evidence.figures.isEmpty else {
                return nil
            }
            alert = evidence.alert?.fingerprint
            event = evidence.event
            figures = evidence.figures.isEmpty ? nil : evidence.figures
        }
    }

    private struct Body: Encodable {
        var summary: BilingualText
        var request: String
        var version: Int
        var state: AidState
        var kind: AidKind
        var authority: RegionCode
        var counterpart: RegionCode
        var firm: NoticedParty
        var lineStopsOn: CalendarDay?
        var why: BilingualText?
        var reason: String
        var contact: String?
        var deadline: Timestamp
        var handler: String?
        var outcome: AidOutcome?
        var by: String
        var note: String
        var evidence: Evidence?
        var suppliers: [Supplier]
        var suppliersLeftOut: Int

        private enum CodingKeys: String, CodingKey {
            case summary, request, version, state, kind, authority, counterpart, firm
            case lineStopsOn = "line_stops_on"
            case why, reason, contact, deadline, handler, outcome, by, note, evidence, suppliers
            case suppliersLeftOut = "suppliers_left_out"
        }
    }
}

/// A firm as messages name it.
struct NoticedParty: Encodable {
    var id: FirmID
    var name: String?
}
