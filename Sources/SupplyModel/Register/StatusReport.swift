/// What somebody says of a firm at a time: how much of its normal output it makes, with whom and with which stocks.
///
/// Nothing is overwritten: of several reports about one place the newest counts, of equal times the one that names the place, then
/// the one entered last.
public struct StatusReport: Equatable, Sendable {
    public var firm: FirmID
    /// Which of its sites are meant: those in this region; nil for all of them.
    public var region: RegionCode?
    /// When it was so.
    public var time: Timestamp
    /// Who says so.
    public var registrant: FirmID
    /// The part of its normal output that the firm makes, 0...1.
    public var operatingRate: Double
    /// People at work.
    public var staff: Int?
    /// Days of need that the firm holds.
    public var stockDays: Double?
    public var logistics: String?
    public var note: String?

    /// Days after which a report no longer counts, unless the configuration says otherwise.
    ///
    /// Two weeks: as long as the usual stop of a what-if, and as the material that was held in 2022.
    public static let usualValidDays = 14.0

    /// A report of a rate; the other values are set after.
    public init(
        firm: FirmID, region: RegionCode? = nil, time: Timestamp, registrant: FirmID, operatingRate: Double
    ) {
        self.firm = firm
        self.region = region
        self.time = time
        self.registrant = registrant
        self.operatingRate = operatingRate
    }
}
