/// What a drill asks: what the command line names, and perhaps a scenario file.
public struct WhatIf: Sendable {
    /// Names or codes of regions, and identities or names of firms, that stop from day 0 on.
    public var regions: [String] = []
    public var firms: [String] = []
    /// Of what `regions` and `firms` name.
    public var loss = 1.0
    public var days = 14
    /// Instead of what the scenario file says, or of the usual.
    public var untilDay: Int?
    public var isMitigated = false
    /// Whether sites also lack what their newest status reports say, for `days` from day 0 on.
    public var startsFromStatus = false
    /// Ids of events, or parts of their ids or titles, whose shocks are added; day 0 is when the first of them begins.
    public var events: [String] = []
    /// Path of a scenario file, whose shocks are added.
    public var scenarioFile: String?
    /// The one firm that is asked about; nil for all leading firms that lose output.
    public var firm: String?
    /// Whether each firm's output is drawn as a line of bars.
    public var isDrawn = false
    /// Days times firms that the answer may have; nil for any number.
    public var courseLimit: Int?

    public init() {}
}
