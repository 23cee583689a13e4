public import MutualAid
public import Store
internal import StrictYAML
public import SupplyModel

/// Why nothing was written down, or done to a request.
public enum AidDeskFault: Error, Equatable, CustomStringConvertible {
    case ledger(AidRequestFault)
    case life(AidLifeFault)
    case noName
    case noProvince(String)
    case ownProvince(RegionCode)
    case notInDelta(String, RegionCode)
    case nothingStops(firm: String, province: RegionCode)
    case suppliesNothing(String, firm: String, province: RegionCode)
    case unknownProduct(String, supplier: String)
    case badMonth(String)
    case badDeadline(String)
    case farDeadline(Timestamp)
    case notYou(String)
    case nothingOf(String, firm: String, province: RegionCode)

    public var description: String { sentence(for: .commandLine) }

    /// What is wrong and what to do.
    func sentence(for asker: Asker) -> String {
        switch self {
        case .ledger(.unknown(let text)):
            "'\(Excerpt.of(text))': "
                + (asker == .sender
                    ? "no such request was sent to this province; take the id from the message or the letter that asked"
                    : "the ledger has no such request; \(asker.place(.requests)) shows them")
        case .ledger(.ambiguous(let text, let ids)):
            "'\(Excerpt.of(text))' is the number of several requests (\(ids.joined(separator: ", "))); give the whole id"
        case .ledger(.messageReused(let id)):
            "another message with the webhook-id '\(Excerpt.of(id))' came before; give each message an id of its own"
        case .life(let fault): fault.sentence(for: asker)
        case .noName: "nobody is named; say who it is with \(asker.named("by", as: "NAME")), or set USER"
        case .noProvince(let firm):
            "\(firm): the register knows no province of this firm; name the one that asks with"
                + " \(asker.named("from")), or declare the firm's region"
        case .ownProvince(let region):
            "\(region) would ask itself; name another province with \(asker.named("to"))"
        case .notInDelta(let text, let region):
            "'\(Excerpt.of(text))' (\(region)) is in none of the four provinces of the mechanism; name one of 上海, 江苏, 浙江, 安徽"
        case .nothingStops(let firm, let province):
            "nothing that stands still in \(province) stops the line of \(firm); name whom it is about with"
                + " \(asker.named("supplier"))"
        case .suppliesNothing(let supplier, let firm, let province):
            "\(supplier) delivers nothing from \(province) towards \(firm); `tierwatch suppliers` lists who does"
        case .unknownProduct(let product, let supplier):
            "\(supplier) delivers no '\(Excerpt.of(product))' there; name one of its products with"
                + " \(asker.named("product")), or none"
        case .badMonth(let text): "'\(Excerpt.of(text))' is no month; write one such as 2022-04"
        case .badDeadline(let text):
            "'\(Excerpt.of(text))' is no deadline; write a duration such as 24h or 2d, a date, or RFC 3339, with"
                + " \(asker.named("deadline"))"
        case .farDeadline(let end):
            "the deadline \(end) is more than a year off; name an earlier one with \(asker.named("deadline"))"
        case .notYou(let name):
            "'\(Excerpt.of(name))' is how the trail writes somebody who was recognised otherwise; say who you are with"
                + " \(asker.named("by", as: "NAME"))"
        case .nothingOf(let product, let firm, let province):
            "nobody who stands still in \(province) and stops the line of \(firm) delivers '\(Excerpt.of(product))' there; name"
                + " another with \(asker.named("product")), or whom it is about with \(asker.named("supplier"))"
        }
    }

    /// Whether the command was wrong, the ledger does not have what it names, or it is no longer as it was thought to be.
    var kind: FaultKind {
        switch self {
        case .ledger(.unknown): .noInput
        case .ledger(.ambiguous), .noName, .noProvince, .ownProvince, .notInDelta, .unknownProduct, .badMonth,
            .badDeadline, .farDeadline, .notYou:
            .usage
        case .life(let fault): fault.isUsage ? .usage : .badData
        case .nothingStops, .nothingOf, .suppliesNothing, .ledger(.messageReused): .badData
        }
    }
}

