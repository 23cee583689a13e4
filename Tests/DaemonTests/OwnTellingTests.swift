import Alerting
import Foundation
import MutualAid
import Store
import StrictYAML
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

/// Who hears that a channel is down, beside the channel itself.
@Suite struct OwnTellingTests {
    private static let ops = WatcherBench.ops
    private static let mail = WatcherBench.mail
    private static let deaf = Channel(name: "chief", kind: .console, severities: [.info])
    private static let led = Channel(name: "ops", kind: .console, fallback: .init(channel: "chief"))
    private static let x = Channel(name: "x", kind: .console, severities: [.info])

    private static func standIns(
        _ channels: [Channel], sparing spared: Set<String> = [], routes: RouteBook = .none,
        down: Set<String> = ["ops"]
    ) throws -> [String] {
        let figure = Sample(
            metric: .breakerOpen, labels: ["channel": "ops"], value: 1, unknown: 0, industry: nil,
            provinces: [])
        let evaluation = evaluate(
            try OwnRules.rules(), samples: [figure], known: [], now: WatcherBench.start)
        let alert = try #require(evaluation.notifications.first).alert
        return OwnTelling.standIns(alert, channels, routes: routes, down: down, sparing: spared).map(\.name)
    }

    private static func routes(_ channels: String, _ more: String = "") throws -> RouteBook {
        try RouteBook(
            YAMLDocument("route: {channels: [\(channels)]\(more)}\n", file: "routes.yaml"),
            channels: ["ops", "mail", "chief", "x"])
    }

