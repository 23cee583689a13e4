import Alerting
import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

/// A watcher with a store of its own.
struct WatcherBench {
    static let start = Timestamp(milliseconds: 1_767_225_600_000)
    static let ops = Channel(name: "ops", kind: .console)
    static let mail = Channel(name: "mail", kind: .console)

    static func time(_ minutes: Double) -> Timestamp { start.adding(seconds: minutes * 60) }

    var store: Store
    var watcher: Watcher
    var content: Watchbook.Content

    /// What a look some minutes after the start tells of one rule: `+` that it fires, `-` that it ended.
    func look(_ rule: String, minutes: Double) throws -> String {
        try watcher.look(content, now: Self.time(minutes))
            .filter { $0.alert.rule == rule }.map { $0.kind == .firing ? "+" : "-" }.joined()
    }

    /// A look, and what the groups tell then.
    func lookAndTell(_ rule: String, minutes: Double) throws {
        _ = try look(rule, minutes: minutes)
        _ = try DispatchService.dispatch(content, in: store, now: Self.time(minutes))
    }

    /// A monitoring run without samples.
    func run(minutes: Double, messages: [OutboxEntry] = []) throws {
        try store.keep(
            RunResult(
                now: Self.time(minutes), revision: 0,
                previousRun: try store.monitoringState().run, samples: [], changed: [], dropped: [],
                messages: messages))
    }

    /// Everything that waits arrives.
    func deliver(minutes: Double) throws {
        while case let claimed = try store.claim(
            limit: 64, owner: "one", leaseSeconds: 60, now: Self.time(minutes)), !claimed.isEmpty
        {
            try store.record(claimed.map { ($0, DeliveryAttempt(.delivered)) }, now: Self.time(minutes))
        }
    }

    static func inFolder(channels: [Channel] = [ops], _ body: (WatcherBench) throws -> Void) throws {
        try Fixtures.withFolder { folder in
            let store = try Store(folder: folder.path)
            let schedule = try #require(CronSchedule("*/15 * * * *", timeZone: "Asia/Shanghai"))
            let watcher = Watcher(
                store: store, schedule: schedule, folder: folder.path, startedAt: Self.start)
            var content = Watchbook.Content(rules: [], channels: channels)
            content.ownRules = try OwnRules.rules()
            try body(WatcherBench(store: store, watcher: watcher, content: content))
        }
    }

    static func message(_ id: String) -> OutboxEntry {
        OutboxEntry(id: id, channel: "ops", fingerprint: id, body: Array("{}".utf8))
    }
}
