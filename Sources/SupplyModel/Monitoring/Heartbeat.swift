/// A sign of life to a channel: who misses it knows that the watch has stopped.
public struct Heartbeat: Equatable, Sendable {
    public var channel: String
    public var everySeconds: Double

    public init(channel: String, everySeconds: Double) {
        self.channel = channel
        self.everySeconds = everySeconds
    }

    /// What stands for an alert's fingerprint: one for each channel, so that a newer sign takes the place of an older.
    public var fingerprint: String {
        alertFingerprint(rule: "tierwatch.heartbeat", labels: ["channel": channel])
    }
}

/// What a sign of life says.
public struct HeartbeatReport: Equatable, Sendable {
    /// nil before the first.
    public var lastRunAt: Timestamp?
    /// Alerts that fire.
    public var firing: Int
    public var waitingMessages: Int
    /// 0 where nothing waits.
    public var oldestWaitingSeconds: Double

    public init(lastRunAt: Timestamp?, firing: Int, waitingMessages: Int, oldestWaitingSeconds: Double) {
        self.lastRunAt = lastRunAt
        self.firing = firing
        self.waitingMessages = waitingMessages
        self.oldestWaitingSeconds = oldestWaitingSeconds
    }

    /// The message's JSON, UTF-8, keys sorted.
    public func json(version: String, time: Timestamp) throws -> [UInt8] {
        try messageBody("tierwatch.heartbeat", at: time, Body(report: self, version: version))
    }

    private var summary: BilingualText {
        let chinese = lastRunAt.map { "最近一次监测 \($0)" } ?? "尚未运行过监测"
        let english = lastRunAt.map { "the last run was at \($0)" } ?? "there was no run yet"
        let alerts = English.counted(firing, one: "alert fires", many: "alerts fire")
        let messages = English.counted(waitingMessages, one: "message waits", many: "messages wait")
        return BilingualText(
            zh: "Tierwatch 正常运行：\(firing) 条预警触发中，\(waitingMessages) 条消息待发送，\(chinese)。",
            en: "Tierwatch is alive; \(alerts), \(messages), \(english).")
    }

    private struct Body: Encodable {
        var report: HeartbeatReport
        var version: String

        private enum Key: String, CodingKey {
            case summary, lastRunAt = "last_run_at", firing, waitingMessages = "waiting_messages"
            case oldestWaitingSeconds = "oldest_waiting_seconds", version
        }

        func encode(to encoder: any Encoder) throws {
            var body = encoder.container(keyedBy: Key.self)
            try body.encode(report.summary, forKey: .summary)
            try body.encode(report.lastRunAt, forKey: .lastRunAt)
            try body.encode(report.firing, forKey: .firing)
            try body.encode(report.waitingMessages, forKey: .waitingMessages)
            try body.encode(report.oldestWaitingSeconds, forKey: .oldestWaitingSeconds)
            try body.encode(version, forKey: .version)
        }
    }
}
