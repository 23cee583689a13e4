internal import Delivery
internal import Store
internal import SupplyModel

extension FlowPolicy {
    /// What the channels in force may be sent.
    static func of(_ channels: [Channel]) -> FlowPolicy {
        let byName = Dictionary(channels.map { ($0.name, $0) }) { first, _ in first }
        return FlowPolicy(
            admit: { channel, flow, sending, now in
                admission(byName[channel], &flow, sending: sending, now: now)
            },
            choose: { OverflowDigest.choose($0, requests: $1) },
            digest: { OverflowDigest.body($0, time: $1) },
            note: { CircuitBreaker.note(&$0, $1, reason: $2, now: $3) },
            fallback: { byName[$0]?.fallback }, mergeLimit: OverflowDigest.mergeLimit,
            alertLimit: OverflowDigest.alertLimit)
    }

    /// The breaker is asked first; what it lets through takes tokens, where the channel has a rate.
    private static func admission(
        _ channel: Channel?, _ flow: inout ChannelFlow, sending: Int, now: Timestamp
    ) -> Admission {
        guard let bucket = channel.flatMap({ TokenBucket($0.rates) }) else {
            flow.tokens = nil
            flow.filledAt = nil
            return CircuitBreaker.admit(&flow, sending: sending, now: now)
        }
        bucket.fill(&flow, now: now)
        let admission = CircuitBreaker.admit(&flow, sending: sending, now: now)
        let tokens = Int(flow.tokens ?? 0)
        return Admission(
            requests: min(admission.requests, tokens),
            merges: flow.breaker == .closed && admission.requests > tokens)
    }
}
