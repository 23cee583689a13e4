/// Of whom it is decided whether he is named: a supplier, and the registrant in whose chain it is.
public struct ConsentSubject: Hashable, Sendable {
    /// As its owner declares it.
    public var supplier: FirmID
    public var owner: FirmID

    public init(supplier: FirmID, owner: FirmID) {
        self.supplier = supplier
        self.owner = owner
    }
}

/// What somebody does about a consent.
public enum ConsentAction: String, CaseIterable, Sendable {
    case ask, give, refuse, withdraw

    /// Where it then stands.
    public var state: ConsentState {
        switch self {
        case .ask: .asked
        case .give: .given
        case .refuse: .refused
        case .withdraw: .withdrawn
        }
    }
}

/// Where a consent stands.
public enum ConsentState: String, CaseIterable, Sendable {
    case asked, given, refused, withdrawn
}

/// One thing that was asked or said about a consent.
public struct ConsentStep: Equatable, Sendable {
    /// A product that somebody is to stand in for, in the words of both sides.
    public struct Product: Equatable, Sendable {
        /// As the firm buys it that needs help; and as the owner calls it.
        public var wanted: String
        public var owned: String

        public init(wanted: String, owned: String) {
            self.wanted = wanted
            self.owned = owned
        }
    }

    /// 1, 2, … within the request, whomever it is about.
    public var number: Int
    public var subject: ConsentSubject
    public var action: ConsentAction
    /// What is asked about; nil for what is said to that.
    public var product: Product?
    /// The number of the question that it answers; nil for a question, and where that was not written down: then it is the newest one about
    /// the subject.
    public var question: Int?
    /// Who did it.
    public var by: String
    public var time: Timestamp
    public var note: String
    /// The request's version when it was done.
    public var requestVersion: Int

    public init(
        number: Int, subject: ConsentSubject, action: ConsentAction, product: Product? = nil,
        question: Int? = nil, by: String, time: Timestamp, note: String = "", requestVersion: Int
    ) {
        self.number = number
        self.subject = subject
        self.action = action
        self.product = product
        self.question = question
        self.by = by
        self.time = time
        self.note = note
        self.requestVersion = requestVersion
    }
}

/// Whether an owner lets one of its suppliers be named for one request and one product (征得同意): what it was asked, and what it said.
public struct AidConsent: Equatable, Sendable {
    public let subject: ConsentSubject
    public let product: ConsentStep.Product
    /// Oldest first, the question before all; never empty.
    public private(set) var steps: [ConsentStep]

    /// Begins with a question; nil for any other step.
    public init?(_ step: ConsentStep) {
        guard let product = step.product else { return nil }
        subject = step.subject
        self.product = product
        steps = [step]
    }

    /// Questions of one request.
    public static let askLimit = 1_000
    /// Owners who are asked at once.
    public static let ownerLimit = 200
    /// Steps of one consent; what was given can always be withdrawn.
    public static let stepLimit = 100

    /// What was asked first of all.
    public var question: ConsentStep { steps[0] }
    public var newest: ConsentStep { steps[steps.count - 1] }
    public var state: ConsentState { newest.action.state }
    /// Its steps so far; who decides on what an older one said is told so.
    public var version: Int { steps.count }

    /// What was asked of a request, in the order in which it was, from all steps, oldest first.
    public static func consents(_ steps: [ConsentStep]) -> [AidConsent] {
        var consents: [AidConsent] = []
        var places: [Int: Int] = [:]
        var newest: [ConsentSubject: Int] = [:]
        for step in steps {
            if let asked = AidConsent(step) {
                places[step.number] = consents.count
                newest[step.subject] = consents.count
                consents.append(asked)
            } else if let place = step.question.map({ places[$0] }) ?? newest[step.subject] {
                consents[place].steps.append(step)
            }
        }
        return consents
    }
}

extension AidRequest {
    /// Whether what was asked and said still holds: with the end of a request it is over, also where the request is opened again.
    public func isStanding(_ consent: AidConsent) -> Bool {
        let over = steps.last { $0.state.isOver }?.number ?? 0
        return consent.newest.requestVersion > over
    }

    /// Whether what was asked and said held until the request ended last.
    public func stoodUntilEnd(_ consent: AidConsent) -> Bool {
        guard let end = steps.last(where: { $0.state.isOver })?.number else { return false }
        var before = self
        before.steps.removeAll { $0.number >= end }
        return !before.steps.isEmpty && consent.newest.requestVersion < end && before.isStanding(consent)
    }

    /// Whether a supplier may be named to who asks.
    public func isConsented(_ consent: AidConsent) -> Bool {
        consent.state == .given && isStanding(consent)
    }

    /// The last whole day on which an owner's answer is of use.
    ///
    /// A day and no instant: a deadline that a line stop cut short is the instant at which the line stops.
    public var answerBy: CalendarDay { CalendarDay(deadline.adding(seconds: -0.001)) }
}
