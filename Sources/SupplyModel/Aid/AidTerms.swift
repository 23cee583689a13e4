/// What an authority asks another one to do.
public enum AidKind: String, CaseIterable, Codable, Comparable, Sendable {
    /// Let a supplier work again (复工复产).
    case resume
    /// Let a vehicle pass (通行证).
    case transportPass = "transport_pass"
    /// Let goods out of a store (提取库存).
    case releaseStock = "release_stock"
    /// Move goods from one carrier to another (物流转运).
    case transfer
    /// Have somebody else make what is missing, or send material (产能/原料保障).
    case capacity
    /// Let people come to work (人员).
    case staff
    case other

    public static func < (left: AidKind, right: AidKind) -> Bool { left.rawValue < right.rawValue }
}

/// Where a request for help stands.
public enum AidState: String, CaseIterable, Codable, Sendable {
    /// Written by a rule; nobody has confirmed it (拟稿).
    case draft
    /// Sent to the authority that is asked (已登记).
    case registered
    /// Given to somebody there who handles it (已交办).
    case assigned
    /// That one is at it (办理中).
    case inProgress = "in_progress"
    /// What came of it was said (已反馈).
    case answered
    /// The one who asked agrees that it is done (已销号).
    case closed
    /// Sent back, with a reason (已退回).
    case returned
    /// Never sent, or given up (已作废).
    case dropped

    /// Whether nobody has to do anything any more.
    public var isOver: Bool { self == .closed || self == .dropped }

    /// Those in which somebody still has to do something.
    public static let open = Set(allCases.filter { !$0.isOver })

    /// Whether the authority that is asked has it: from then on its deadline runs.
    public var isWithCounterpart: Bool { self == .registered || self == .assigned || self == .inProgress }
}

/// What somebody does to a request.
public enum AidAction: String, CaseIterable, Codable, Sendable {
    case draft, register, assign, start, answer, close
    case sendBack = "return"
    case reopen, drop
    /// Its deadline passed, and others were told.
    case escalate
}

/// What came of a request.
public enum AidOutcome: String, CaseIterable, Codable, Sendable {
    /// Helped wholly (已解决), in part (部分解决), or not (未解决).
    case solved, partly, refused
}

/// What a rule asks the mutual-protection mechanism for.
public struct AidAsk: Equatable, Sendable {
    public var kind = AidKind.resume
    /// Whether a person confirms each request before it is sent.
    public var needsPerson = true

    public init() {}
}
