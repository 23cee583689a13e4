/// A product that a firm lacks, and the best who could stand in.
public struct DrillNeed: Equatable, Codable, Sendable {
    public var firm: FirmID
    public var name: String?
    public var product: String
    /// Of the firm's need, 0...1.
    public var gap: Double
    public var standIns: [DrillStandIn]
    /// Those of the candidates that were looked at who can be offered, shown or not.
    public var offeredCount: Int

    public init(
        firm: FirmID, name: String?, product: String, gap: Double, standIns: [DrillStandIn], offeredCount: Int
    ) {
        self.firm = firm
        self.name = name
        self.product = product
        self.gap = gap
        self.standIns = standIns
        self.offeredCount = offeredCount
    }
}

/// Somebody who could stand in; of others' chains alone without identity and name.
public struct DrillStandIn: Equatable, Codable, Sendable {
    /// Its place in the answer of `aid match`.
    public var number: Int
    /// nil too where it is named and its identity may not be told.
    public var firm: FirmID?
    public var name: String?
    public var province: RegionCode
    public var source: String
    public var score: Double
    /// Of the need, 0...1; nil where nobody says.
    public var delivers: Double?
    /// With it alone; nil where it is not known, or the line goes on.
    public var lineStopDay: Int?
    public var lostDays: Double?

    public init(
        number: Int, firm: FirmID?, name: String?, province: RegionCode, source: String, score: Double
    ) {
        self.number = number
        self.firm = firm
        self.name = name
        self.province = province
        self.source = source
        self.score = score
    }
}
