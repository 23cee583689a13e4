/// How what is left of a supplier's output is split among those who need it.
public enum SplitRule: String, CaseIterable, Codable, Sendable {
    /// To each the same part of what it normally gets.
    case proportional
    /// So that all together lose the fewest days of output.
    case leastLostDays = "least-lost-days"
    /// So that the need of whoever is covered worst is covered as well as can be, then that of the next.
    case maxMin = "max-min"
}

/// One buyer's claim to a supplier's output.
public struct Claim: Equatable, Sendable {
    public var firm: Int32
    /// What it normally gets, in CNY yuan a year or, where that is not known of all, 1; above 0.
    public var need: Double
    /// The supplier's largest share of any product that the buyer needs, above 0...1.
    public var share: Double

    public init(firm: Int32, need: Double, share: Double) {
        self.firm = firm
        self.need = need
        self.share = share
    }
}

/// Splits by arithmetic alone.
///
/// `fractions` are of what each claim normally gets, 0...1, in the order of the claims.
enum Split {
    /// A common part for all.
    static func proportional(_ claims: [Claim], remaining: Double) -> [Double] {
        claims.map { _ in min(1, max(0, remaining)) }
    }

    /// Raises the level to which needs are covered until what remains is used up.
    ///
    /// A buyer of which the supplier covers the share s is covered to 1 − s without it, and to 1 − s·(1 − f) with a fraction f. What is used
    /// grows with the level piece by piece in straight lines, each of which begins where one more buyer begins to get something.
    static func maxMin(_ claims: [Claim], remaining: Double) -> [Double] {
        let all = claims.reduce(0) { $0 + $1.need }
        let available = min(1, max(0, remaining)) * all
        func fraction(_ claim: Claim, at level: Double) -> Double {
            min(1, max(0, 1 - (1 - level) / claim.share))
        }
        func used(at level: Double) -> Double {
            claims.reduce(0) { $0 + $1.need * fraction($1, at: level) }
        }
        let levels = (Set(claims.map { 1 - $0.share }).union([0, 1])).sorted()
        guard let upper = levels.firstIndex(where: { used(at: $0) >= available }), upper > 0 else {
            return claims.map { fraction($0, at: used(at: 0) >= available ? 0 : 1) }
        }
        let (low, high) = (levels[upper - 1], levels[upper])
        let (below, above) = (used(at: low), used(at: high))
        let part = above > below ? (available - below) / (above - below) : 1
        return claims.map { fraction($0, at: low + (high - low) * part) }
    }

    /// Gives units so that the losses sum to the least.
    ///
    /// `losses` are by claim what it loses with 0, 1, 2 … units; further units change nothing. Each unit goes once, or to nobody. This is
    /// exact whatever the losses look like: it goes through the claims and keeps for each number of units the least sum.
    /// - Complexity: O(claims · units²).
    static func leastLoss(_ losses: [[Double]], units: Int) -> [Int] {
        var least = [Double](repeating: 0, count: units + 1)
        var choices: [[Int]] = []
        for losses in losses {
            var next = [Double](repeating: .infinity, count: units + 1)
            var choice = [Int](repeating: 0, count: units + 1)
            for total in 0...units {
                for given in 0...min(total, losses.count - 1) {
                    let sum = least[total - given] + losses[given]
                    if sum < next[total] - Self.leastDifference {
                        next[total] = sum
                        choice[total] = given
                    }
                }
            }
            least = next
            choices.append(choice)
        }
        var left = units
        return choices.reversed().map { choice in
            let given = choice[left]
            left -= given
            return given
        }.reversed()
    }

    /// Sums that differ by no more are equal; then fewer units are given.
    private static let leastDifference = 1e-12

    /// What is left over goes to all in proportion to what they still lack.
    static func topUp(_ fractions: [Double], _ claims: [Claim], remaining: Double) -> [Double] {
        let all = claims.reduce(0) { $0 + $1.need }
        let used = zip(fractions, claims).reduce(0) { $0 + $1.0 * $1.1.need }
        let lacking = all - used
        guard lacking > 0 else { return fractions }
        let part = min(1, max(0, (min(1, remaining) * all - used) / lacking))
        return fractions.map { $0 + (1 - $0) * part }
    }
}
