internal import Foundation
public import SupplyModel

/// A token bucket: every request takes a token, tokens come back with time, and few can be saved up.
///
/// A bucket of size b that gains r a second lets b + r·t requests through in a time t. So that no stretch of time sees
/// more than the rate allows, wherever it begins, half of the rate's count is the size and the other half comes back
/// within its time: what a robot's service blocks for is the stretch, not the average. Of several rates the smallest
/// size and the slowest gain hold.
///
/// Source: Turner, "New directions in communications (or which way to the information age?)", 1986.
public struct TokenBucket: Equatable, Sendable {
    /// Tokens that can be saved up, 1 or more.
    public let size: Double
    public let tokensPerSecond: Double

    /// Waits for this share of a rate's time longer than it says: requests do not arrive as evenly as they leave.
    static let marginShare = 0.05

    /// nil where nothing limits.
    public init?(_ rates: [SendingRate]) {
        guard !rates.isEmpty else { return nil }
        size = rates.map { max(1, ($0.count / 2)) }.min().map(Double.init) ?? 1
        tokensPerSecond =
            rates.map { rate in
                let saved = max(1, rate.count / 2)
                return Double(max(1, rate.count - saved)) / (rate.seconds * (1 + Self.marginShare))
            }.min() ?? 1
    }

    /// Brings a channel's tokens up to an instant.
    ///
    /// A clock that went back gives nothing, and takes nothing that was saved.
    public func fill(_ flow: inout ChannelFlow, now: Timestamp) {
        let seconds = flow.filledAt.map { max(0, now.seconds(since: $0)) } ?? 0
        flow.tokens = min(size, (flow.tokens ?? size) + seconds * tokensPerSecond)
        flow.filledAt = now
    }
}
