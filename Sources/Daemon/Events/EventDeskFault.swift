internal import Store

/// Why nothing was said of an event, or done to it.
public enum EventDeskFault: Error, Equatable, CustomStringConvertible {
    case unknown(String)
    case ambiguous(String, ids: [String])
    case isOver(String)
    case notEnded(String)
    case noAuthor
    case noReason

    init(_ fault: EventFault) {
        switch fault {
        case .unknown(let text): self = .unknown(text)
        case .ambiguous(let text, let ids): self = .ambiguous(text, ids: ids)
        case .isOver(let event): self = .isOver(event)
        case .notEnded(let event): self = .notEnded(event)
        }
    }

    public var description: String {
        switch self {
        case .unknown(let text):
            "'\(text)': no event has this in its id or title; `tierwatch events list --all` shows them"
        case .ambiguous(let text, let ids):
            "'\(text)' is in the ids or titles of several events (\(ids.joined(separator: ", "))); give more of the id"
        case .isOver(let event): "\(event): this event is over already; nothing was changed"
        case .notEnded(let event):
            "\(event): nobody ended this event by hand, so there is nothing to open again; `tierwatch events show` tells how it stands"
        case .noAuthor: "nobody is named; say who it is with --by NAME, or set USER"
        case .noReason: "no reason is given; say why with --reason, for whoever relies on the event"
        }
    }

    /// Whether the command was wrong, the store does not have what it names, or it is no longer as it was thought to be.
    var kind: FaultKind {
        switch self {
        case .ambiguous, .noAuthor, .noReason: .usage
        case .unknown: .noInput
        case .isOver, .notEnded: .badData
        }
    }
}
