import MutualAid
import SupplyModel
import TestSupport
import Testing

/// What an owner may be asked, and what it may say to that.
@Suite struct ConsentLifeTests {
    private static let start = AidLifeTests.start
    private static let subject = ConsentSubject(
        supplier: FirmID(checked: "local:x:F"), owner: FirmID(checked: "local:x"))

    /// What leads to a state from nothing.
    private static func way(to state: ConsentState?) -> [ConsentAction] {
        switch state {
        case nil: []
        case .asked: [.ask]
        case .given: [.ask, .give]
        case .refused: [.ask, .refuse]
        case .withdrawn: [.ask, .give, .withdraw]
        }
    }

    private static func wish(
        _ action: ConsentAction, _ subject: ConsentSubject = subject, of wanted: String = "座椅",
        seen: Int? = nil
    ) -> ConsentWish {
        var wish = ConsentWish(action, subject, .init(wanted: wanted, owned: "坐具"), by: "李")
        wish.seen = seen
        return wish
    }

    private static func step(
        _ wish: ConsentWish, _ request: AidRequest, _ said: [ConsentStep], after seconds: Double = 60
    ) throws -> ConsentStep {
        try ConsentLife.step(wish, of: request, said: said, now: start.adding(seconds: seconds))
    }

    private static func said(_ state: ConsentState?, _ request: AidRequest) throws -> [ConsentStep] {
        try way(to: state).reduce(into: []) { said, action in
            said.append(try step(wish(action), request, said))
        }
    }

