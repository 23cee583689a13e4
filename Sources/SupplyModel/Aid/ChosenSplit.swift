/// How somebody decided that what is left of a supplier's output is split.
public struct ChosenSplit: Equatable, Sendable {
    /// What one buyer is given.
    public struct Part: Equatable, Codable, Sendable {
        public var firm: FirmID
        /// Of what it normally gets, 0...1.
        public var fraction: Double
        /// What it loses then, in days.
        public var lostDays: Double

        public init(firm: FirmID, fraction: Double, lostDays: Double) {
            self.firm = firm
            self.fraction = fraction
            self.lostDays = lostDays
        }
    }

    /// 1, 2, … in the order in which they were made; 0 before it is kept.
    public var number: Int64 = 0
    public var time: Timestamp
    public var supplier: FirmID
    /// nil for all that the supplier sells.
    public var product: String?
    /// Of its normal deliveries, 0...1.
    public var remaining: Double
    public var days: Int
    /// A word of the rules.
    public var rule: String
    public var author: String
    public var reason: String
    public var parts: [Part]

    public init(
        time: Timestamp, supplier: FirmID, product: String?, remaining: Double, days: Int, rule: String,
        author: String, reason: String, parts: [Part]
    ) {
        self.time = time
        self.supplier = supplier
        self.product = product
        self.remaining = remaining
        self.days = days
        self.rule = rule
        self.author = author
        self.reason = reason
        self.parts = parts
    }

    /// Characters of a reason.
    public static let reasonLimit = 1_000
}
