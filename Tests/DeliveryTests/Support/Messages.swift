import Delivery
import Foundation
import SupplyModel

/// Bodies as the outbox holds them.
enum Bodies {
    static func alert(
        _ kind: SupplyModel.Notification.Kind = .firing, zh: String = "甲停产", en: String = "a stops",
        rule: String = "single", labels: Labels = ["firm": "local:b", "industry": "auto"]
    ) throws -> [UInt8] {
        var alert = made(zh: zh, en: en, rule: rule, labels: labels)
        if kind == .resolved { alert.endsAt = noon.adding(seconds: 3_600) }
        return try SupplyModel.Notification(kind: kind, time: noon, alert: alert).json()
    }

    /// The alert itself, firing.
    static func made(
        zh: String = "甲停产", en: String = "a stops", rule: String = "single",
        labels: Labels = ["firm": "local:b", "industry": "auto"]
    ) -> Alert {
        Alert(
            fingerprint: "00c0ffee00c0ffee", rule: rule, severity: .critical, metric: .singleSource,
            labels: labels, state: .firing, value: 0.52, threshold: 0.4, startsAt: noon,
            industry: .auto, provinces: [], isMutualAid: true, summary: BilingualText(zh: zh, en: en))
    }

    /// A firing alert's body under another type.
    static func alert(type: String) throws -> [UInt8] {
        let text = String(decoding: try alert(), as: UTF8.self)
        return Array(text.replacing("\"alert.firing\"", with: "\"\(type)\"").utf8)
    }

    /// Several alerts of one route: severities of those that fire, then as many that are over.
    static func group(
        firing: [Severity] = [.info, .critical], resolved: Int = 1, omitted: Int = 0,
        type: String = "alert.group", summary: String = "停产"
    ) -> [UInt8] {
        var alerts: [String] = []
        for (index, severity) in firing.enumerated() {
            alerts.append(member(index, severity, "firing", "null", "\(summary)\(index)"))
        }
        for index in firing.count..<firing.count + resolved {
            alerts.append(
                member(index, .critical, "resolved", "\"2026-01-02T12:04:05+08:00\"", "\(summary)\(index)"))
        }
        let text = """
            {"type":"\(type)","timestamp":"2026-01-02T11:04:05+08:00","data":{"group":"0123456789abcdef",\
            "route":"buyers","labels":{"region":"320500"},"status":"\(firing.isEmpty ? "resolved" : "firing")",\
            "firing":\(firing.count),"resolved":\(resolved),"omitted":\(omitted),\
            "alerts":[\(alerts.joined(separator: ","))]}}
            """
        return Array(text.utf8)
    }

    private static func member(
        _ index: Int, _ severity: Severity, _ state: String, _ end: String, _ summary: String
    ) -> String {
        """
        {"fingerprint":"\(String(format: "%016x", index))","rule":"rule-\(index)","severity":"\(severity.rawValue)",\
        "metric":"regional_exposure","labels":{"firm":"local:\(index)","region":"320500"},"value":0.52,\
        "threshold":0.4,"starts_at":"2026-01-02T11:04:05+08:00","ends_at":\(end),"industry":"auto",\
        "provinces":["320000"],"mutual_aid":false,"summary":{"zh":"\(summary)","en":"\(summary)"},\
        "state":"\(state)"}
        """
    }

    /// What is told of a request for help.
    static func aid(
        _ action: AidAction, _ state: AidState, number: Int = 1, suppliers: Int = 1
    ) throws -> [UInt8] {
        let content = AidContent(
            authority: RegionCode(raw: 310_000), counterpart: RegionCode(raw: 320_000),
            firm: FirmID(checked: "91310000132260250X"), kind: .resume,
            suppliers: (0..<suppliers).map { _ in
                AidSupplier(
                    firm: FirmID(checked: "91310000132260250X"), region: RegionCode(raw: 320_583),
                    product: "座椅骨架总成", lineStopsOn: CalendarDay("2026-01-05"))
            }, reason: String(repeating: "缺", count: AidRequest.lineLimit))
        let step = AidStep(
            number: 1, action: action, state: state, by: "王", time: noon,
            note: String(repeating: "因", count: AidRequest.lineLimit), deadline: noon.adding(seconds: 60))
        let request = AidRequest(id: "HB-2026-000\(number)", content: content, steps: [step])
        let names = AidNotice.Names(
            firm: { _ in "上海某某汽车零部件有限公司" }, region: { code, _ in "\(code)" })
        return try AidNotice(request, names: names).json()
    }

    /// What an owner is told of a question about a request, which may be over.
    static func consent(
        _ kind: ConsentNotice.Kind, of product: String, isOver: Bool = false
    ) throws -> [UInt8] {
        let content = AidContent(
            authority: RegionCode(raw: 310_000), counterpart: RegionCode(raw: 320_000),
            firm: FirmID(checked: "local:t:A"), kind: .resume, suppliers: [], reason: "缺")
        var step = AidStep(
            number: 1, action: .register, state: .registered, by: "王", time: noon,
            deadline: noon.adding(seconds: 60))
        var request = AidRequest(id: "HB-2026-0001", content: content, steps: [step])
        let subject = ConsentSubject(
            supplier: FirmID(checked: "local:x:F"), owner: FirmID(checked: "local:x"))
        let said = [ConsentAction.ask, .give].enumerated().map { index, action in
            ConsentStep(
                number: index + 1, subject: subject, action: action,
                product: action == .ask ? .init(wanted: product, owned: product) : nil, by: "钱", time: noon,
                requestVersion: 1)
        }
        let asked = AidConsent.consents(kind == .asked || isOver ? [said[0]] : said)
        if isOver {
            step.number = 2
            step.action = .drop
            step.state = .dropped
            request.steps.append(step)
        }
        return try ConsentNotice(kind, asked[0], of: request, name: "己厂", region: { _, _ in nil }).json()
    }

    static let heartbeat = Array(
        #"{"type":"tierwatch.heartbeat","timestamp":"2026-01-02T11:04:05+08:00","data":{"summary":{"zh":"一切正常","en":"all is well"},"alerts":3}}"#
            .utf8)
}

/// A message that was never tried before.
func message(
    _ body: [UInt8], id: String = "msg_1", channel: String = "out", attempts: Int = 0
) -> OutboxMessage {
    OutboxMessage(
        id: id, channel: channel, fingerprint: "00c0ffee00c0ffee", body: body, attempts: attempts, epoch: 1)
}

func wallClock() -> Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }

/// What comes of one attempt at a channel, through a client of its own.
func report(
    _ message: OutboxMessage, to channel: Channel, environment: [String: String] = [:],
    totalSeconds: Double = 20, trusting certificates: String? = nil
) async throws -> DeliveryAttempt {
    try await withClient(totalSeconds: totalSeconds, trusting: certificates) { client in
        let courier = Courier(
            client: client, channels: { [channel] }, environment: environment, language: .zh,
            print: { _ in }, random: { 0.5 })
        return await courier.report(message, now: wallClock)
    }
}
