import Alerting
import Foundation
import StrictYAML
import SupplyModel
import Testing

/// Groups as a store keeps them from look to look, with the alerts of a few firms.
struct Switchboard {
    var book: RouteBook
    var channels: [Channel]
    var groups: [AlertGroup] = []
    var alerts: [Alert] = []
    var silences: [Silence] = []
    var acknowledged: Set<AlertLife> = []
    /// Who was told of alerts before there were routes.
    var toldAlone: [AlertLife: Set<String>] = [:]

    static let names = ["ops", "duty", "boss"]

    init(_ yaml: String, channels: [Channel] = names.map { Channel(name: $0, kind: .console) }) throws {
        book = try RouteBook(YAMLDocument(yaml, file: "routes.yaml"), channels: channels.map(\.name))
        self.channels = channels
    }

    /// An alert of a firm; the same one is put in the place of an older state of it.
    mutating func put(
        _ firm: String, _ state: AlertState = .firing, rule: String = "single",
        severity: Severity = .warning, labels: Labels = [:], start: Int = 0
    ) {
        let all = labels.adding("firm", firm)
        var alert = Alert(
            fingerprint: alertFingerprint(rule: rule, labels: all), rule: rule, severity: severity,
            metric: .singleSource, labels: all, state: state, value: 1, threshold: 1,
            startsAt: minute(start), industry: .auto, provinces: [RegionCode(raw: 320_000)],
            isMutualAid: false, summary: BilingualText(zh: firm, en: firm))
        if state == .resolved { alert.endsAt = minute(start) }
        alerts.removeAll { AlertLife($0) == AlertLife(alert) }
        alerts.append(alert)
    }

    /// One look; what it changed is kept.
    mutating func look(at now: Timestamp) -> [Dispatch.Message] {
        let acknowledged = acknowledged
        let muting = Muting(
            silences, maintenance: book.maintenance, inhibitions: book.inhibitions, active: alerts, at: now)
        let dispatcher = Dispatcher(
            book: book, channels: channels, muting: muting,
            isAcknowledged: { acknowledged.contains($0) }, now: now)
        let dispatch = dispatcher.dispatch(groups, alerts: alerts, told: toldAlone)
        let touched = Set(dispatch.removed + dispatch.changed.map(\.key))
        groups = groups.filter { !touched.contains($0.key) } + dispatch.changed
        return dispatch.messages
    }

    /// The same in words: channel, then firing (`+`) and resolved (`-`) firms.
    mutating func told(at now: Timestamp) -> [String] {
        look(at: now).map { message in
            switch message.content {
            case .notification(let one):
                "\(message.channel) \(one.kind == .firing ? "+" : "-")\(one.alert.labels["firm"] ?? "")"
            case .bulletin(let one):
                ([message.channel] + one.firing.map { "+" + ($0.labels["firm"] ?? "") }
                    + one.resolved.map { "-" + ($0.labels["firm"] ?? "") }).joined(separator: " ")
            }
        }
    }
}

@Suite struct DispatcherTests {
    private static let grouped =
        "route: {channels: [ops], group_by: [rule], group_wait: 1m, group_interval: 5m, repeat_interval: 1h}"

    @Test func `a group waits for others to join, and then for its interval`() throws {
        var board = try Switchboard(Self.grouped)
        board.put("a")
        #expect(board.told(at: minute(0)).isEmpty)
        board.put("b")
        #expect(board.told(at: minute(1)) == ["ops +a +b"])
        board.put("c")
        #expect(board.told(at: minute(2)).isEmpty)
        #expect(board.groups.first?.nextAt == minute(6))
        #expect(board.told(at: minute(6)) == ["ops +a +b +c"])
        #expect(board.told(at: minute(11)).isEmpty)
        board.put("a", .resolved)
        #expect(board.told(at: minute(12)) == ["ops +b +c -a"])
        #expect(board.told(at: minute(20)).isEmpty)
    }

    @Test func `what fires and is over within the wait is never told`() throws {
        var board = try Switchboard(Self.grouped)
        board.put("a")
        _ = board.look(at: minute(0))
        board.put("a", .resolved)
        #expect(board.told(at: minute(1)).isEmpty)
        #expect(board.groups.isEmpty)
    }

    @Test func `a group that still fires is told again, unless all of it is acknowledged`() throws {
        var board = try Switchboard(Self.grouped)
        board.put("a")
        _ = board.look(at: minute(0))
        #expect(board.told(at: minute(1)) == ["ops +a"])
        #expect(board.told(at: minute(60)).isEmpty)
        #expect(board.told(at: minute(61)) == ["ops +a"])
        board.acknowledged = Set(board.alerts.map(AlertLife.init))
        #expect(board.told(at: minute(121)).isEmpty)
        board.acknowledged = []
        #expect(board.told(at: minute(181)) == ["ops +a"])
        board.put("a", .recovering)
        #expect(board.told(at: minute(200)).isEmpty)
        board.put("a", .resolved)
        #expect(board.told(at: minute(201)) == ["ops -a"])
        #expect(board.groups.isEmpty)
    }

    @Test func `ids are never the same twice, also when an alert comes back as it was`() throws {
        var board = try Switchboard("route: {channels: [ops], group_by: [alert], repeat_interval: 10m}")
        var ids: [String] = []
        for (time, state) in [AlertState.firing, .firing, .resolved, .firing, .resolved].enumerated() {
            board.put("a", state)
            ids += board.look(at: minute(time * 20)).map(\.id)
        }
        #expect(ids.count == 5 && Set(ids).count == 5)
    }

