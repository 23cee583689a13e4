internal import Foundation
public import SupplyModel

/// The system's clock: the one place that reads it, at the edge.
public enum Clock {
    public static func now() -> Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }
}
