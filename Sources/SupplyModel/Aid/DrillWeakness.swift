/// Something that does not work in the mechanism.
public struct DrillWeakness: Hashable, Codable, Sendable {
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// A firm's line stops, and nobody was asked for help.
        case noRequest = "no_request"
        /// A province has a part in a request, and hears of none.
        case noChannel = "no_channel"
        /// A firm lacks a product for which nobody can stand in.
        case noStandIn = "no_stand_in"
    }

    /// Why nobody was asked.
    public enum Reason: String, Codable, CaseIterable, Sendable {
        /// The register does not know its province.
        case unplaced
        /// It sits in no province of the mechanism.
        case outside
        /// What stops it has not begun.
        case notYet = "not_yet"
        /// What stops it has begun, and its stock outlasts the days for which a status report holds.
        case stockLasts = "stock_lasts"
        /// No rule that asks for help fires about it.
        case noRule = "no_rule"
        /// Such a rule waits before it fires.
        case waits
        /// It asks already, by a request that is open.
        case asked
        /// Those who stop sit in its own province or outside of the mechanism, and nobody elsewhere is known to stand in.
        case nobody
    }

    public var kind: Kind
    public var reason: Reason?
    public var firm: FirmID?
    public var name: String?
    public var province: RegionCode?
    public var product: String?

    public init(_ kind: Kind) { self.kind = kind }
}
