/// The three industries that Tierwatch centres on, and the rest.
public enum Industry: String, CaseIterable, Codable, Comparable, Sendable {
    case auto, chips, biopharma, other

    public static func < (left: Industry, right: Industry) -> Bool { left.rawValue < right.rawValue }
}

/// What it means for the buyer when a product is missing.
public enum Importance: UInt8, CaseIterable, Comparable, Sendable {
    case none, ordinary, essential

    /// The contract's word for it.
    public var name: String { ["none", "ordinary", "essential"][Int(rawValue)] }

    public static func < (left: Importance, right: Importance) -> Bool { left.rawValue < right.rawValue }
}

/// Whether a declared relation carries flow.
public enum SupplyStatus: UInt8, CaseIterable, Sendable {
    case active, backup, ended

    /// The contract's word for it.
    public var name: String { ["active", "backup", "ended"][Int(rawValue)] }
}

/// The five tiers that a declaration may name.
public let tierRange = 1...5