    /// Every state and what may be done in it, stated once more, from the words.
    @Test(arguments: [
        (ConsentState?.none, [ConsentAction.ask: ConsentState.asked]),
        (.asked, [.give: .given, .refuse: .refused]), (.given, [.withdraw: .withdrawn]),
        (.refused, [.give: .given]), (.withdrawn, [.give: .given]),
    ])
    func `a consent goes where its life leads, and nowhere else`(
        state: ConsentState?, allowed: [ConsentAction: ConsentState]
    ) throws {
        let request = AidLifeTests.request(.registered)
        let said = try Self.said(state, request)
        for action in ConsentAction.allCases {
            guard let next = allowed[action] else {
                #expect(throws: ConsentFault.self, "\(action)") {
                    try Self.step(Self.wish(action), request, said)
                }
                continue
            }
            let step = try Self.step(Self.wish(action), request, said)
            #expect(step.number == said.count + 1 && step.by == "李" && step.subject == Self.subject)
            let consent = try #require(AidConsent.consents(said + [step]).first)
            #expect(consent.state == next && request.isStanding(consent), "\(action)")
            #expect(request.isConsented(consent) == (next == .given))
        }
    }

    @Test func `what stands in the way is said by what it is`() throws {
        let request = AidLifeTests.request(.registered)
        #expect(throws: ConsentFault.notAsked(request.id, supplier: "local:x:F")) {
            try Self.step(Self.wish(.give), request, [])
        }
        let said = try Self.said(.given, request)
        let given = try #require(AidConsent.consents(said).first)
        #expect(throws: ConsentFault.notPossible(.ask, request.id, newest: given)) {
            try Self.step(Self.wish(.ask), request, said)
        }
        let stranger = ConsentSubject(supplier: Self.subject.supplier, owner: FirmID(checked: "local:y"))
        #expect(throws: ConsentFault.notAsked(request.id, supplier: "local:x:F")) {
            try Self.step(Self.wish(.withdraw, stranger), request, said)
        }
    }

    @Test func `each product that is wanted is asked about by itself, and no word about one moves another`()
        throws
    {
        let request = AidLifeTests.request(.registered)
        var said = try Self.said(.given, request)
        said.append(try Self.step(Self.wish(.ask, of: "头枕"), request, said))
        said.append(try Self.step(Self.wish(.refuse, of: "头枕"), request, said))
        let consents = AidConsent.consents(said)
        #expect(
            consents.map(\.state) == [.given, .refused] && consents.map(\.product.wanted) == ["座椅", "头枕"])
        #expect(throws: ConsentFault.notPossible(.ask, request.id, newest: consents[0])) {
            try Self.step(Self.wish(.ask), request, said)
        }
        #expect(throws: ConsentFault.notPossible(.withdraw, request.id, newest: consents[1])) {
            try Self.step(Self.wish(.withdraw, of: "头枕"), request, said)
        }
    }

    @Test(arguments: [AidState.closed, .dropped])
    func `for a request that is over nobody is asked, and nothing said counts`(state: AidState) throws {
        let open = AidLifeTests.request(.answered)
        let said = try Self.said(.given, open)
        var over = open
        over.steps.append(over.newest)
        over.steps[1].number = 2
        over.steps[1].state = state
        for action in ConsentAction.allCases {
            #expect(throws: ConsentFault.over(over.id, newest: over.newest), "\(action)") {
                try Self.step(Self.wish(action), over, said)
            }
        }
        let given = try #require(AidConsent.consents(said).first)
        #expect(open.isConsented(given) && !over.isConsented(given))
        // Opened again it is asked anew, and what was said before does not count.
        over.steps.append(over.newest)
        over.steps[2].number = 3
        over.steps[2].state = .inProgress
        #expect(!over.isConsented(given))
        #expect(throws: ConsentFault.notAsked(over.id, supplier: "local:x:F")) {
            try Self.step(Self.wish(.withdraw), over, said)
        }
        let again = said + [try Self.step(Self.wish(.ask), over, said)]
        #expect(AidConsent.consents(again).map(\.state) == [.given, .asked])
        let second = again + [try Self.step(Self.wish(.give), over, again)]
        #expect(AidConsent.consents(second).map(over.isConsented) == [false, true])
    }

    @Test func `who decides on what has changed meanwhile is told what it is now`() throws {
        let request = AidLifeTests.request(.registered)
        let said = try Self.said(.given, request)
        let given = try #require(AidConsent.consents(said).first)
        #expect(throws: ConsentFault.changed(request.id, seen: 1, newest: given)) {
            try Self.step(Self.wish(.withdraw, seen: 1), request, said)
        }
        #expect(throws: ConsentFault.noSuchVersion(3, newest: given)) {
            try Self.step(Self.wish(.withdraw, seen: 3), request, said)
        }
        #expect(try Self.step(Self.wish(.withdraw, seen: 2), request, said).action == .withdraw)
    }

    @Test func `a version counts what was said of one consent, and not of others`() throws {
        let request = AidLifeTests.request(.registered)
        let other = ConsentSubject(supplier: Self.subject.supplier, owner: FirmID(checked: "local:y"))
        var said = try Self.said(.asked, request)
        said.append(try Self.step(Self.wish(.ask, other), request, said))
        said.append(try Self.step(Self.wish(.give, other, seen: 1), request, said))
        #expect(said.map(\.number) == [1, 2, 3])
        #expect(AidConsent.consents(said).map(\.version) == [1, 2])
        #expect(try Self.step(Self.wish(.give, seen: 1), request, said).number == 4)
    }

    @Test func `a clock that was set back does not order what was said`() throws {
        let request = AidLifeTests.request(.registered)
        let said = try Self.said(.asked, request)
        #expect(try Self.step(Self.wish(.give), request, said, after: -60).time == said[0].time)
    }

    @Test func `a question that is asked again is later than the one before, though the clock was set back`()
        throws
    {
        var request = AidLifeTests.request(.answered)
        let said = try Self.said(.asked, request)
        for (number, state) in [(2, AidState.closed), (3, .inProgress)] {
            var step = request.newest
            step.number = number
            step.state = state
            request.steps.append(step)
        }
        // The request was opened again a minute before it was asked by, and so is the owner.
        let later = Timestamp(milliseconds: said[0].time.milliseconds + 1)
        #expect(request.newest.time < said[0].time)
        #expect(ConsentLife.askedAgain(request, said: said).map(\.time) == [later])
        #expect(try Self.step(Self.wish(.ask), request, said, after: -60).time == later)
        #expect(
            try Self.step(Self.wish(.ask), request, said, after: 90).time == Self.start.adding(seconds: 90))
    }

    @Test func `there is an end to questions and changes, but never to taking a consent back`() throws {
        let request = AidLifeTests.request(.registered)
        let asked = (0..<AidConsent.askLimit).map { index in
            ConsentStep(
                number: index + 1,
                subject: ConsentSubject(
                    supplier: Self.subject.supplier, owner: FirmID(checked: "local:o\(index)")),
                action: .ask, product: .init(wanted: "座椅", owned: "坐具"), by: "李", time: Self.start,
                requestVersion: 1)
        }
        #expect(throws: ConsentFault.tooManyAsked(request.id)) {
            try Self.step(Self.wish(.ask), request, asked)
        }
        var said = try Self.said(.given, request)
        while said.count < AidConsent.stepLimit {
            said.append(
                try Self.step(Self.wish(said.last?.action == .give ? .withdraw : .give), request, said))
        }
        #expect(said.last?.action == .give)
        said.append(try Self.step(Self.wish(.withdraw), request, said))
        let newest = try #require(AidConsent.consents(said).first)
        #expect(throws: ConsentFault.tooManySteps(request.id, newest: newest)) {
            try Self.step(Self.wish(.give), request, said)
        }
    }

    @Test func `an owner is told a day, so that a deadline which a line stop cut short does not tell it`() {
        var request = AidLifeTests.request(.registered)
        let stop = CalendarDay(number: 19_100)
        request.steps[0].deadline = stop.start
        #expect(request.answerBy == stop.adding(days: -1))
        request.steps[0].deadline = stop.start.adding(seconds: 1)
        #expect(request.answerBy == stop)
    }
}
