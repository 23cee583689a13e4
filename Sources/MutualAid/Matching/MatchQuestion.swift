public import Resilience
internal import SupplyModel

/// Who is looked for, and what is supposed to happen.
public struct MatchQuestion: Sendable {
    public var firm: Int32
    /// The number of the product, as the firm buys it.
    public var product: Int32
    /// The firm's own sites are spared, whatever it says; whether it is mitigated is not asked.
    public var scenario: Scenario
    /// The day of the scenario on which somebody decides: those who step in begin then, also where the first shock comes later.
    public var decisionDay = 0
    public var book = ProductBook.empty
    public var capabilities: [Capability] = []
    /// Whether a firm is on a list that the buyer's province recognises.
    public var isRecognised: @Sendable (Int32) -> Bool = { _ in false }
    /// Whether what is known from others' chains alone is left out, for their owners are to be asked first.
    public var isNamedOnly = false
    /// What the firm is supplied with, or could be, by the word of others alone: that is known from their chains too.
    public var others: Set<OwnSupply> = []
    /// How many candidates are looked at closely.
    public var top = Self.usualTop
    /// Whether sets that close the gap are looked for.
    public var isPlanned = false
    /// Threads that answer; no figure depends on it.
    public var workers = 1

    public static let usualTop = 20
    public static let topRange = 1...200

    public init(firm: Int32, product: Int32, scenario: Scenario) {
        self.firm = firm
        self.product = product
        self.scenario = scenario
    }
}

/// A firm that a candidate shares with those who failed.
public struct SharedSource: Equatable, Sendable {
    public var firm: Int32
    /// What the candidate loses when it stops, 0...1.
    public var loss: Double

    public init(firm: Int32, loss: Double) {
        self.firm = firm
        self.loss = loss
    }
}

/// One candidate, with all that speaks for and against it.
public struct Match: Sendable {
    public var candidate: Candidate
    public var parts: MatchParts
    /// What it can deliver under the shocks, as a fraction of the need; nil where nobody says.
    public var delivers: Double?
    /// What it would take over: at most the gap.
    public var takes: Double
    public var hhi: Double?
    public var regionHHI: Double?
    /// Within the delta, between cities.
    public var distanceKm: Double?
    /// The worst first.
    public var shared: [SharedSource] = []
    /// Candidates that lean on one plant, or are one firm, have one number, which is that of their best.
    public var classNumber = 0
    /// The plants on which it leans with other firms; empty where it stands alone.
    public var leansOn: [Plant] = []
    /// How the buyer comes through with it alone; nil where it is not known what it delivers.
    public var course: Course?

    public var score: Double { parts.score }
    /// Whether it delivers anything, or may: what shuts a gate is not offered, what is only not recommended is.
    public var isOffered: Bool {
        parts.gates > Need.leastLoss && delivers.map { $0 > Need.leastLoss } ?? true
    }
}

/// The answer to a question.
public struct Matches: Sendable {
    public var need: Need
    /// HHI among firms and cities, now, with nothing lost.
    public var hhi: Double?
    public var regionHHI: Double?
    /// How the buyer comes through without any help, and how when all of the product arrives: what it then loses is for want of others.
    public var course: Course
    public var courseWithoutGap: Course
    /// Best first; those that cannot be offered last.
    public var matches: [Match]
    /// Candidates that were not looked at closely.
    public var leftOutCount: Int
    /// Whether every loop of the cascade settled.
    public var hasConverged: Bool
    /// The exact one first, where there is one; empty unless asked for, or where nothing is lacking or nobody can help.
    public var plans: [StandInPlan] = []
    /// What follows for the buyer from what arrives, and the days from the first shock until somebody decides.
    let courses: StandInCourses
    let delayDays: Double

    /// How the buyer comes through when these arrive, each so many days after somebody decides: what is told of a course that is worked out
    /// from told figures tells no more than they do.
    public func course(whenArrives deliveries: [SteadyDelivery]) -> Course {
        courses.course(
            whenArrives: deliveries.map {
                SteadyDelivery(part: $0.part, bringUpDays: $0.bringUpDays + delayDays)
            })
    }
}
