internal import StrictYAML
public import SupplyModel

/// Why nothing was done to an alert.
public enum DeskFault: Error, Equatable, CustomStringConvertible {
    case noOwner
    case tooLong(String, limit: Int)
    case badDuration(String)
    case twoEnds
    case isOver(String)
    case endsBeforeStart(Timestamp, start: Timestamp)
    case noEnd
    case noReason
    case badMatchers(String)
    case unknownSilence(String)
    case ambiguousSilence(String)
    case silenceIsOver(String)
    case noSuchVersion(Int, newest: Int)
    case held(String, by: Acknowledgement)
    case notTaken(String)
    case notOpen(String)

    public var description: String { sentence(for: .commandLine) }

    /// What is wrong and what to do.
    func sentence(for asker: Asker) -> String {
        switch self {
        case .noOwner: "nobody is named; say who it is with \(asker.named("owner", as: "NAME")), or set USER"
        case .tooLong(let name, let limit): "the \(name) is longer than \(limit) characters; shorten it"
        case .badDuration(let text):
            "'\(Excerpt.of(text))' is no duration; write one such as 90m, 4h or 2d, up to a year, with \(asker.named("for"))"
        case .twoEnds:
            "both \(asker.named("for")) and \(asker.named("until")) are given; keep one of them"
        case .isOver(let text):
            "'\(Excerpt.of(text))' is over already; name a later time with \(asker.named("until"))"
        case .endsBeforeStart(let end, let start):
            "it would end at \(end), before it starts at \(start);"
                + " correct \(asker.named("until")) or \(asker.named("start"))"
        case .noEnd:
            "no end is given; say how long it lasts with \(asker.named("for")), such as 2h, or \(asker.named("until"))"
        case .noReason:
            "no reason is given; say why with \(asker.named("reason")), for whoever misses these alerts"
        case .badMatchers(let sentence): sentence
        case .unknownSilence(let id):
            "\(Excerpt.of(id)): no silence's id begins so; \(asker.place(.silences)) shows them"
        case .ambiguousSilence(let id):
            "\(Excerpt.of(id)): several silences' ids begin so; give more of the characters"
        case .silenceIsOver(let id): "\(id): this silence is over already; nothing was changed"
        case .noSuchVersion(let seen, let newest):
            "version \(seen) is not there yet, the newest is \(newest); look again with \(asker.place(.alert))"
        case .held(let fingerprint, let newest):
            "\(fingerprint): \(newest.owner) \(newest.isTaken ? "took" : "gave back") this alert at \(newest.time)"
                + (newest.note.isEmpty ? "" : " (\(newest.note))")
                + "; nothing was changed: to answer all the same, add"
                + " \(asker.named("seen", as: "\(newest.version)"))"
        case .notTaken(let fingerprint):
            "\(fingerprint): nobody has taken this alert, so there is nothing to give back"
        case .notOpen(let fingerprint):
            "\(fingerprint): this alert is over, so there is nothing to look after;"
                + " \(asker.place(.alerts)) shows those that are open"
        }
    }

    /// Whether the command itself was wrong; else the alert is no longer as it was thought to be.
    var isUsage: Bool {
        switch self {
        case .noOwner, .tooLong, .badDuration, .twoEnds, .isOver, .noSuchVersion, .endsBeforeStart, .noEnd,
            .noReason, .badMatchers, .ambiguousSilence:
            true
        case .held, .notTaken, .notOpen, .unknownSilence, .silenceIsOver: false
        }
    }
}
