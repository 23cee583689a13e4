/// What a drill (演练) found: a scenario that went through the whole mechanism on a copy of the store, and touched nobody.
///
/// Days are counted from the day of the drill, so that drills of different days can be compared; dates follow from them.
public struct DrillReport: Equatable, Codable, Sendable {
    public var scenario: DrillScenario
    /// Alerts that fired already, and requests that were open already: no part of what the drill brought.
    public var alertsBefore: Int
    public var requestsBefore: Int
    /// Alerts that are open because of it.
    public var alerts: [DrillAlert] = []
    public var requests: [DrillRequest] = []
    /// Leading firms that lose output in the whole scenario, the worst first; and what all of them lose, shown or not.
    public var lineStops: [DrillLineStop] = []
    public var totalLostDays = 0.0
    /// What those firms lack, and who could stand in.
    public var needs: [DrillNeed] = []
    /// Who would have been told, and how often.
    public var told: [DrillTold] = []
    public var weaknesses: [DrillWeakness] = []
    /// What is only shown in part.
    public var cuts: [DrillCut] = []

    public init(_ scenario: DrillScenario, alertsBefore: Int, requestsBefore: Int) {
        self.scenario = scenario
        self.alertsBefore = alertsBefore
        self.requestsBefore = requestsBefore
    }

    /// Whether all of a part is in the report.
    public func isWhole(_ part: DrillCut.Part) -> Bool { !cuts.contains { $0.part == part } }

    /// How much there is of a part of which so much is in the report.
    public func total(_ part: DrillCut.Part, shown: Int) -> Int {
        cuts.first { $0.part == part }?.total ?? shown
    }
}

/// A drill that is kept.
public struct Drill: Equatable, Sendable {
    /// 1, 2, … in the order in which they were made; 0 before it is kept.
    public var number: Int64 = 0
    public var time: Timestamp
    public var author: String
    public var report: DrillReport

    public init(time: Timestamp, author: String, report: DrillReport) {
        self.time = time
        self.author = author
        self.report = report
    }

    /// Characters of a scenario's name.
    public static let nameLimit = 100

    /// The date in China of a day of the drill.
    public func date(ofDay day: Int) -> CalendarDay { CalendarDay(time).adding(days: day) }
}

/// What was supposed to happen.
public struct DrillScenario: Equatable, Codable, Sendable {
    /// By this name drills are compared.
    public var name: String
    /// SHA-256 of what it says, 64 hexadecimal digits: where it differs, so did the scenario.
    public var digest: String
    public var untilDay: Int
    public var isMitigated: Bool
    public var shocks: [DrillShock]

    public init(name: String, digest: String, untilDay: Int, isMitigated: Bool, shocks: [DrillShock]) {
        self.name = name
        self.digest = digest
        self.untilDay = untilDay
        self.isMitigated = isMitigated
        self.shocks = shocks
    }
}

/// One thing that happens.
public struct DrillShock: Equatable, Codable, Sendable {
    /// How the mechanism hears of it.
    public enum Word: String, Codable, CaseIterable, Sendable {
        /// As an event of a region, with its own beginning and end.
        case event
        /// As a status report of a firm, which knows no end.
        case status
        /// Not yet: it begins too late for anybody to know. It counts in the expected line stops alone.
        case later
    }

    /// A region's code or a firm's identity.
    public var stopped: String
    public var name: String?
    /// 0...1.
    public var loss: Double
    public var startDay: Int
    public var days: Int
    public var word: Word

    public init(
        stopped: String, name: String?, loss: Double, startDay: Int, days: Int, word: Word
    ) {
        self.stopped = stopped
        self.name = name
        self.loss = loss
        self.startDay = startDay
        self.days = days
        self.word = word
    }
}

/// How many messages a channel would have been sent.
public struct DrillTold: Equatable, Codable, Sendable {
    public var channel: String
    public var messages: Int

    public init(channel: String, messages: Int) {
        self.channel = channel
        self.messages = messages
    }
}

/// A part of a report that is longer than what is kept of it.
public struct DrillCut: Equatable, Codable, Sendable {
    public enum Part: String, Codable, CaseIterable, Sendable {
        case alerts, requests, suppliers
        case lineStops = "line_stops"
        /// Firms whose lines stop, of which it was looked at what they lack.
        case firms
        /// What those firms lack.
        case needs
    }

    public var part: Part
    public var shown: Int
    public var total: Int

    public init(_ part: Part, shown: Int, total: Int) {
        self.part = part
        self.shown = shown
        self.total = total
    }
}
