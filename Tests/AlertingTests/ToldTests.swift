import Alerting
import StrictYAML
import SupplyModel
import Testing

/// Who was told that an alert fires hears that it is over, however the routes and the rules are changed meanwhile.
@Suite struct ToldTests {
    private static func book(_ yaml: String) throws -> RouteBook {
        try RouteBook(YAMLDocument(yaml, file: "routes.yaml"), channels: Switchboard.names)
    }

    @Test(arguments: ["[alert]", "[rule]"])
    func `a route that goes or gets another name tells the end of what it told`(grouping: String) throws {
        var board = try Switchboard(
            "route: {channels: [ops], routes: [{name: duties, channels: [duty], group_by: \(grouping)}]}")
        board.put("a")
        #expect(board.told(at: minute(0)) == ["duty +a"])
        board.book = try Self.book("route: {channels: [ops]}")
        #expect(board.told(at: minute(1)) == ["ops +a"])
        #expect(board.told(at: minute(2)).isEmpty)
        board.put("a", .resolved)
        #expect(board.told(at: minute(3)).sorted() == ["duty -a", "ops -a"])
        #expect(board.groups.isEmpty)
    }

    @Test func `a channel that comes to a route hears what fires, and one that leaves it the end`() throws {
        var board = try Switchboard("route: {channels: [ops], group_by: [rule]}")
        board.put("a")
        #expect(board.told(at: minute(0)) == ["ops +a"])
        board.book = try Self.book("route: {channels: [duty], group_by: [rule]}")
        #expect(board.told(at: minute(1)) == ["duty +a"])
        board.put("a", .resolved)
        #expect(board.told(at: minute(2)) == ["duty -a", "ops -a"])
    }

    @Test func `an alert that becomes critical is told where criticals are wanted, and to nobody twice`()
        throws
    {
        var board = try Switchboard(
            "route: {channels: [ops, duty]}",
            channels: [
                Channel(name: "ops", kind: .console),
                Channel(name: "duty", kind: .console, severities: [.critical]),
                Channel(name: "boss", kind: .console),
            ])
        board.put("a")
        #expect(board.told(at: minute(0)) == ["ops +a"])
        board.put("a", severity: .critical)
        #expect(board.told(at: minute(1)) == ["duty +a"])
        board.put("a", severity: .info)
        #expect(board.told(at: minute(2)).isEmpty)
        board.put("a", .resolved, severity: .info)
        #expect(board.told(at: minute(3)) == ["ops -a", "duty -a"])
    }

    @Test func `who was told for want of an acknowledgement hears the end, though nothing is handed on now`()
        throws
    {
        var board = try Switchboard(
            "route: {channels: [ops], group_by: [rule], escalate: {after: 1m, channels: [boss]}}")
        board.put("a")
        #expect(board.told(at: minute(0)) == ["ops +a"])
        #expect(board.told(at: minute(1)) == ["boss +a"])
        board.book = try Self.book("route: {channels: [ops], group_by: [rule]}")
        board.put("a", .resolved)
        #expect(board.told(at: minute(2)) == ["ops -a", "boss -a"])
    }

    @Test func `what waited and is muted or in doubt when the routes go waits on, and is not lost`() throws {
        var board = try Switchboard("route: {channels: [ops], group_wait: 5m}")
        for firm in ["a", "b", "c"] { board.put(firm) }
        #expect(board.told(at: minute(0)).isEmpty)
        board.put("b", .nodata)
        let silence = Silence(
            id: "s", matchers: ["firm=c"], startsAt: minute(0), endsAt: minute(9), author: "x", reason: "y",
            madeAt: minute(0))
        let dispatcher = Dispatcher(
            book: .none, channels: board.channels, muting: Muting([silence], at: minute(1)),
            isAcknowledged: { _ in false }, now: minute(1))
        let dispatch = dispatcher.dispatch(board.groups, alerts: board.alerts)
        #expect(dispatch.messages.count == 3)
        #expect(dispatch.withheld.values.sorted() == ["nodata", "silence s"])
        #expect(dispatch.removed.count == 3)
    }

    @Test func `who was told before there were routes is not told again, and hears of the end`() throws {
        var board = try Switchboard("route: {channels: [ops, boss], escalate: {after: 1m, channels: [boss]}}")
        board.put("a")
        board.toldAlone = [AlertLife(board.alerts[0]): ["duty", "ops"]]
        #expect(board.told(at: minute(0)) == ["boss +a"])
        board.toldAlone = [:]
        #expect(board.told(at: minute(1)) == ["boss +a"])
        board.put("a", .resolved)
        #expect(board.told(at: minute(2)) == ["ops -a", "boss -a", "duty -a"])
    }

    @Test func `who was told before the routes went hears of the end from the group that told`() throws {
        var board = try Switchboard("route: {channels: [ops], group_by: [rule]}")
        board.put("a")
        #expect(board.told(at: minute(0)) == ["ops +a"])
        board.book = .none
        #expect(board.told(at: minute(1)).isEmpty && board.groups.count == 1)
        board.put("a", .resolved)
        #expect(board.told(at: minute(2)) == ["ops -a"] && board.groups.isEmpty)
    }

