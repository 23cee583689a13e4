internal import HTTPAPI
internal import SupplyModel

extension APIDesk {
    /// What the ledger of requests for help has.
    func aid(_ query: Query) throws -> Answer {
        let inquiry = try inquiry(query)
        let arguments = query.arguments
        switch query.operation {
        case .showAidRequest: return try inquiry.aidRequest(arguments.text("request") ?? "", now: now())
        case .listConsents:
            var filter = Inquiry.ConsentFilter()
            filter.all = arguments.flag("all")
            filter.request = arguments.text("request")
            return try inquiry.consents(filter)
        case .showAidReport: return try inquiry.aidReport(month: arguments.text("month"), now: now())
        default:
            var question = Inquiry.AidQuestion()
            question.all = arguments.flag("all")
            question.state = arguments.text("state").flatMap(AidState.init(rawValue:))
            question.overdue = arguments.flag("overdue")
            question.from = arguments.text("from")
            question.to = arguments.text("to")
            question.firm = arguments.text("firm")
            return try inquiry.aid(question, now: now())
        }
    }

    /// Takes a request one step further, in the name of the token.
    func stepAid(_ query: Query, _ body: JSONBody) throws -> Answer {
        let action = try word(try body.needed("action"), "action", of: Self.aidActions)
        switch action {
        case .assign: try body.allow("action", "note", "seen", "handler", "deadline")
        case .register, .reopen: try body.allow("action", "note", "seen", "deadline")
        case .answer: try body.allow("action", "note", "seen", "outcome")
        default: try body.allow("action", "note", "seen")
        }
        var step = AidDesk.Step(action, by: query.reader.actor)
        try read(body, into: &step)
        let desk = AidDesk(try inquiry(query), policy: authorities.policy(), now: now())
        return try desk.take(query.arguments.text("request") ?? "", step)
    }

    /// Keeps what an owner says, in the name of the token.
    func sayConsent(_ query: Query, _ body: JSONBody) throws -> Answer {
        try body.allow("request", "supplier", "product", "action", "note", "seen", "registrant")
        let action = try word(try body.needed("action"), "action", of: Self.ownersActions)
        var said = AidDesk.ConsentWord(
            action, supplier: try body.needed("supplier"),
            owner: try registrant(try body.text("registrant"), query.reader), by: query.reader.actor)
        said.product = try body.text("product")
        said.note = try body.text("note") ?? ""
        said.seen = try body.whole("seen", in: 1...Self.aidVersionLimit)
        let desk = AidDesk(try inquiry(query), policy: authorities.policy(), now: now())
        return try desk.say(try body.needed("request"), said, isOwner: true)
    }

    /// What an owner says; that it is asked is for those who coordinate.
    private static let ownersActions = ConsentAction.allCases.filter { $0 != .ask }

    /// Reads what is said of a step.
    func read(_ body: JSONBody, into step: inout AidDesk.Step) throws {
        step.note = try body.text("note") ?? ""
        step.handler = try body.text("handler")
        step.deadline = try body.text("deadline")
        step.outcome = try body.text("outcome").map { try word($0, "outcome", of: AidOutcome.allCases) }
        step.seen = try body.whole("seen", in: 1...Self.aidVersionLimit)
    }

    /// What people do to a request; the others are Tierwatch's own.
    private static let aidActions = AidAction.allCases.filter { $0 != .draft && $0 != .escalate }
    /// Steps that one request ever has.
    private static let aidVersionLimit = 1_000_000

    func word<T: RawRepresentable<String>>(
        _ text: String, _ name: String, of words: [T]
    ) throws(APIFault) -> T {
        guard let word = words.first(where: { $0.rawValue == text }) else {
            throw APIFault(
                .invalid, "bad_field",
                "'\(name)' is none of \(words.map(\.rawValue).joined(separator: ", ")); use one of them")
        }
        return word
    }
}
