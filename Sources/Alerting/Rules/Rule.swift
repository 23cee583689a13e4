public import SupplyModel

/// What we fear: a metric that crosses a threshold, for which labels, for how long, and how to say it.
///
/// A rule is made by `RuleBook` alone, which has checked that every label, placeholder and pattern of it fits the
/// metric.
public struct Rule: Equatable, Sendable {
    /// Unique over all files.
    public var name: String
    public var metric: Metric
    /// What gives the figures in place of a metric; `metric` is then `query`.
    public var query: RuleQuery?
    /// All of them must fit a sample; sorted by label.
    public var match: [LabelMatcher]
    public var op: Comparison
    /// The threshold, in the metric's unit.
    public var value: Double
    /// A firing alert leaves only beyond this; equal to `value` where the file does not say.
    public var clear: Double
    /// How long the condition holds before the alert fires.
    public var pendingFor: Hold
    /// How long the alert stays after the condition last held.
    public var keepFiringFor: Hold
    /// How long after its end an alert that comes back is the same alert, opened again; 0 for never.
    public var reopenWithinSeconds: Int
    public var damping: Damping?
    public var severity: Severity
    /// Whether the mutual-protection mechanism (互保机制) is asked for help.
    public var isMutualAid: Bool { aid != nil }
    /// What it is asked for; nil where it is not.
    public var aid: AidAsk?
    public var summary: SummaryTemplate

    /// Whether the rule speaks of such a figure; a label that it lacks counts as empty.
    public func watches(_ metric: Metric, _ labels: Labels) -> Bool {
        metric == self.metric && match.allSatisfy { $0.matches(labels[$0.label] ?? "") }
    }

    /// Whether the condition holds; never for a value that is not finite.
    public func holds(_ value: Double) -> Bool {
        value.isFinite && op.compare(value, self.value)
    }

    /// Whether a firing alert stays at this value: it is not yet beyond `clear`.
    public func stays(_ value: Double) -> Bool {
        value.isFinite && (op.compare(value, clear) || op.compare(value, self.value))
    }

    /// How long after its end an alert still counts for what comes after.
    public var memorySeconds: Int {
        max(reopenWithinSeconds, (damping?.halfLifeSeconds ?? 0) * Self.remembered)
    }

    /// Half-lives after which a flap score is as good as none.
    private static let remembered = 6

    /// The stable name of this rule's alert about these labels.
    public func fingerprint(_ labels: Labels) -> String {
        alertFingerprint(rule: name, labels: Self.identity(of: labels, metric: metric))
    }

    /// What a figure is about, as a number: equal for two figures that one rule cannot tell apart.
    static func subject(_ labels: Labels, metric: Metric) -> UInt64 {
        alertHash(rule: "", labels: identity(of: labels, metric: metric))
    }

    /// The labels that make a figure's identity.
    ///
    /// A fingerprint leaves out `industry`, which the register only adds to what a figure is about. Of a figure by
    /// industry it *is* what the figure is about, and then counts under a name of its own.
    private static func identity(of labels: Labels, metric: Metric) -> Labels {
        guard byIndustry.contains(metric), labels["product"] == nil else { return labels }
        var identity = labels
        identity["by_industry"] = labels["industry"]
        return identity
    }

    /// Metrics that are given for each product, and without one for each industry.
    private static let byIndustry: Set<Metric> = [.supplierCount, .regionHHI]
}

/// How a value is held to a threshold.
public enum Comparison: String, CaseIterable, Sendable {
    case above = ">"
    case atLeast = ">="
    case below = "<"
    case atMost = "<="
    case equal = "=="
    case unequal = "!="

    /// Whether the value is on the threshold's wrong side.
    public func compare(_ value: Double, _ threshold: Double) -> Bool {
        switch self {
        case .above: value > threshold
        case .atLeast: value >= threshold
        case .below: value < threshold
        case .atMost: value <= threshold
        case .equal: value == threshold
        case .unequal: value != threshold
        }
    }
}
