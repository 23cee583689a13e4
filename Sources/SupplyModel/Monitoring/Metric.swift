/// The figures that a monitoring run computes, under the contract's names, and those by which Tierwatch watches itself.
public enum Metric: String, CaseIterable, Codable, Sendable {
    case supplierCount = "supplier_count"
    case hhi
    case hhiUpper = "hhi_upper"
    case cr1, cr3
    case effectiveSuppliers = "effective_suppliers"
    case singleSource = "single_source"
    case singleSourceRatio = "single_source_ratio"
    case regionHHI = "region_hhi"
    case marketHHI = "market_hhi"
    case tierHHI = "tier_hhi"
    case tierHHIRatio = "tier_hhi_ratio"
    case deltaShare = "delta_share"
    case regionalExposure = "regional_exposure"
    case criticality
    case systemicRisk = "systemic_risk"
    case chokepointWeight = "chokepoint_weight"
    case sharedBy = "shared_by"
    case falseDualSource = "false_dual_source"
    case survivalDays = "survival_days"
    case recoveryGapDays = "recovery_gap_days"
    case tierCoverage = "tier_coverage"
    case recordAgeDays = "record_age_days"
    case validityDaysLeft = "validity_days_left"
    case operatingRate = "operating_rate"
    case eventActive = "event_active"
    case eventSurvivalDays = "event_survival_days"
    case eventLoss = "event_loss"
    case eventPossibleSurvivalDays = "event_possible_survival_days"
    case eventPossibleLoss = "event_possible_loss"
    case runDelaySeconds = "run_delay_seconds"
    case breakerOpen = "breaker_open"
    case outboxAgeSeconds = "outbox_age_seconds"
    case diskFreeShare = "disk_free_share"
    /// What a rule's own query gives, which no register computes: whose query is in the label `query`.
    case query

    /// The metrics that a register's figures have.
    public static let figures = allCases.filter { $0 != .query && !$0.isOfTierwatch }

    /// The label that holds the name of the rule whose query a figure is of.
    public static let queryLabel = "query"

    /// What the value counts.
    public var unit: MetricUnit {
        switch self {
        case .supplierCount, .effectiveSuppliers, .chokepointWeight, .sharedBy, .query: .count
        case .hhi, .hhiUpper, .regionHHI, .marketHHI, .tierHHI: .hhi
        case .cr1, .cr3, .singleSourceRatio, .tierHHIRatio, .deltaShare, .regionalExposure, .tierCoverage,
            .criticality, .systemicRisk, .diskFreeShare, .operatingRate, .eventLoss, .eventPossibleLoss:
            .fraction
        case .singleSource, .falseDualSource, .breakerOpen, .eventActive: .flag
        case .runDelaySeconds, .outboxAgeSeconds: .seconds
        case .recordAgeDays, .validityDaysLeft, .survivalDays, .recoveryGapDays, .eventSurvivalDays,
            .eventPossibleSurvivalDays:
            .days
        }
    }

    /// Every label that a sample of this metric may carry.
    public var labelNames: Set<String> {
        switch self {
        case .supplierCount, .hhi, .hhiUpper, .cr1, .cr3, .effectiveSuppliers:
            ["firm", "product", "industry"]
        case .singleSource: ["firm", "product", "industry", "importance"]
        case .singleSourceRatio: ["firm", "basis", "industry"]
        case .regionHHI: ["firm", "product", "industry", "level"]
        case .marketHHI: ["product"]
        case .tierHHI, .tierHHIRatio, .tierCoverage: ["firm", "tier", "industry"]
        case .deltaShare: ["firm", "tier", "basis", "industry"]
        case .regionalExposure: ["firm", "region", "level", "kind", "industry"]
        case .criticality, .chokepointWeight, .sharedBy, .survivalDays, .recoveryGapDays:
            ["firm", "supplier", "industry"]
        case .systemicRisk: ["supplier", "channel"]
        case .falseDualSource: ["firm", "product", "via", "industry"]
        case .recordAgeDays, .validityDaysLeft: ["firm", "industry"]
        case .operatingRate: ["firm", "tier", "industry", "region", "level"]
        case .eventActive: ["event"]
        case .eventSurvivalDays, .eventLoss, .eventPossibleSurvivalDays, .eventPossibleLoss:
            ["firm", "event", "industry"]
        case .query: Set(Self.figures.flatMap(\.labelNames)).union([Self.queryLabel])
        case .breakerOpen, .outboxAgeSeconds: ["channel"]
        case .runDelaySeconds, .diskFreeShare: []
        }
    }

    /// Whether the figure asks what stops if something stops, which costs more than all other figures together.
    public var isOfStops: Bool {
        switch self {
        case .criticality, .systemicRisk, .chokepointWeight, .sharedBy, .falseDualSource, .survivalDays,
            .recoveryGapDays:
            true
        default: false
        }
    }

    /// Whether the figure is about Tierwatch itself: the daemon measures it between runs, and no run makes it.
    public var isOfTierwatch: Bool {
        switch self {
        case .runDelaySeconds, .breakerOpen, .outboxAgeSeconds, .diskFreeShare: true
        default: false
        }
    }

    /// Whether the figure is what people report: where nobody does, there is none, and that says nothing of how things are.
    public var isReported: Bool { self == .operatingRate }

    /// Whether the figure is of an event: all events are known, so one that has none is over, or does nothing to the firm.
    public var isOfEvents: Bool {
        switch self {
        case .eventActive, .eventSurvivalDays, .eventLoss, .eventPossibleSurvivalDays, .eventPossibleLoss:
            true
        default: false
        }
    }

    /// Whether the value moves with the clock even while the register stands still.
    public var movesWithClock: Bool { self == .recordAgeDays || self == .validityDaysLeft }

    /// What a value has become after some days in which the register stood still.
    public func value(_ value: Double, afterDays days: Double) -> Double {
        switch self {
        case .recordAgeDays: max(0, value + days)
        case .validityDaysLeft: value - days
        default: value
        }
    }
}

/// What a sample's value counts: shares and losses are fractions in 0...1, HHI is on the 0...10,000 scale.
public enum MetricUnit: String, Codable, Sendable { case count, fraction, hhi, days, flag, seconds }
