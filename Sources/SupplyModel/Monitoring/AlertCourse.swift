internal import Foundation

/// How an alert came to where it stands: what the next evaluation goes on from.
///
/// Time counts only as it was seen to go forward, from one evaluation to the next: a clock that is set back costs no more
/// than the step in which it happened, and one that is set right again counts from where it had been.
public struct AlertCourse: Equatable, Codable, Sendable {
    /// When the alert was last evaluated, and the latest time of any evaluation.
    public private(set) var seenAt: Timestamp
    private var latestAt: Timestamp
    /// How long the condition has held without a miss.
    public var heldSeconds: Double
    /// How long it has not held, since it last did.
    public var missedSeconds: Double
    /// Runs in a row in which it held.
    public var heldRuns: Int
    /// Runs in a row in which it did not.
    public var missedRuns: Int
    /// Whether the condition held, run by run: the newest in the lowest bit.
    public var outcomes: UInt64
    /// How often the condition turned of late: each turn counts 1, and loses half of it over the rule's half-life.
    public var flapScore: Double
    /// Whether the alert turns so often that it is held open.
    public var isDamped: Bool
    /// How often it was opened again within its rule's window.
    public var reopenedCount: Int
    /// Why it stands where it stands.
    public var cause: AlertCause

    /// The course of an alert whose condition was just seen to hold.
    public init(at now: Timestamp) {
        seenAt = now
        latestAt = now
        heldSeconds = 0
        missedSeconds = 0
        heldRuns = 1
        missedRuns = 0
        outcomes = 1
        flapScore = 0
        isDamped = false
        reopenedCount = 0
        cause = .held
    }

    /// Notes whether the condition held in one more run.
    ///
    /// `isTurn`: whether that is a turn for the flap score, whose half-life is given in seconds.
    public mutating func note(holds: Bool, isTurn: Bool, halfLifeSeconds: Double?, now: Timestamp) {
        let step = move(to: now)
        if let halfLifeSeconds {
            flapScore = flapScore * exp2(-step / halfLifeSeconds) + (isTurn ? 1 : 0)
        }
        outcomes = outcomes << 1 | (holds ? 1 : 0)
        if holds {
            heldSeconds = heldRuns > 0 ? heldSeconds + step : 0
            heldRuns += 1
            missedSeconds = 0
            missedRuns = 0
        } else {
            missedSeconds += step
            missedRuns += 1
            heldSeconds = 0
            heldRuns = 0
        }
    }

    /// Seconds since the last evaluation, as they count.
    @discardableResult public mutating func move(to now: Timestamp) -> Double {
        let from = now >= latestAt ? max(seenAt, latestAt) : seenAt
        seenAt = now
        latestAt = max(latestAt, now)
        return max(0, now.seconds(since: from))
    }

    /// Of the newest `count` runs, those in which the condition held.
    public func heldCount(of count: Int) -> Int {
        let mask: UInt64 = count >= 64 ? .max : (1 << UInt64(count)) - 1
        return (outcomes & mask).nonzeroBitCount
    }
}

/// Why an alert entered its state.
public enum AlertCause: String, CaseIterable, Codable, Sendable {
    /// The condition holds.
    case held
    /// It has held for as long as the rule asks.
    case heldLongEnough = "held_long_enough"
    /// It no longer holds, and the alert is kept for as long as the rule asks.
    case missed
    /// It turned too often of late: the alert is held open until it is calm.
    case flapping
    /// It has not held for as long as the rule asks.
    case cleared
    /// The figure is no longer made, though its firm's others are.
    case figureGone = "figure_gone"
    /// Nothing at all is known of the firm any more.
    case noData = "no_data"
    /// The rule could not be evaluated.
    case ruleFailed = "rule_failed"
    /// The rule is gone.
    case ruleGone = "rule_gone"
    /// Its firm counts as another since it was decided so.
    case firmMerged = "firm_merged"
    /// The condition holds again.
    case heldAgain = "held_again"
    /// It came back within the rule's window, so that it is the same alert.
    case reopened
}
