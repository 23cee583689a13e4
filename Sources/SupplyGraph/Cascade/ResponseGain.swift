/// How much of a small error at some nodes can arrive elsewhere, whatever limits bind.
///
/// A loss of δ at a node costs any other node at most δ times what the node's stop would cost it if nothing were cut off at
/// 1: limits only ever add up to less. So where a shock's losses x solved one graph, and the limits of the nodes D differ
/// in another by ε of x, the losses there are off by no more than Σ δ_b · y_b: y_b what everyone loses by the stop of b in
/// the other graph, and δ_b ≤ ε_b + Σ_c δ_c · y_c(b), with what comes back to b itself for y_b(b). Solved for δ, the error
/// of what is asked is Σ ε_b · gain_b.
public struct ResponseGain: Sendable {
    /// Of the whole loss, what is given to a node to learn its response: the first by which nothing is cut off.
    public static let blows = [0x1p-1, 0x1p-7]

    /// What the response to a blow may be off by.
    public static func error(ofBlow blow: Double) -> Double { LoopRelaxation.wantedError / blow }

    private static let roundLimit = 1000
    private static let settled = 1e-12
    /// No smaller part of what a node loses may leave it for good.
    private static let leastLeaving = 1e-3

    /// By node.
    public let gains: [Double]

    /// Solves for the gains; nil where what comes back to the nodes is too much to be bounded.
    ///
    /// `asked` is by node the most that anything asked loses by its stop; `responses[b][c]` what node c loses by the stop
    /// of b, and for b itself what its inputs make it lose.
    public init?(asked: [Double], responses: [[Double]]) {
        var gains = asked
        guard responses.indices.allSatisfy({ responses[$0][$0] <= 1 - Self.leastLeaving }) else { return nil }
        for _ in 0..<Self.roundLimit {
            var change = 0.0
            for node in gains.indices {
                let returns = responses[node][node]
                var sum = asked[node]
                for other in gains.indices where other != node {
                    sum += responses[node][other] * gains[other]
                }
                let gain = sum / (1 - returns)
                guard gain.isFinite else { return nil }
                change = max(change, abs(gain - gains[node]) / max(1, gain))
                gains[node] = gain
            }
            if change <= Self.settled {
                self.gains = gains
                return
            }
        }
        return nil
    }
}