extension AidLifeFault {
    /// What stands in the way, and what to do.
    func sentence(for asker: Asker) -> String {
        switch self {
        case .notPossible(let action, let id, let newest, let reached):
            "\(id) cannot be \(Self.done(action)): it is \(AidWords.state(newest.state, .en))"
                + " (\(reached.by), \(reached.time));"
                + (asker == .sender && !newest.state.isWithCounterpart
                    ? "" : " \(Self.advice(newest.state));")
                + " nothing was changed"
        case .changed(let id, let seen, let newest):
            "\(id): version \(seen) is no longer the newest: \(newest.by) made it"
                + " \(AidWords.state(newest.state, .en)) at \(newest.time); nothing was changed: "
                + (asker == .sender
                    ? "to do it all the same," : "look again with \(asker.place(.request)), and")
                + " give \(asker.named("seen", as: "\(newest.number)"))"
        case .noSuchVersion(let seen, let newest):
            "version \(seen) is not there yet, the newest is \(newest.number); "
                + (asker == .sender
                    ? "give the version that an answer named" : "look again with \(asker.place(.request))")
        case .handled(let id, let handler, let newest):
            "\(id) is handled by \(handler) since \(newest.time); nothing was changed: to give it to somebody else"
                + " all the same, add \(asker.named("seen", as: "\(newest.number)"))"
        case .sameHandler(let id, let handler, let newest):
            "\(id) is handled by \(handler) already; nothing was changed"
                + (asker == .sender
                    ? ""
                    : ": to change its deadline, add \(asker.named("deadline")) and"
                        + " \(asker.named("seen", as: "\(newest.number)"))")
        case .noHandler: "nobody is named to handle it; say who with \(Self.handler(asker))"
        case .noOutcome:
            "it is not said what came of it; say it with"
                + " \(asker.named("outcome", as: "solved, partly or refused"))"
        case .noReason(let action):
            "no reason is given; say with \(asker.named("note")) why it is \(Self.done(action)), for whoever relied on it"
        case .notListed(let id, let firm, let standing):
            "\(id) rests on white lists, and \(firm): \(standing.sentence); nothing was changed: have it listed or"
                + " recognised"
                + (asker == .sender ? ", or return it" : ", or write a request that does not rest on them")
        case .deadlineOver(let time, let step):
            "the deadline \(time) is no later than the step itself, \(step); name a later one with"
                + " \(asker.named("deadline"))"
        }
    }

    /// By which name a command, or a body, says who is to handle it.
    private static func handler(_ asker: Asker) -> String {
        switch asker {
        case .commandLine: "--to NAME"
        case .api, .sender: "'handler'"
        }
    }

    /// Whether the command itself was wrong; else the request is no longer as it was thought to be.
    var isUsage: Bool {
        switch self {
        case .notPossible, .changed, .handled, .sameHandler, .notListed: false
        case .noSuchVersion, .noHandler, .noOutcome, .noReason, .deadlineOver: true
        }
    }

    private static func done(_ action: AidAction) -> String {
        switch action {
        case .draft: "drafted"
        case .register: "registered"
        case .assign: "assigned"
        case .start: "started"
        case .answer: "answered"
        case .close: "closed"
        case .sendBack: "returned"
        case .reopen: "reopened"
        case .drop: "dropped"
        case .escalate: "escalated"
        }
    }

    /// What can be done in a state.
    private static func advice(_ state: AidState) -> String {
        switch state {
        case .draft: "register it, or drop it"
        case .registered: "assign it first, or return it"
        case .assigned: "start it, answer it or return it"
        case .inProgress: "answer it or return it"
        case .answered: "close it, or reopen it with a reason"
        case .closed: "reopen it with a reason where it was closed wrongly"
        case .returned: "register it again with what was missing, or drop it"
        case .dropped: "write a new request where help is needed"
        }
    }
}
