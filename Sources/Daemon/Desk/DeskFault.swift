public import SupplyModel

/// Why nothing was done to an alert.
public enum DeskFault: Error, Equatable, CustomStringConvertible {
    case noOwner
    case tooLong(String, limit: Int)
    case badDuration(String)
    case twoEnds
    case isOver(String)
    case noSuchVersion(Int, newest: Int)
    case held(String, by: Acknowledgement)
    case notTaken(String)
    case notOpen(String)

    public var description: String {
        switch self {
        case .noOwner: "nobody is named as owner; say who looks after the alert with --owner NAME"
        case .tooLong(let name, let limit): "the \(name) is longer than \(limit) characters; shorten it"
        case .badDuration(let text):
            "'\(text)' is no duration; write one such as 90m, 4h or 2d, up to a year, with --for"
        case .twoEnds: "both --for and --until are given; keep one of them"
        case .isOver(let text): "'\(text)' is over already; name a later time with --until"
        case .noSuchVersion(let seen, let newest):
            "version \(seen) is not there yet, the newest is \(newest); look again with `tierwatch alerts show`"
        case .held(let fingerprint, let newest):
            "\(fingerprint): \(newest.owner) \(newest.isTaken ? "took" : "gave back") this alert at \(newest.time)"
                + (newest.note.isEmpty ? "" : " (\(newest.note))")
                + "; nothing was changed: to answer all the same, add --seen \(newest.version)"
        case .notTaken(let fingerprint):
            "\(fingerprint): nobody has taken this alert, so there is nothing to give back"
        case .notOpen(let fingerprint):
            "\(fingerprint): this alert is over, so there is nothing to look after;"
                + " `tierwatch alerts list` shows those that are open"
        }
    }

    /// Whether the command itself was wrong; else the alert is no longer as it was thought to be.
    var isUsage: Bool {
        switch self {
        case .noOwner, .tooLong, .badDuration, .twoEnds, .isOver, .noSuchVersion: true
        case .held, .notTaken, .notOpen: false
        }
    }
}