    @Test func `the tree is walked to the deepest fit, and goes on beside it only where it says so`() throws {
        var board = try Switchboard(
            """
            route:
              channels: [ops]
              group_by: [alert]
              routes:
                - {match: {severity: critical}, channels: [duty], continue: true}
                - match: {rule: /single|other/}
                  channels: [boss]
                  routes:
                    - {match: ["firm!=b"], channels: [ops, boss]}
                - {match: {severity: critical}, channels: [ops]}
            """)
        board.put("a", severity: .critical)
        board.put("b")
        board.put("c", rule: "third")
        #expect(board.told(at: minute(0)).sorted() == ["boss +a", "boss +b", "duty +a", "ops +a", "ops +c"])
    }

    @Test func `who does not acknowledge in time is not alone with it for long`() throws {
        var board = try Switchboard(
            "route: {channels: [ops], group_by: [rule], escalate: {after: 10m, channels: [boss]}}")
        board.put("a")
        board.put("b", start: 1)
        #expect(board.told(at: minute(1)) == ["ops +a +b"])
        board.acknowledged = [AlertLife(board.alerts[1])]
        #expect(board.groups.first?.nextAt == minute(11))
        #expect(board.told(at: minute(10)).isEmpty)
        let messages = board.look(at: minute(11))
        guard case .notification(let told) = try #require(messages.first).content else {
            Issue.record("no notification")
            return
        }
        #expect(messages.count == 1 && messages[0].channel == "boss")
        #expect(told.isEscalation && told.alert.labels["firm"] == "a")
        #expect(board.told(at: minute(12)).isEmpty)
        board.acknowledged = []
        #expect(board.told(at: minute(13)) == ["boss +b"])
        board.put("a", .resolved)
        #expect(board.told(at: minute(14)) == ["ops +b -a", "boss -a"])
    }

    @Test func `a digest tells at its time what came together`() throws {
        // minute(0) is 2026-02-02, a Monday, 10:40 in China.
        var board = try Switchboard("route: {channels: [ops], group_by: [], digest: daily 08:30}")
        board.put("a")
        board.put("b")
        #expect(board.told(at: minute(0)).isEmpty)
        board.put("b", .resolved)
        let morning = try #require(Timestamp("2026-02-03T08:30:00+08:00"))
        #expect(board.told(at: morning.adding(seconds: -1)).isEmpty)
        #expect(board.groups.first?.nextAt == morning)
        let messages = board.look(at: morning)
        guard case .bulletin(let bulletin) = try #require(messages.first).content else {
            Issue.record("no bulletin")
            return
        }
        #expect(bulletin.kind == .digest && bulletin.firing.count == 1 && bulletin.resolved.isEmpty)
        #expect(board.told(at: morning.adding(seconds: 86_400)) == ["ops +a"])
    }

    @Test func `what is muted is told once it is not, and what was told is told to be over`() throws {
        var board = try Switchboard("route: {channels: [ops], group_by: [rule]}")
        board.put("a")
        board.silences = [
            Silence(
                id: "s", matchers: ["firm=a"], startsAt: minute(0), endsAt: minute(10), author: "x",
                reason: "y", madeAt: minute(0))
        ]
        board.put("b")
        #expect(board.told(at: minute(1)) == ["ops +b"])
        #expect(board.told(at: minute(10)) == ["ops +a +b"])
        board.silences[0].endsAt = minute(60)
        board.put("a", .resolved)
        #expect(board.told(at: minute(11)) == ["ops +b -a"])
    }

    @Test func `channels get the severities and ends that they want`() throws {
        var board = try Switchboard(
            "route: {channels: [ops, duty], group_by: [rule]}",
            channels: [
                Channel(name: "ops", kind: .console, severities: [.critical]),
                Channel(name: "duty", kind: .console, sendsResolved: false),
            ])
        board.put("a")
        board.put("b", severity: .critical)
        #expect(board.told(at: minute(0)) == ["ops +b", "duty +a +b"])
        board.put("a", .resolved)
        #expect(board.told(at: minute(1)).isEmpty)
    }

    @Test func `a clock that is set back makes no group wait for an hour`() throws {
        var board = try Switchboard(Self.grouped)
        board.put("a")
        _ = board.look(at: minute(60))
        #expect(board.told(at: minute(61)) == ["ops +a"])
        board.put("b")
        #expect(board.told(at: minute(2)).isEmpty)
        #expect(board.told(at: minute(7)) == ["ops +a +b"])
    }

    @Test func `routes that are taken away lose nothing that waited`() throws {
        var board = try Switchboard(Self.grouped)
        board.put("a")
        #expect(board.told(at: minute(0)).isEmpty)
        board.book = .none
        #expect(board.told(at: minute(0)) == ["boss +a", "duty +a", "ops +a"])
        #expect(board.groups.isEmpty)
    }

    @Test func `a hundred thousand alerts of one group are one message`() throws {
        var board = try Switchboard("route: {channels: [ops], group_by: [rule]}")
        board.put("a")
        let one = board.alerts[0]
        board.alerts = (0..<100_000).map { index in
            var alert = one
            alert.labels = ["firm": "local:\(index)"]
            let name = String(repeating: "长", count: 120)
            alert.summary = BilingualText(zh: name, en: name)
            alert.fingerprint = alertFingerprint(rule: "single", labels: alert.labels)
            return alert
        }
        let messages = board.look(at: minute(0))
        #expect(messages.count == 1)
        guard case .bulletin(let bulletin) = try #require(messages.first).content else { return }
        #expect(bulletin.firing.count == 100_000)
        let body = try bulletin.json()
        #expect(body.count < 20_000)
        let data =
            try #require(
                try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])["data"]
            as? [String: Any]
        #expect(data?["omitted"] as? Int == 100_000 - Bulletin.alertLimit)
    }
}
