public import SupplyModel

/// How a buyer can depend on a region; the contract defines each.
public enum ExposureKind: String, CaseIterable, Sendable {
    /// Direct suppliers in the region.
    case direct
    /// The chance that a walk up the chain meets the region.
    case touch
    /// Where the value starts.
    case origin
}

/// How far a firm depends on one region.
public struct Exposure: Equatable, Sendable {
    /// At the level that was asked for.
    public var region: RegionCode
    /// 0...1.
    public var value: Double

    public init(region: RegionCode, value: Double) {
        self.region = region
        self.value = value
    }

    /// Smaller values are left out of lists.
    public static let leastValue = 1e-9
}