    @Test func `an alert about a channel is told to another where only itself would be told`() throws {
        #expect(try Self.standIns([Self.ops, Self.mail]) == [])
        #expect(try Self.standIns([Self.ops, Self.deaf]) == ["chief"])
        #expect(try Self.standIns([Self.led, Self.deaf, Self.x]) == ["chief"])
        #expect(try Self.standIns([Self.ops]) == [])
        #expect(try Self.standIns([Self.ops, Self.deaf, Self.x], sparing: ["x"]) == ["chief"])
        #expect(
            try Self.standIns([Self.led, Self.deaf, Self.x], sparing: ["chief"]) == ["chief"], "it is named")
    }

    @Test func `a route that names a channel which hears nothing so light does not count`() throws {
        let both = try Self.routes("ops, chief")
        #expect(try Self.standIns([Self.ops, Self.deaf], routes: both) == ["chief"])
        #expect(try Self.standIns([Self.led, Self.deaf, Self.mail], routes: both) == ["chief"])
        #expect(try Self.standIns([Self.ops, Self.mail], routes: Self.routes("ops, mail")) == [])
        #expect(try Self.standIns([Self.ops, Self.mail], routes: Self.routes("ops")) == ["mail"])
    }

    @Test func `who is down too does not count, and stands in only where all are down`() throws {
        let (both, all) = (Set(["ops", "mail"]), Set(["ops", "mail", "chief", "x"]))
        let routes = try Self.routes("ops, mail")
        let channels = [Self.ops, Self.mail, Self.deaf, Self.x]
        #expect(try Self.standIns(channels, routes: routes) == [])
        #expect(try Self.standIns(channels, routes: routes, down: both) == ["chief", "x"])
        #expect(try Self.standIns(channels, routes: routes, down: all) == ["chief", "x"])
        #expect(try Self.standIns(channels, routes: routes, down: ["ops", "mail", "x"]) == ["chief"])
        #expect(try Self.standIns([Self.led, Self.deaf, Self.x], down: ["ops", "chief"]) == ["x"])
        #expect(try Self.standIns([Self.led, Self.deaf], down: ["ops", "chief"]) == ["chief"])
    }

    /// What `mail` hears while a message to `ops`, the one channel of the routes, waits from the start on and is delivered after 23 minutes.
    private static func heard(
        silent: Range<Double>?, _ more: String = "", _ mail: Channel = mail, until end: Double
    ) throws -> [String] {
        var heard: [String] = []
        try WatcherBench.inFolder(channels: [ops, mail]) { bench in
            var bench = bench
            bench.content.routes = try routes("ops", more)
            if let silent {
                let (from, to) = (silent.lowerBound, silent.upperBound)
                _ = try bench.store.add(
                    Silence(
                        id: "s", matchers: ["rule=tierwatch-outbox-old"], startsAt: WatcherBench.time(from),
                        endsAt: WatcherBench.time(to), author: "x", reason: "y", madeAt: WatcherBench.start))
            }
            try bench.run(minutes: 0, messages: [WatcherBench.message("m")])
            try bench.run(minutes: 15)
            for minute in stride(from: 16.0, through: 22, by: 1) {
                _ = try bench.look("tierwatch-outbox-old", minutes: minute)
            }
            try bench.deliver(minutes: 23)
            for minute in stride(from: 24.0, through: end, by: 1) {
                if minute == 30 { try bench.run(minutes: 30) }
                try bench.lookAndTell("tierwatch-outbox-old", minutes: minute)
            }
            heard = try bench.store.deliveries(limit: 99).filter { $0.channel == "mail" }
                .sorted { $0.createdAt < $1.createdAt }.map {
                    let word = ["group", "firing", "resolved"].first(where: $0.id.contains) ?? $0.id
                    return "\(word) \($0.createdAt.seconds(since: WatcherBench.start) / 60)"
                }
        }
        return heard
    }

    @Test(arguments: [
        "", ", group_by: [rule]", ", group_by: [rule], group_interval: 10m", ", digest: Mon 08:30",
    ])
    func `who stands in hears of the beginning and the end once each, at once`(more: String) throws {
        #expect(
            try Self.heard(silent: nil, more, until: 36) == ["firing 16.0", "resolved 24.0"])
    }

    @Test(arguments: ["", ", group_by: [rule]"])
    func `what begins while it is muted is told in a channel's place when it is no more`(more: String) throws
    {
        #expect(
            try Self.heard(silent: 10..<20, more, until: 36) == ["firing 20.0", "resolved 24.0"])
    }

    @Test func `who wants no ends is told of none in a channel's place`() throws {
        let brief = Channel(name: "mail", kind: .console, sendsResolved: false)
        #expect(try Self.heard(silent: nil, "", brief, until: 36) == ["firing 16.0"])
    }

    /// `mail` heard as one of the route's, which then names `ops` alone.
    @Test(arguments: ["", ", group_by: [rule]"])
    func `who heard already is not told again in a channel's place`(more: String) throws {
        try WatcherBench.inFolder(channels: [Self.ops, Self.mail]) { bench in
            var bench = bench
            func told() throws -> Int {
                try bench.store.deliveries(limit: 99).filter { $0.channel == "mail" }.count
            }
            func look(_ minute: Double) throws {
                try bench.lookAndTell("tierwatch-outbox-old", minutes: minute)
            }
            bench.content.routes = try Self.routes("ops, mail", more)
            try bench.run(minutes: 0, messages: [WatcherBench.message("m")])
            try bench.run(minutes: 15)
            for minute in stride(from: 16.0, through: 18, by: 1) { try look(minute) }
            #expect(try told() == 1)
            bench.content.routes = try Self.routes("ops", more)
            for minute in stride(from: 19.0, through: 28, by: 1) { try look(minute) }
            #expect(try told() == 1)
        }
    }

    @Test func `of what was never told no end is told in a channel's place`() throws {
        #expect(try Self.heard(silent: 10..<60, until: 36) == [])
    }

    @Test func `an owner's channel does not stand in where there are routes either`() throws {
        try WatcherBench.inFolder(channels: [Self.ops, Self.mail, Channel(name: "x", kind: .console)]) {
            bench in
            var bench = bench
            bench.content.routes = try Self.routes("ops")
            bench.content.aid.owners = [FirmID(checked: "local:x"): "x"]
            try bench.run(minutes: 0, messages: [WatcherBench.message("m")])
            try bench.run(minutes: 16)
            #expect(try bench.look("tierwatch-outbox-old", minutes: 16) == "+")
            let told = try bench.store.deliveries(limit: 9).filter { $0.id != "m" }
            #expect(told.map(\.channel).sorted() == ["mail", "ops"])
        }
    }
}
