import Alerting
import Foundation
import MutualAid
import Store
import StrictYAML
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

@Suite struct WatcherTests {
    @Test func `a run that does not come is told once, and its coming too`() throws {
        try WatcherBench.inFolder { bench in
            let rule = "tierwatch-run-late"
            #expect(try bench.look(rule, minutes: 30) == "")
            #expect(try bench.look(rule, minutes: 31) == "+")
            #expect(try bench.look(rule, minutes: 32) == "")
            try bench.run(minutes: 33)
            #expect(try bench.look(rule, minutes: 34) == "-")
            let told = try bench.store.deliveries(limit: 9).map(\.id)
            #expect(told.count == 2 && told.allSatisfy { $0.hasSuffix("_ops") })
        }
    }

    @Test func `a message that waits for too long is told, by its channel's name`() throws {
        try WatcherBench.inFolder { bench in
            try bench.run(minutes: 0, messages: [WatcherBench.message("m")])
            try bench.run(minutes: 16)
            #expect(try bench.look("tierwatch-outbox-old", minutes: 15) == "")
            #expect(try bench.look("tierwatch-outbox-old", minutes: 16) == "+")
            let open = try bench.store.monitoringState().open
            #expect(open.map(\.labels) == [["channel": "ops"]])
        }
    }

    @Test func `a message that waits for a channel that is no longer named is told to the others`() throws {
        try WatcherBench.inFolder(channels: [WatcherBench.mail]) { bench in
            try bench.run(minutes: 0, messages: [WatcherBench.message("m")])
            try bench.run(minutes: 16)
            #expect(try bench.look("tierwatch-outbox-old", minutes: 16) == "+")
            let told = try bench.store.deliveries(limit: 9).filter { $0.channel == "mail" }
            #expect(told.count == 1)
        }
    }

    @Test func `a monitoring run leaves its alerts as they are, and a look those of the register`() throws {
        try WatcherBench.inFolder { bench in
            #expect(try bench.look("tierwatch-run-late", minutes: 31) == "+")
            var monitor = Monitor(store: bench.store, gazetteer: Gazetteer())
            _ = try monitor.run(bench.content, now: WatcherBench.start.adding(seconds: 32 * 60))
            #expect(try bench.store.monitoringState().open.map(\.rule) == ["tierwatch-run-late"])
            #expect(try bench.store.lastRunAt() == WatcherBench.start.adding(seconds: 32 * 60))
        }
    }

    @Test func `looks that find nothing new keep nothing`() throws {
        try WatcherBench.inFolder { bench in
            #expect(try bench.look("tierwatch-run-late", minutes: 1) == "")
            #expect(try bench.store.lastWatchAt() == nil)
            #expect(try bench.look("tierwatch-run-late", minutes: 31) == "+")
            let kept = try bench.store.lastWatchAt()
            #expect(try bench.look("tierwatch-run-late", minutes: 33) == "")
            #expect(try bench.store.lastWatchAt() == kept)
            #expect(try bench.look("tierwatch-run-late", minutes: 36) == "")
            #expect(try bench.store.lastWatchAt() == WatcherBench.start.adding(seconds: 36 * 60))
        }
    }

    @Test func `a sign of life says how things stand, and a newer one takes its place`() throws {
        try WatcherBench.inFolder { bench in
            let beat = Heartbeat(channel: "ops", everySeconds: 300)
            try bench.run(minutes: 0, messages: [WatcherBench.message("m")])
            func now(_ minutes: Double) -> Timestamp { WatcherBench.start.adding(seconds: minutes * 60) }
            #expect(try bench.watcher.beat(beat, now: now(1)))
            #expect(try !bench.watcher.beat(beat, now: now(5.9)))
            #expect(try bench.watcher.beat(beat, now: now(6)))
            let beats = try bench.store.deliveries(limit: 9).filter { $0.id.hasPrefix("heartbeat_") }
            #expect(beats.map(\.state) == ["waiting", "superseded"])
            let body = try #require(try bench.store.delivery(id: beats[0].id)).body
            let message = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
            #expect(message["type"] as? String == "tierwatch.heartbeat")
            let data = try #require(message["data"] as? [String: Any])
            #expect(data["last_run_at"] as? String == WatcherBench.start.description)
            #expect(data["waiting_messages"] as? Int == 2)
            #expect(data["oldest_waiting_seconds"] as? Double == 360)
            #expect(data["firing"] as? Int == 0 && data["version"] as? String == Release.version)
            #expect((data["summary"] as? [String: String])?.keys.sorted() == ["en", "zh"])
        }
    }

    @Test func `a clock that was set back does not stop the signs of life`() throws {
        try WatcherBench.inFolder { bench in
            let beat = Heartbeat(channel: "ops", everySeconds: 300)
            let isFirst = try bench.watcher.beat(beat, now: WatcherBench.start)
            let isSecond = try bench.watcher.beat(beat, now: WatcherBench.start.adding(seconds: -3_600))
            #expect(isFirst && isSecond)
        }
    }

    @Test func `an owner's channel is spared unless it is named for something else`() throws {
        try Fixtures.withFolder { folder in
            func write(_ name: String, _ text: String) throws {
                try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
            }
            try FileManager.default.createDirectory(
                at: folder.appending(path: "rules"), withIntermediateDirectories: true)
            try write("rules/none.yaml", "rules: []\n")
            let names = ["a", "b", "c", "d", "e", "f"]
            try write(
                "channels.yaml",
                "channels:\n" + names.map { "  - {name: \($0), type: console}\n" }.joined())
            try write(
                "aid.yaml",
                "authorities:\n  - {region: \"310000\", channel: a}\noverdue: [b]\nowners:\n"
                    + names.dropLast().map { "  \"local:\($0)\": \($0)\n" }.joined())
            #expect(try Watchbook.load(folder.path).askedOnly == ["c", "d", "e"])
            try write(
                "routes.yaml", "route: {channels: [c, f], escalate: {after: 30m, channels: [d]}}\n")
            #expect(try Watchbook.load(folder.path).askedOnly == ["e"])
        }
    }

    @Test func `the disk of a folder has some share free, and none is said where there is no folder`() throws
    {
        let share = try #require(DiskSpace.freeShare(of: "/"))
        #expect((0...1).contains(share))
        #expect(DiskSpace.freeShare(of: "/no/such/folder") == nil)
    }

    @Test func `a rule of the same name takes the place of a built-in one`() throws {
        try Fixtures.withFolder { folder in
            let rules = folder.appending(path: "rules")
            try FileManager.default.createDirectory(at: rules, withIntermediateDirectories: true)
            let text = """
                rules:
                  - name: tierwatch-disk-nearly-full
                    metric: disk_free_share
                    op: "<"
                    value: 0.5
                    summary: {zh: "{{value}}", en: "{{value}}"}
                """
            try Data(text.utf8).write(to: rules.appending(path: "own.yaml"))
            let own = try Watchbook.load(folder.path).ownRules
            #expect(own.count == 4)
            #expect(own.filter { $0.metric == .diskFreeShare }.map(\.value) == [0.5])
        }
    }
}
