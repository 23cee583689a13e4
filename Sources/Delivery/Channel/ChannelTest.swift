internal import Foundation
public import SupplyModel

/// What came of a trial message to one channel.
public struct ChannelTest: Equatable, Sendable {
    public var channel: String
    public var verdict: DeliveryVerdict
    /// Who was not told though the message was taken; nil where everybody was.
    public var remark: String?
    /// What the receiver answered; nil where no answer came, and for the console.
    public var status: Int?
    /// From before the configuration was looked up to the verdict.
    public var durationSeconds: Double
}

extension Courier {
    /// Sends one message of type `channel.test`, shaped as an alert's, and says what came of it.
    ///
    /// `id`: the message's, new for each test, or a careful receiver drops it as a repeat.
    public func test(_ channel: Channel, id: String, now: @Sendable () -> Timestamp) async -> ChannelTest {
        let start = now()
        let message = OutboxMessage(
            id: id, channel: channel.name, fingerprint: TrialMessage.fingerprint,
            body: TrialMessage.json(at: start), attempts: 0, epoch: 0)
        let attempt = await attempt(message, to: channel, now: now)
        return ChannelTest(
            channel: channel.name, verdict: attempt.verdict, remark: attempt.remark,
            status: attempt.response?.status,
            durationSeconds: now().seconds(since: start))
    }
}

/// The body of a trial: every key of an alert's message, so that a receiver's own parser is tried too.
enum TrialMessage {
    static let fingerprint = "0000000000000000"

    static func json(at time: Timestamp) -> [UInt8] {
        let text = """
            {"data":{"ends_at":null,"fingerprint":"\(fingerprint)","industry":null,"labels":{},\
            "metric":"supplier_count","mutual_aid":false,"provinces":[],"rule":"channel-test","severity":"info",\
            "starts_at":"\(time)","summary":{"en":"This is a test of the channel; nothing is wrong",\
            "zh":"这是一条测试消息，一切正常"},"threshold":0,"value":0},"timestamp":"\(time)","type":"channel.test"}
            """
        return Array(text.utf8)
    }
}
