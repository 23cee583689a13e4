public import SupplyModel

/// What somebody wants to do to a request.
public struct AidWish: Sendable {
    public var action: AidAction
    public var by: String
    public var note = ""
    /// Who is to handle it; for `assign`.
    public var handler: String?
    /// nil leaves the one that it has; a request that is registered then gets its kind's time from its step on.
    public var deadline: Timestamp?
    /// For `answer`.
    public var outcome: AidOutcome?
    /// The version that was looked at; nil where nobody says.
    public var seen: Int?

    public init(_ action: AidAction, by: String) {
        self.action = action
        self.by = by
    }
}

/// The life of a request: 摸排 → 登记 → 交办 → 办理 → 反馈 → 销号, or 退回.
///
/// A pure function of the request, the wish and the instant. It knows no store and no channel; whoever keeps the step that it
/// gives must do so in the transaction in which the request was read, so that of two people who act at once one is refused.
public enum AidLife {
    /// The states in which an action is possible.
    static func begins(_ action: AidAction) -> Set<AidState> {
        switch action {
        case .draft: []
        case .register: [.draft, .returned]
        case .assign: [.registered, .assigned, .inProgress]
        case .start: [.assigned]
        case .answer: [.assigned, .inProgress]
        case .close: [.answered]
        case .sendBack: [.registered, .assigned, .inProgress]
        case .reopen: [.answered, .closed]
        case .drop: [.draft, .returned]
        case .escalate: [.registered, .assigned, .inProgress]
        }
    }

    /// The step that a wish brings; a deadline that it sets is later than the step itself.
    ///
    /// `policy`: how long a request that is registered may take. `listing`: how a firm's listing stands in the province that asks; asked where
    /// a request rests on white lists.
    public static func step(
        _ wish: AidWish, of request: AidRequest, now: Timestamp, policy: AidPolicy = .usual,
        listing: (FirmID) -> ListingStanding = { _ in .neverListed }
    ) throws(AidLifeFault) -> AidStep {
        let newest = request.newest
        if let seen = wish.seen, seen != newest.number {
            guard seen < newest.number else { throw .noSuchVersion(seen, newest: newest) }
            throw .changed(request.id, seen: seen, newest: newest)
        }
        guard begins(wish.action).contains(newest.state) else {
            throw .notPossible(wish.action, request.id, newest: newest, reachedAs: reached(in: request))
        }
        var step = newest
        step.number += 1
        step.action = wish.action
        step.by = wish.by
        step.time = request.stepTime(now: now)
        step.note = wish.note
        if wish.action.needsReason, wish.note.isEmpty { throw .noReason(wish.action) }
        if let deadline = wish.deadline {
            guard deadline > step.time else { throw .deadlineOver(deadline, step: step.time) }
            step.deadline = deadline
        } else if wish.action == .register {
            // That of a draft was a proposal: nobody was asked while it lay.
            let content = request.content
            step.deadline = policy.deadline(
                of: content.kind, lineStopsOn: content.lineStopsOn, now: step.time)
        }
        try apply(wish, to: &step, request.id, before: newest)
        if restsOnLists(wish, request.content) {
            try requireListed(request.content.suppliers, of: request.id, listing)
        }
        if step.state.isWithCounterpart, !newest.state.isWithCounterpart, step.deadline <= step.time {
            throw .deadlineOver(step.deadline, step: step.time)
        }
        return step
    }

    /// Whether a step helps only those who are on a list now: what is refused, sent back or closed needs none.
    private static func restsOnLists(_ wish: AidWish, _ content: AidContent) -> Bool {
        guard content.isByWhiteList else { return false }
        switch wish.action {
        case .register, .assign, .start: return true
        case .answer: return wish.outcome != .refused
        case .draft, .close, .sendBack, .reopen, .drop, .escalate: return false
        }
    }

    /// Refuses where a supplier is on no list that counts.
    public static func requireListed(
        _ suppliers: [AidSupplier], of id: String, _ listing: (FirmID) -> ListingStanding
    ) throws(AidLifeFault) {
        for supplier in suppliers {
            let standing = listing(supplier.firm)
            guard standing.isInForce else { throw .notListed(id, supplier.firm, standing) }
        }
    }

    private static func apply(
        _ wish: AidWish, to step: inout AidStep, _ id: String, before newest: AidStep
    ) throws(AidLifeFault) {
        switch wish.action {
        case .draft, .escalate: break
        case .register:
            step.state = .registered
            step.handler = nil
            step.outcome = nil
        case .assign:
            guard let handler = wish.handler, !handler.isEmpty else { throw .noHandler }
            if let known = newest.handler, known != handler, wish.seen == nil {
                throw .handled(id, by: known, newest: newest)
            }
            guard newest.handler != handler else {
                // Who has it already may be given more time, and goes on: once, however often that is sent.
                if wish.deadline == nil || wish.seen == nil {
                    throw .sameHandler(id, by: handler, newest: newest)
                }
                break
            }
            step.handler = handler
            step.state = .assigned
        case .start: step.state = .inProgress
        case .answer:
            guard let outcome = wish.outcome else { throw .noOutcome }
            step.outcome = outcome
            step.state = .answered
        case .close: step.state = .closed
        case .sendBack:
            step.state = .returned
            step.handler = nil
        case .reopen:
            step.state = .inProgress
            step.outcome = nil
        case .drop: step.state = .dropped
        }
    }

    /// How a request came to where it stands: the newest step that is no escalation.
    private static func reached(in request: AidRequest) -> AidStep {
        request.steps.last { $0.action != .escalate } ?? request.newest
    }
}

extension AidAction {
    /// Whether it says no to what somebody else did, who is to learn why.
    var needsReason: Bool { self == .sendBack || self == .reopen || self == .drop }
}
