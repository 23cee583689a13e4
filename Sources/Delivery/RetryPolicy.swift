internal import CCurl
internal import Foundation
public import SupplyModel

/// What one attempt came to, before anybody judged whether another helps.
public enum AttemptOutcome: Equatable, Sendable {
    /// The console took it.
    case printed
    case http(HTTPOutcome)
    /// The channel's own code judged the answer.
    case judged(Judgement)
    /// The channel cannot be used as it is configured.
    case misconfigured(ChannelFault)
}

/// Decides from an attempt's outcome whether and when there is another: a function of values.
///
/// Only 2xx is success. 410 and 413 end it at once; everything else, the faults of our own configuration too, is
/// tried again on a schedule of three days, because somebody may mend it and a message must not be lost.
///
/// Source: Standard Webhooks 1.0.0, "Retry schedule" and "Status codes".
public enum RetryPolicy {
    /// Seconds before each attempt, counted from the one before.
    public static let delaysSeconds: [Double] = [
        0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400,
    ]
    /// A delay is longer or shorter by up to this share, so that what failed together does not come back together.
    public static let jitterShare = 0.2
    /// The longest wait that a receiver can ask for.
    public static let retryAfterLimitSeconds = 86_400.0

    /// The verdict on an attempt.
    ///
    /// `attempts`: those made before this one. `random`: in 0..<1.
    public static func next(
        attempts: Int, outcome: AttemptOutcome, now: Timestamp, random: Double
    ) -> DeliveryVerdict {
        guard let reason = reason(outcome) else { return .delivered }
        var waitSeconds = 0.0
        if case .judged(let judgement) = outcome {
            if case .permanent = judgement { return .failed(reason: reason) }
            if case .throttled(let seconds, _) = judgement { waitSeconds = seconds }
        }
        if case .http(.response(let response)) = outcome {
            if [410, 413].contains(response.status) { return .failed(reason: reason) }
            if [429, 502, 503, 504].contains(response.status), let text = response.retryAfter {
                waitSeconds = retryAfterSeconds(text, now: now)
            }
        }
        let made = min(max(attempts, 0), Int.max - 1) + 1
        guard made < delaysSeconds.count else {
            return .failed(reason: "gave up after \(made) attempts; the last: \(reason)")
        }
        let share = random >= 0 && random < 1 ? random : 0.5
        let delay = delaysSeconds[made] * (1 + jitterShare * (2 * share - 1))
        return .retry(at: now.adding(seconds: max(delay, waitSeconds)), reason: reason)
    }

    /// A receiver that asks for fewer messages and does not say for how long is left alone for this.
    public static let throttleSeconds = 60.0

    /// What an outcome says of the channel: a service that refuses this message for good is there and reads.
    public static func sign(_ outcome: AttemptOutcome, now: Timestamp) -> ChannelSign {
        switch outcome {
        case .judged(.throttled(let seconds, _)):
            return .throttled(until: now.adding(seconds: min(max(seconds, 1), retryAfterLimitSeconds)))
        case .judged(.permanent): return .works
        case .http(.response(let response)) where response.status == 429:
            let seconds = response.retryAfter.map { retryAfterSeconds($0, now: now) } ?? 0
            return .throttled(until: now.adding(seconds: seconds > 0 ? seconds : throttleSeconds))
        case .http(.response(let response)) where response.status == 413: return .works
        default: return reason(outcome) == nil ? .works : .fails
        }
    }

    /// Why it is no success; nil where it is one.
    private static func reason(_ outcome: AttemptOutcome) -> String? {
        switch outcome {
        case .printed, .judged(.delivered): nil
        case .judged(.retry(let reason)), .judged(.throttled(_, let reason)), .judged(.permanent(let reason)),
            .judged(.misconfigured(let reason)):
            reason
        case .misconfigured(let fault): fault.description
        case .http(.fault(let fault)): fault.sentence
        case .http(.response(let response)): reason(status: response.status)
        }
    }

    private static func reason(status: Int) -> String? {
        switch status {
        case 200..<300: nil
        case 300..<400: "HTTP \(status): redirects are not followed; give the final URL"
        case 401, 403: "HTTP \(status): the receiver refuses us; check the secret on both sides"
        case 404: "HTTP 404: nothing receives at this URL; check it"
        case 410: "HTTP 410: the receiver is gone; give the channel a new URL or remove it"
        case 413: "HTTP 413: the message is too large for the receiver"
        case 429: "HTTP 429: the receiver asks for fewer messages"
        default: "HTTP \(status)"
        }
    }

    /// Seconds that a `Retry-After` asks for, 0 to the limit; 0 where it cannot be read.
    ///
    /// `curl_getdate` reads all three forms of an HTTP date, whatever the locale.
    private static func retryAfterSeconds(_ text: String, now: Timestamp) -> Double {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        let isNumber = !trimmed.isEmpty && trimmed.utf8.allSatisfy { (48...57).contains($0) }
        if isNumber { return min(Double(trimmed) ?? 0, retryAfterLimitSeconds) }
        let date = curl_getdate(trimmed, nil)
        guard date >= 0 else { return 0 }
        let seconds = Double(date) - Double(now.milliseconds) / 1_000
        return min(max(seconds, 0), retryAfterLimitSeconds)
    }
}
