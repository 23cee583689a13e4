internal import Resilience

/// The kinds of exposure that can be asked about.
public enum ExposureChoice: String, CaseIterable, Sendable {
    case direct, touch, origin, stoppage

    /// The walk that answers it; nil where a cascade does.
    var walk: ExposureKind? { ExposureKind(rawValue: rawValue) }
}
