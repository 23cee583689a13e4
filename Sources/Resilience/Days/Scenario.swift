public import SupplyModel

/// Something that stops for some days.
public struct Shock: Equatable, Sendable {
    /// Whose sites are hit.
    public enum Target: Equatable, Sendable {
        /// A firm's number: all its sites.
        case firm(Int32)
        /// Every site in a region of any level.
        case region(RegionCode)
        /// Every site of which no more than this is known: those in its cities and counties are not hit.
        case only(RegionCode)
        /// The site of a firm's number in this region.
        case site(Int32, RegionCode)
    }

    public var target: Target
    /// The part of its capacity that each site loses, 0...1.
    public var loss: Double
    /// 0 or more.
    public var startDay: Int
    /// How long; afterwards capacity is back at once.
    public var days: Int

    public init(_ target: Target, loss: Double = 1, startDay: Int = 0, days: Int = 14) {
        self.target = target
        self.loss = loss
        self.startDay = startDay
        self.days = days
    }

    /// The region that is hit; nil for what is no region.
    public var region: RegionCode? {
        if case .region(let region) = target { region } else { nil }
    }

    /// The first day on which capacity is back.
    public var endDay: Int { startDay + days }
}

/// What is supposed to happen: shocks, which combine by maximum where several hit one site.
public struct Scenario: Equatable, Sendable {
    /// Days that are looked at after the last shock, unless the scenario says otherwise.
    public static let usualAfterDays = 60
    /// No scenario goes further.
    public static let dayLimit = 3_650

    public var shocks: [Shock]
    /// Days 0..<untilDay are worked out, at most `dayLimit`.
    public var untilDay: Int
    /// Whether backups step in.
    public var isMitigated: Bool
    /// The day that is now: what was lost before it and is lost no more stops no line.
    public var today: Int

    public init(_ shocks: [Shock], untilDay: Int? = nil, isMitigated: Bool = false, today: Int = 0) {
        self.shocks = shocks
        self.isMitigated = isMitigated
        self.today = today
        let end = (shocks.map(\.endDay).max() ?? 0) + Self.usualAfterDays
        self.untilDay = min(untilDay ?? end, Self.dayLimit)
    }
}

/// How a firm comes through a scenario.
public struct Course: Equatable, Sendable {
    public var firm: Int32
    /// By day, as a fraction of normal: the part-weighted mean of the firm's sites.
    public var output: [Double]
    /// The first day of the loss that goes on on the scenario's `today`, or else begins next; nil where none does.
    public var firstLossDay: Int?
    /// Σ (1 − output): what is lost, in days of normal output.
    public var lostDays: Double

    /// The lowest output of any day; 1 where no day was worked out.
    public var lowestOutput: Double { output.min() ?? 1 }

    /// A loss of output that is no more than this is none.
    public static let leastLoss = 1e-9
}

/// How long a firm goes on when a supplier stops for ever.
public struct Survival: Equatable, Sendable {
    public var supplier: Int32
    /// The first day on which the firm loses output.
    public var survivalDays: Int
    /// The supplier's time to recover less `survivalDays`; nil where nobody declared it.
    public var recoveryGapDays: Double?

    public init(supplier: Int32, survivalDays: Int, recoveryGapDays: Double?) {
        self.supplier = supplier
        self.survivalDays = survivalDays
        self.recoveryGapDays = recoveryGapDays
    }
}