    @Test func `an alert that was opened again has a message of its own when the routes go`() throws {
        var board = try Switchboard("route: {channels: [ops], group_wait: 5m}")
        board.put("a")
        _ = board.look(at: minute(0))
        board.book = .none
        let groups = board.groups
        let first = Set(board.look(at: minute(1)).map(\.id))
        board.groups = groups
        board.alerts[0].course.reopenedCount = 1
        #expect(first.count == 3 && first.isDisjoint(with: board.look(at: minute(1)).map(\.id)))
    }

    private static let books = [
        "route: {channels: [ops], escalate: {after: 3m, channels: [boss]}}",
        "route: {channels: [ops, duty], group_by: [rule], group_wait: 1m, group_interval: 5m}",
        "route: {channels: [duty], group_by: [rule], digest: daily 08:30}",
        """
        route:
          channels: [ops]
          routes:
            - {name: a, match: {firm: a}, channels: [boss], group_by: [rule], continue: true}
            - {name: b, match: ["firm!=b"], channels: [duty, boss], group_interval: 4m}
        """,
        "route: {name: renamed, channels: [boss, duty], group_by: [firm], repeat_interval: 10m}",
    ]
    private static let channels = [
        Channel(name: "ops", kind: .console),
        Channel(name: "duty", kind: .console, severities: [.warning, .critical]),
        Channel(name: "boss", kind: .console, severities: [.critical]),
    ]

    /// One life of one alert, as one channel heard of it.
    private struct Word: Hashable {
        var channel: String
        var life: AlertLife
    }

    /// Hears what a look tells; gives the words whose end was told though their beginning was not.
    private func hear(
        _ messages: [Dispatch.Message], _ standing: inout [Word: Bool], _ ids: inout Set<String>
    ) -> [Word] {
        var wrong: [Word] = []
        for message in messages where ids.insert(message.id).inserted {
            let (firing, resolved): ([Alert], [Alert]) =
                switch message.content {
                case .notification(let one): one.kind == .firing ? ([one.alert], []) : ([], [one.alert])
                case .bulletin(let one): (one.firing, one.resolved)
                }
            for alert in firing { standing[Word(channel: message.channel, life: AlertLife(alert))] = true }
            for alert in resolved {
                let word = Word(channel: message.channel, life: AlertLife(alert))
                if standing.updateValue(false, forKey: word) == nil { wrong.append(word) }
            }
        }
        return wrong
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `each channel hears of each alert what is true in the end`(seed: UInt64) throws {
        var random = Lehmer(state: seed)
        var board = try Switchboard(Self.books[0], channels: Self.channels)
        var standing: [Word: Bool] = [:]
        var ids: Set<String> = []
        var time = 0
        for step in 0..<60 {
            time += [-60, 0, 1, 1, 2, 7, 600].randomElement(using: &random) ?? 1
            let firm = ["a", "b", "c"].randomElement(using: &random) ?? "a"
            let severity = Severity.allCases.randomElement(using: &random) ?? .info
            let last = board.alerts.last { $0.labels["firm"] == firm }
            let start = last.map { Int($0.startsAt.seconds(since: minute(0)) / 60) } ?? 0
            let states: [AlertState] = [.firing, .firing, .recovering, .nodata, .error, .resolved]
            if let last, last.state != .resolved {
                let next = states.randomElement(using: &random) ?? .firing
                board.put(firm, next, severity: severity, start: start)
            } else {
                board.put(firm, severity: severity, start: 100_000 * (step + 1))
            }
            if step % 4 == 0 {
                board.book = try Self.book(Self.books.randomElement(using: &random) ?? Self.books[0])
            }
            let wrong = hear(board.look(at: minute(time)), &standing, &ids)
            #expect(wrong.isEmpty, "step \(step)")
        }
        for later in [2_000, 4_000] { _ = hear(board.look(at: minute(time + later)), &standing, &ids) }
        for alert in board.alerts where alert.state == .firing {
            for name in try #require(board.book.root).routes(for: alert).flatMap(\.channels)
            where Self.channels.first(where: { $0.name == name })?.severities.contains(alert.severity) == true
            {
                #expect(standing[Word(channel: name, life: AlertLife(alert))] == true)
            }
        }
        for alert in board.alerts where alert.state != .resolved {
            let start = Int(alert.startsAt.seconds(since: minute(0)) / 60)
            board.put(alert.labels["firm"] ?? "", .resolved, severity: .info, start: start)
        }
        for later in [6_000, 8_000] { _ = hear(board.look(at: minute(time + later)), &standing, &ids) }
        #expect(!standing.isEmpty && standing.values.allSatisfy { !$0 })
        #expect(board.groups.isEmpty)
    }
}
