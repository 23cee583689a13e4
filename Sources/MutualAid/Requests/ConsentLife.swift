public import SupplyModel

/// What somebody wants to do about a consent.
public struct ConsentWish: Sendable {
    public var action: ConsentAction
    public var subject: ConsentSubject
    /// What is asked about, or was: an owner is asked about each product that is wanted by itself.
    public var product: ConsentStep.Product
    public var by: String
    public var note = ""
    /// The version that was looked at; nil where nobody says.
    public var seen: Int?

    public init(
        _ action: ConsentAction, _ subject: ConsentSubject, _ product: ConsentStep.Product, by: String
    ) {
        self.action = action
        self.subject = subject
        self.product = product
        self.by = by
    }
}

/// The life of a consent: asked, then given or refused; what was given can be withdrawn, and what was not given can still be.
///
/// Of one owner, one supplier and one wanted product there is one at a time.
///
/// A pure function of the request, what was said about it, the wish and the instant. Whoever keeps the step that it gives must do so in the
/// transaction in which both were read.
public enum ConsentLife {
    /// Where a consent stands that an action may follow; nil where nobody has asked.
    static func begins(_ action: ConsentAction) -> Set<ConsentState?> {
        switch action {
        case .ask: [nil]
        case .give: [.asked, .refused, .withdrawn]
        case .refuse: [.asked]
        case .withdraw: [.given]
        }
    }

    /// The step that a wish brings; `said`: every step of the request's consents, oldest first.
    public static func step(
        _ wish: ConsentWish, of request: AidRequest, said: [ConsentStep], now: Timestamp
    ) throws(ConsentFault) -> ConsentStep {
        guard !request.state.isOver else { throw .over(request.id, newest: request.newest) }
        let all = AidConsent.consents(said)
        let standing = all.last {
            $0.subject == wish.subject && $0.product.wanted == wish.product.wanted && request.isStanding($0)
        }
        if let standing {
            try check(wish, standing, request.id)
        } else {
            guard begins(wish.action).contains(nil) else {
                throw .notAsked(request.id, supplier: wish.subject.supplier.description)
            }
            guard all.count < AidConsent.askLimit else { throw .tooManyAsked(request.id) }
        }
        let before = standing == nil ? all.last { $0.subject == wish.subject }?.question : nil
        return ConsentStep(
            number: (said.last?.number ?? 0) + 1, subject: wish.subject, action: wish.action,
            product: standing == nil ? wish.product : nil, question: standing?.question.number, by: wish.by,
            time: time(now, after: said.last, before), note: wish.note, requestVersion: request.version)
    }

    /// When something is said, also where the clock was set back: not before what was said last, and a question after the one before it about the
    /// same subject, from which its time alone tells it.
    private static func time(
        _ now: Timestamp, after last: ConsentStep?, _ question: ConsentStep?
    ) -> Timestamp {
        let next = question.map { Timestamp(milliseconds: $0.time.milliseconds + 1) }
        return max(now, last?.time ?? now, next ?? now)
    }

    /// What a request begins with that was opened again after its end: the questions that waited for an answer then, by whoever opened it.
    public static func askedAgain(_ request: AidRequest, said: [ConsentStep]) -> [ConsentStep] {
        guard let before = request.steps.dropLast().last, before.state.isOver, !request.state.isOver else {
            return []
        }
        let all = AidConsent.consents(said)
        let waiting = all.filter { $0.state == .asked && request.stoodUntilEnd($0) }
        let (newest, last) = (request.newest, said.last)
        let asked = time(newest.time, after: last, waiting.last?.question)
        return waiting.prefix(max(0, AidConsent.askLimit - all.count)).enumerated().map { index, consent in
            ConsentStep(
                number: (last?.number ?? 0) + 1 + index, subject: consent.subject, action: .ask,
                product: consent.product, by: newest.by, time: asked, requestVersion: newest.number)
        }
    }

    private static func check(
        _ wish: ConsentWish, _ standing: AidConsent, _ id: String
    ) throws(ConsentFault) {
        if let seen = wish.seen, seen != standing.version {
            guard seen < standing.version else { throw .noSuchVersion(seen, newest: standing) }
            throw .changed(id, seen: seen, newest: standing)
        }
        guard begins(wish.action).contains(standing.state) else {
            throw .notPossible(wish.action, id, newest: standing)
        }
        guard wish.action == .withdraw || standing.version < AidConsent.stepLimit else {
            throw .tooManySteps(id, newest: standing)
        }
    }
}
