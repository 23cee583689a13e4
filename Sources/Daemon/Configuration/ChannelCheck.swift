internal import Alerting
internal import Foundation
internal import SupplyModel

/// What `channels list` and `channels test` find.
public struct ChannelCheck: Sendable {
    private let channels: [Channel]
    private let post: Post

    /// Reads the channels in force; throws `ConfigurationFaults` with all that is wrong.
    public init(_ configuration: Configuration, environment: [String: String]) throws {
        channels = try ChannelBook.load(folder: URL(filePath: configuration.alerts)).channels
        let watchbook = Watchbook(.init(rules: [], channels: channels))
        post = try Post(
            watchbook, environment: environment, language: configuration.language, print: Output.error)
    }

    /// The channels, without their secrets and with what they still lack.
    public func list() -> Answer {
        Answer(
            columns: ["channel", "type", "severities", "send_resolved", "detail"],
            records: channels.map { channel in
                [
                    Answer.Field("channel", .text(channel.name)),
                    Answer.Field("type", .text(channel.kind.name)),
                    Answer.Field("severities", .list(channel.severities.sorted().map { .text($0.rawValue) })),
                    Answer.Field("send_resolved", .flag(channel.sendsResolved)),
                    Answer.Field("detail", .text(post.fault(of: channel) ?? "ready")),
                ]
            })
    }

    /// What keeps channels from being used as this process sees them: a daemon may be given other variables.
    public func faults() -> [String] { channels.compactMap(post.fault) }

    /// Sends a test message to the channels named, or to all; says whether every one was taken.
    public func test(_ names: [String]) async throws -> (answer: Answer, allDelivered: Bool) {
        for name in names where !channels.contains(where: { $0.name == name }) {
            throw UsageFault("'\(name)' is no channel; `tierwatch channels list` shows them")
        }
        defer { post.stop() }
        var records: [[Answer.Field]] = []
        var allDelivered = true
        for channel in channels where names.isEmpty || names.contains(channel.name) {
            let result = try await post.test(channel)
            allDelivered = allDelivered && result.isDelivered
            records.append([
                Answer.Field("channel", .text(channel.name)), Answer.Field("type", .text(channel.kind.name)),
                Answer.Field("verdict", .text(result.isDelivered ? "delivered" : "not delivered")),
                Answer.Field("detail", .text(result.detail)),
            ])
        }
        let answer = Answer(columns: ["channel", "type", "verdict", "detail"], records: records)
        return (answer, allDelivered)
    }
}
