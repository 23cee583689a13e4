internal import Alerting
internal import Foundation
internal import Store
internal import SupplyModel

/// What `channels list` and `channels test` find.
public struct ChannelCheck: Sendable {
    private let channels: [Channel]
    private let post: Post
    private let data: String
    /// Why the channels may not be as the daemon has them.
    private let doubts: [String]

    /// Reads the channels in force, or as their own file has them where another file is wrong; throws `ConfigurationFaults` with all that
    /// is wrong with it.
    public init(_ configuration: Configuration, environment: [String: String]) throws {
        data = configuration.data
        let folder = configuration.alerts
        do {
            channels = try Watchbook.load(folder).channels
            doubts = []
        } catch {
            channels = try ChannelBook.load(folder: URL(filePath: folder)).channels
            doubts = [
                "another file of \(folder) is wrong, so channels are as channels.yaml alone has them; `tierwatch rules check` says what"
                    + " is wrong"
            ]
        }
        let watchbook = Watchbook(.init(rules: [], channels: channels))
        post = try Post(
            watchbook, environment: environment, language: configuration.language, print: Output.error)
    }

    /// The channels, without their secrets and with what they still lack, and how their traffic stands.
    public func list() throws -> Answer {
        let traffic = try traffic()
        var answer = Answer(
            columns: [
                "channel", "type", "severities", "send_resolved", "detail", "breaker", "since", "until",
                "throttled_until", "last_error", "waiting", "oldest_waiting", "rate", "fallback",
            ],
            records: channels.map { channel in
                [
                    Answer.Field("channel", .text(channel.name)),
                    Answer.Field("type", .text(channel.kind.name)),
                    Answer.Field("severities", .list(channel.severities.sorted().map { .text($0.rawValue) })),
                    Answer.Field("send_resolved", .flag(channel.sendsResolved)),
                    Answer.Field("detail", .text(post.fault(of: channel) ?? "ready")),
                ] + Self.fields(of: traffic[channel.name])
                    + Answer.Field.text("rate", Self.text(channel.rates))
                    + Answer.Field.text("fallback", channel.fallback?.channel)
            })
        answer.warnings = doubts
        return answer
    }

    /// What the store knows of the channels' traffic; nothing where there is no store yet.
    private func traffic() throws -> [String: ChannelTraffic] {
        do {
            return try Store(folder: data, isExpected: true).traffic()
        } catch StoreError.noStore {
            return [:]
        }
    }

    private static func fields(of traffic: ChannelTraffic?) -> [Answer.Field] {
        let flow = traffic?.flow ?? ChannelFlow()
        return [Answer.Field("breaker", .text(flow.breaker.rawValue))]
            + Answer.Field.text("since", flow.since?.description)
            + Answer.Field.text("until", flow.until?.description)
            + Answer.Field.text("throttled_until", flow.throttledUntil?.description)
            + Answer.Field.text("last_error", flow.lastError)
            + Answer.Field.number("waiting", traffic?.waitingCount ?? 0)
            + Answer.Field.text("oldest_waiting", traffic?.oldestWaiting?.description)
    }

    /// Rates as the file of channels writes them; nil where nothing limits.
    private static func text(_ rates: [SendingRate]) -> String? {
        guard !rates.isEmpty else { return nil }
        return rates.map { "\($0.count)/\($0.seconds == 1 ? "s" : $0.seconds == 60 ? "min" : "h")" }
            .joined(separator: ", ")
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
