internal import Foundation
internal import SupplyModel

/// A message as its JSON tells it, which the alert's change fixed: what every channel but the webhook is made of.
struct AlertMessage: Decodable {
    var type: String
    var timestamp: String
    var content: Content
    /// The request for help that a notice is about.
    var request: String?
    /// What an owner is asked about that request, as the message calls it.
    var question: String?

    /// What the message is about.
    enum Content {
        case alert(AlertFacts)
        /// Those that belong together, told at once.
        case alerts(GroupFacts)
        /// Something else, in a sentence.
        case notice(BilingualText)
    }

    private enum Key: String, CodingKey { case type, timestamp, data }
    private enum NoticeKey: String, CodingKey { case fingerprint, summary, request, question }

    static let groupTypes: Set<String> = ["alert.group", "alert.digest"]
    static let overdueType = "aid.overdue"
    static let questionType = "aid.consent_asked"
    /// After these nobody has to do anything about a request, or a question about one, any more.
    private static let requestEndTypes: Set<String> = ["aid.closed", "aid.dropped", "aid.consent_ended"]

    /// nil for a body that is no message of ours.
    init?(_ body: [UInt8]) {
        do {
            self = try JSONDecoder().decode(AlertMessage.self, from: Data(body))
        } catch {
            return nil
        }
    }

    init(from decoder: any Decoder) throws {
        let message = try decoder.container(keyedBy: Key.self)
        type = try message.decode(String.self, forKey: .type)
        timestamp = try message.decode(String.self, forKey: .timestamp)
        if Self.groupTypes.contains(type) {
            content = .alerts(try message.decode(GroupFacts.self, forKey: .data))
            return
        }
        let data = try message.nestedContainer(keyedBy: NoticeKey.self, forKey: .data)
        if data.contains(.fingerprint) {
            content = .alert(try message.decode(AlertFacts.self, forKey: .data))
        } else {
            content = .notice(try data.decode(BilingualText.self, forKey: .summary))
            request = try data.decodeIfPresent(String.self, forKey: .request)
            question = try data.decodeIfPresent(String.self, forKey: .question)
        }
    }

    /// `firing`, `resolved`, `acknowledged`, `test`; of several alerts, whether any still fires.
    var state: String {
        if case .alerts(let group) = content { return group.status }
        return type.split(separator: ".").last.map(String.init) ?? type
    }

    /// Whether it tells that a request is late.
    var isOverdue: Bool { request != nil && type == Self.overdueType }

    /// Whether it tells that a request, or what an owner was asked about it, is over.
    var isRequestOver: Bool { request != nil && Self.requestEndTypes.contains(type) }

    /// What later messages about the same thing bear too: an alert's fingerprint, a group's name, a request, a question about one, or else the
    /// type.
    var subject: String {
        switch content {
        case .alert(let alert): alert.fingerprint
        case .alerts(let group): group.group
        case .notice: request.map { "aid:\($0)" + (question.map { ":\($0)" } ?? "") } ?? type
        }
    }

    /// The weight of the worst that still goes on.
    var severity: String {
        switch content {
        case .alert(let alert): alert.severity
        case .alerts(let group): group.worstFirst.first?.severity ?? group.worstOmitted.rawValue
        case .notice: (isOverdue ? Severity.warning : .info).rawValue
        }
    }
}

/// One alert of a message.
struct AlertFacts: Decodable {
    var fingerprint: String
    var rule: String?
    var severity: String
    var metric: String?
    var labels: [String: String]?
    var value: Double?
    var threshold: Double?
    var startsAt: String?
    var endsAt: String?
    var industry: String?
    var mutualAid: Bool?
    /// Whether nobody acknowledged it in time.
    var escalated: Bool?
    var summary: BilingualText
    /// `firing` or `resolved`, where it is one of several; else the message's type says it.
    var state: String?

    enum CodingKeys: String, CodingKey {
        case fingerprint, rule, severity, metric, labels, value, threshold, startsAt = "starts_at"
        case endsAt = "ends_at", industry, mutualAid = "mutual_aid", summary, state, escalated
    }

    /// Higher is worse; what is over weighs least.
    var weight: Int {
        let rank = Severity(rawValue: severity).flatMap { Severity.allCases.firstIndex(of: $0) } ?? 0
        return state == "resolved" ? rank - Severity.allCases.count : rank
    }
}

/// Several alerts that are told in one message.
struct GroupFacts: Decodable {
    /// 16 hexadecimal digits.
    var group: String
    var route: String
    /// Those that all of them have.
    var labels: [String: String]
    /// `firing` while any of them does.
    var status: String
    var firing: Int
    var resolved: Int
    /// Alerts that are counted and not listed.
    var omitted: Int
    /// Those by their weight, where the message says it.
    var omittedBySeverity: [String: Int]?
    var alerts: [AlertFacts]

    enum CodingKeys: String, CodingKey {
        case group, route, labels, status, firing, resolved, omitted, alerts
        case omittedBySeverity = "omitted_by_severity"
    }

    /// The weight of the worst that is not listed.
    var worstOmitted: Severity {
        Severity.allCases.last { (omittedBySeverity?[$0.rawValue] ?? 0) > 0 } ?? .info
    }

    /// The alerts, those of equal weight in the order of the message.
    var worstFirst: [AlertFacts] {
        alerts.enumerated().sorted { left, right in
            (-left.element.weight, left.offset) < (-right.element.weight, right.offset)
        }.map(\.element)
    }
}

extension BilingualText {
    func text(in language: Language) -> String { language == .zh ? zh : en }
}
