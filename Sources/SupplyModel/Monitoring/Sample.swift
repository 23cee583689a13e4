/// One figure of one monitoring run.
public struct Sample: Equatable, Sendable {
    public var metric: Metric
    public var labels: Labels
    /// Finite; in the metric's unit.
    public var value: Double
    /// The share, 0...1, of what the figure is about that the register does not know.
    public var unknown: Double
    /// The industry that the figure belongs to, for whoever must act on it.
    public var industry: Industry?
    /// The provinces that the figure is about, most concerned first.
    public var provinces: [RegionCode]

    public init(
        metric: Metric, labels: Labels, value: Double, unknown: Double, industry: Industry?,
        provinces: [RegionCode]
    ) {
        self.metric = metric
        self.labels = labels
        self.value = value
        self.unknown = unknown
        self.industry = industry
        self.provinces = provinces
    }
}
