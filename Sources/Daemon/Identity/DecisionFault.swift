public import SupplyModel

/// Why nothing was decided about two firms.
public enum DecisionFault: Error, Equatable, CustomStringConvertible {
    case noAuthor
    case noReason
    case refused(MergeFault<FirmID>)

    public var description: String {
        switch self {
        case .noAuthor: "nobody is named; say who decides with --by NAME, or set USER"
        case .noReason: "no reason is given; say why with --reason, for whoever doubts it later"
        case .refused(let fault): fault.sentence
        }
    }

    /// Whether the command itself was wrong; else what was decided before stands against it.
    var isUsage: Bool {
        switch self {
        case .noAuthor, .noReason, .refused(.itself): true
        case .refused: false
        }
    }
}
