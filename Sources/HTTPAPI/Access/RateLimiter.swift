internal import SupplyModel
internal import Synchronization

/// Lets each token ask so many times a second, and a burst of twice as many.
final class RateLimiter: Sendable {
    private let perSecond: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    /// Askers that are counted.
    static let askerLimit = 10_000

    private struct Bucket {
        var tokens: Double
        var at: Timestamp
    }

    init(perSecond: Double) { self.perSecond = perSecond }

    /// Takes one turn.
    ///
    /// - Throws: `APIFault` where there is none left, with the seconds until the next.
    func take(_ asker: String, now: Timestamp) throws(APIFault) {
        let waitSeconds = buckets.withLock { buckets in
            if buckets.count >= Self.askerLimit { buckets = buckets.filter { $0.value.tokens < 1 } }
            var bucket = buckets[asker] ?? Bucket(tokens: 2 * perSecond, at: now)
            let elapsed = max(0, now.seconds(since: bucket.at))
            bucket.tokens = min(2 * perSecond, bucket.tokens + elapsed * perSecond)
            bucket.at = now
            defer { buckets[asker] = bucket }
            guard bucket.tokens >= 1 else { return (1 - bucket.tokens) / perSecond }
            bucket.tokens -= 1
            return 0
        }
        guard waitSeconds > 0 else { return }
        var fault = APIFault(
            .tooMany, "rate_limit",
            "this token asks more than \(Int(perSecond)) times a second; ask again after the seconds in Retry-After"
        )
        fault.retryAfterSeconds = max(1, Int(waitSeconds.rounded(.up)))
        throw fault
    }
}
