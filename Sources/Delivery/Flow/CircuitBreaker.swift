internal import Foundation
public import SupplyModel

/// A breaker per channel: a receiver that is down is left alone, and the messages' attempts are kept for when it is back.
///
/// It opens where most attempts of a window failed, lets one message through after a cool-down that grows with every
/// time it stays down, and closes when that one arrives. A receiver that asks for fewer messages works: the whole channel
/// waits for its time, and nothing is counted.
///
/// Source: the breaker of Convoy, a gateway of webhooks, by its documentation.
public enum CircuitBreaker {
    /// It opens at this share of failures, over at least so many attempts of one window.
    public static let failureShare = 0.7
    public static let leastAttempts = 5
    public static let windowSeconds = 300.0
    /// The first cool-down; each further one is twice as long, up to the limit.
    public static let coolDownSeconds = 30.0
    public static let coolDownLimitSeconds = 600.0

    /// Whether any message may leave now, and how many requests.
    ///
    /// `sending`: messages under way, of which a half-open breaker lets one be.
    public static func admit(_ flow: inout ChannelFlow, sending: Int, now: Timestamp) -> Admission {
        if let until = flow.throttledUntil {
            // Who asked for it later than now did so before the clock was set back.
            let isPast = flow.throttledAt.map { $0 > now } ?? false
            guard now >= until || isPast else { return .none }
            flow.throttledUntil = nil
            flow.throttledAt = nil
        }
        if flow.breaker == .open {
            // A clock that was set back would leave the end far ahead.
            let latest = now.adding(seconds: coolDownLimitSeconds)
            if let until = flow.until, until > latest { flow.until = latest }
            guard let until = flow.until, now >= until else { return .none }
            flow.breaker = .halfOpen
            flow.since = now
            flow.until = nil
        }
        guard flow.breaker == .halfOpen else { return .all }
        return Admission(requests: sending == 0 ? 1 : 0, merges: false)
    }

    /// Takes note of what an attempt says.
    public static func note(
        _ flow: inout ChannelFlow, _ sign: ChannelSign, reason: String?, now: Timestamp
    ) {
        switch sign {
        case .throttled(let until):
            flow.throttledUntil = max(flow.throttledUntil ?? until, until)
            flow.throttledAt = now
            flow.lastError = reason
        case .works:
            if flow.breaker == .halfOpen { close(&flow, now: now) }
            if flow.breaker == .closed { count(&flow, isFailure: false, now: now) }
        case .fails:
            flow.lastError = reason
            switch flow.breaker {
            // What was under way when it opened tells nothing new.
            case .open: break
            case .halfOpen: open(&flow, now: now)
            case .closed: count(&flow, isFailure: true, now: now)
            }
        }
    }

    private static func count(_ flow: inout ChannelFlow, isFailure: Bool, now: Timestamp) {
        let start = flow.windowStart ?? now
        // A channel without failures has no window, and nothing to be kept.
        guard isFailure || flow.windowStart != nil else { return }
        if abs(now.seconds(since: start)) > windowSeconds {
            flow.windowStart = nil
            flow.windowCount = 0
            flow.windowFailures = 0
            guard isFailure else { return }
        }
        flow.windowStart = flow.windowStart ?? now
        flow.windowCount += 1
        flow.windowFailures += isFailure ? 1 : 0
        let share = Double(flow.windowFailures) / Double(flow.windowCount)
        if isFailure, flow.windowCount >= leastAttempts, share >= failureShare { open(&flow, now: now) }
    }

    private static func open(_ flow: inout ChannelFlow, now: Timestamp) {
        let seconds = min(coolDownLimitSeconds, coolDownSeconds * Double(1 << min(flow.openings, 20)))
        flow.breaker = .open
        flow.since = now
        flow.until = now.adding(seconds: seconds)
        flow.openings += 1
        flow.windowStart = nil
        flow.windowCount = 0
        flow.windowFailures = 0
    }

    private static func close(_ flow: inout ChannelFlow, now: Timestamp) {
        flow.breaker = .closed
        flow.since = now
        flow.until = nil
        flow.openings = 0
        flow.lastError = nil
    }
}
