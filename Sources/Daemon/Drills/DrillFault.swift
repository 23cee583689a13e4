internal import StrictYAML

/// Why there is no drill, or none to be shown.
public enum DrillFault: Error, Equatable, CustomStringConvertible {
    case noFolder(String, reason: String)
    case nobodyLeads
    case unknown(String)

    public var description: String {
        switch self {
        case .noFolder(let path, let reason):
            "\(path): no private folder can be made for the copy of the store (\(reason)); name one that may be written with"
                + " TMPDIR"
        case .nobodyLeads:
            "the register has no leading firm with a chain, so no line can stop; import one with"
                + " `tierwatch import FILE --registrant ID`"
        case .unknown(let number):
            "'\(Excerpt.of(number))': no drill has this number; `tierwatch aid drills` lists them"
        }
    }

    /// Whether the store does not have what is needed, or no copy can be made.
    var kind: FaultKind {
        switch self {
        case .noFolder: .cannotCreate
        case .nobodyLeads, .unknown: .noInput
        }
    }
}
