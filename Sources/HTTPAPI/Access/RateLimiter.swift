internal import SupplyModel
internal import Synchronization

/// Lets each token, and each address where no token is asked for, ask so many times a second, and a burst of twice as many, once at least.
final class RateLimiter: Sendable {
    private let perSecond: Double
    private let burst: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    /// Askers that are counted.
    static let askerLimit = 10_000

    private struct Bucket {
        var tokens: Double
        var at: Timestamp
    }

    init(perSecond: Double) {
        self.perSecond = perSecond
        burst = max(1, 2 * perSecond)
    }

    /// Takes one turn.
    ///
    /// - Throws: `APIFault` where there is none left, with the seconds until the next.
    func take(_ asker: String, now: Timestamp) throws(APIFault) {
        let waitSeconds = buckets.withLock { buckets in
            if buckets.count >= Self.askerLimit { buckets = buckets.filter { $0.value.tokens < 1 } }
            var bucket = buckets[asker] ?? Bucket(tokens: burst, at: now)
            let elapsed = max(0, now.seconds(since: bucket.at))
            bucket.tokens = min(burst, bucket.tokens + elapsed * perSecond)
            bucket.at = now
            defer { buckets[asker] = bucket }
            guard bucket.tokens >= 1 else { return (1 - bucket.tokens) / perSecond }
            bucket.tokens -= 1
            return 0
        }
        guard waitSeconds > 0 else { return }
        var fault = APIFault(
            .tooMany, "rate_limit",
            "whoever asks so does it more often than rate_limit allows (\(perSecond) a second); ask again after the seconds in Retry-After"
        )
        fault.retryAfterSeconds = max(1, Int(waitSeconds.rounded(.up)))
        throw fault
    }
}
