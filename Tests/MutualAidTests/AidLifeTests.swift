import MutualAid
import SupplyModel
import TestSupport
import Testing

/// Which step may follow which.
@Suite struct AidLifeTests {
    static let day = 86_400.0
    static let start = Timestamp(milliseconds: 1_650_000_000_000)

    static func request(_ state: AidState, handler: String? = nil, outcome: AidOutcome? = nil) -> AidRequest {
        let content = AidContent(
            authority: RegionCode(raw: 310_000), counterpart: RegionCode(raw: 320_000),
            firm: FirmID(checked: "local:t:A"), kind: .resume, suppliers: [], reason: "缺座椅")
        let step = AidStep(
            number: 1, action: .draft, state: state, by: "王", time: start, handler: handler,
            deadline: start.adding(seconds: 3 * day), outcome: outcome)
        return AidRequest(id: "HB-2022-0001", content: content, steps: [step])
    }

    static func wish(_ action: AidAction, _ change: (inout AidWish) -> Void = { _ in }) -> AidWish {
        var wish = AidWish(action, by: "李")
        if action == .assign { wish.handler = "赵" }
        if action == .answer { wish.outcome = .solved }
        wish.note = "因为"
        change(&wish)
        return wish
    }

    static func step(_ wish: AidWish, _ request: AidRequest, after seconds: Double = 60) throws -> AidStep {
        try AidLife.step(wish, of: request, now: start.adding(seconds: seconds))
    }

    /// Every state and what may be done in it, stated once more, from the words.
    @Test(arguments: [
        (AidState.draft, [AidAction.register: AidState.registered, .drop: .dropped]),
        (.registered, [.assign: .assigned, .sendBack: .returned, .escalate: .registered]),
        (
            .assigned,
            [
                .assign: .assigned, .start: .inProgress, .answer: .answered, .sendBack: .returned,
                .escalate: .assigned,
            ]
        ),
        (
            .inProgress,
            [.assign: .assigned, .answer: .answered, .sendBack: .returned, .escalate: .inProgress]
        ),
        (.answered, [.close: .closed, .reopen: .inProgress]), (.closed, [.reopen: .inProgress]),
        (.returned, [.register: .registered, .drop: .dropped]), (.dropped, [:]),
    ])
    func `a request goes where the cycle leads, and nowhere else`(
        state: AidState, allowed: [AidAction: AidState]
    ) throws {
        for action in AidAction.allCases {
            let request = Self.request(state)
            if let next = allowed[action] {
                let step = try Self.step(Self.wish(action), request)
                #expect(step.state == next && step.number == 2 && step.by == "李", "\(action)")
            } else {
                #expect(throws: AidLifeFault.self, "\(action)") {
                    try Self.step(Self.wish(action), request)
                }
            }
        }
    }

    @Test func `what was never assigned is not closed, and the fault says where it stands`() throws {
        let request = Self.request(.registered)
        #expect(
            throws: AidLifeFault.notPossible(
                .close, request.id, newest: request.newest, reachedAs: request.newest)
        ) { try Self.step(Self.wish(.close), request) }
    }

    @Test func `who decides on what has changed meanwhile is told what it is now`() throws {
        var request = Self.request(.registered)
        request.steps.append(try Self.step(Self.wish(.assign), request))
        #expect(throws: AidLifeFault.changed(request.id, seen: 1, newest: request.newest)) {
            try Self.step(Self.wish(.sendBack) { $0.seen = 1 }, request)
        }
        #expect(throws: AidLifeFault.noSuchVersion(3, newest: request.newest)) {
            try Self.step(Self.wish(.sendBack) { $0.seen = 3 }, request)
        }
        #expect(try Self.step(Self.wish(.sendBack) { $0.seen = 2 }, request).state == .returned)
    }

    @Test func `a request is taken from who handles it only by who knows that`() throws {
        let request = Self.request(.assigned, handler: "赵")
        let other = Self.wish(.assign) { $0.handler = "钱" }
        #expect(throws: AidLifeFault.handled(request.id, by: "赵", newest: request.newest)) {
            try Self.step(other, request)
        }
        var knowing = other
        knowing.seen = 1
        #expect(try Self.step(knowing, request).handler == "钱")
        let again = AidLifeFault.sameHandler(request.id, by: "赵", newest: request.newest)
        #expect(throws: again) { try Self.step(Self.wish(.assign), request) }
    }

    @Test func `more time is given once, however often that is sent`() throws {
        let deadline = Self.start.adding(seconds: 9 * Self.day)
        var request = Self.request(.inProgress, handler: "赵")
        let blind = Self.wish(.assign) { $0.deadline = deadline }
        let fault = AidLifeFault.sameHandler(request.id, by: "赵", newest: request.newest)
        #expect(throws: fault) { try Self.step(blind, request) }
        var wish = blind
        wish.seen = 1
        let step = try Self.step(wish, request)
        request.steps.append(step)
        #expect(throws: AidLifeFault.changed(request.id, seen: 1, newest: step)) {
            try Self.step(wish, request)
        }
    }

    @Test func `a deadline lies ahead`() throws {
        let now = Self.start.adding(seconds: 60)
        let past = Self.wish(.assign) { $0.deadline = now }
        #expect(throws: AidLifeFault.deadlineOver(now, step: now)) {
            try Self.step(past, Self.request(.registered))
        }
        // One that was answered late and is opened again needs a new one.
        let late = Self.request(.answered)
        let fourDays = Self.start.adding(seconds: 4 * Self.day)
        #expect(throws: AidLifeFault.deadlineOver(late.deadline, step: fourDays)) {
            try Self.step(Self.wish(.reopen), late, after: 4 * Self.day)
        }
    }

    @Test(arguments: [AidState.draft, .returned])
    func `the time of a request runs from when it is registered, unless somebody says otherwise`(
        state: AidState
    ) throws {
        let policy = AidPolicy(deadlineSeconds: [.resume: 5 * Self.day])
        let now = Self.start.adding(seconds: 2 * Self.day)
        func register(_ wish: AidWish) throws -> Timestamp {
            try AidLife.step(wish, of: Self.request(state), now: now, policy: policy).deadline
        }
        #expect(try register(Self.wish(.register)) == now.adding(seconds: 5 * Self.day))
        let later = now.adding(seconds: 9 * Self.day)
        #expect(try register(Self.wish(.register) { $0.deadline = later }) == later)
    }

    @Test(arguments: [AidState.assigned, .inProgress])
    func `who handles a request may be given more time, and goes on`(state: AidState) throws {
        let later = Self.start.adding(seconds: 9 * Self.day)
        let step = try Self.step(
            Self.wish(.assign) {
                $0.deadline = later
                $0.seen = 1
            }, Self.request(state, handler: "赵"))
        #expect(step.state == state && step.handler == "赵" && step.deadline == later)
    }

    @Test(arguments: [
        (AidAction.sendBack, AidState.assigned), (.reopen, .closed), (.drop, .draft),
    ])
    func `who undoes what somebody did says why`(action: AidAction, state: AidState) {
        #expect(throws: AidLifeFault.noReason(action)) {
            try Self.step(Self.wish(action) { $0.note = "" }, Self.request(state))
        }
    }

    @Test func `an answer says what came of it, and nobody is assigned without a name`() {
        #expect(throws: AidLifeFault.noOutcome) {
            try Self.step(Self.wish(.answer) { $0.outcome = nil }, Self.request(.inProgress))
        }
        #expect(throws: AidLifeFault.noHandler) {
            try Self.step(Self.wish(.assign) { $0.handler = nil }, Self.request(.registered))
        }
    }

    @Test func `a clock that was set back does not order steps`() throws {
        let step = try Self.step(Self.wish(.assign), Self.request(.registered), after: -60)
        #expect(step.time == Self.start)
    }

    @Test func `a clock that was set back lets no deadline end before its own step`() throws {
        let policy = AidPolicy(deadlineSeconds: [.resume: 5 * Self.day])
        let now = Self.start.adding(seconds: -9 * Self.day)
        func step(_ wish: AidWish, _ request: AidRequest) throws -> AidStep {
            try AidLife.step(wish, of: request, now: now, policy: policy)
        }
        let early = Self.start.adding(seconds: -Self.day)
        #expect(throws: AidLifeFault.deadlineOver(early, step: Self.start)) {
            try step(Self.wish(.assign) { $0.deadline = early }, Self.request(.registered))
        }
        let registered = try step(Self.wish(.register), Self.request(.draft))
        #expect(registered.deadline == Self.start.adding(seconds: 5 * Self.day))
        var late = Self.request(.answered)
        late.steps.append(try Self.step(Self.wish(.close), late, after: 4 * Self.day))
        let closedAt = late.newest.time
        #expect(throws: AidLifeFault.deadlineOver(late.deadline, step: closedAt)) {
            try step(Self.wish(.reopen), late)
        }
    }

    @Test func `what is sent back or opened again forgets who handled it, or what came of it`() throws {
        let request = Self.request(.closed, handler: "赵", outcome: .solved)
        let again = try Self.step(Self.wish(.reopen), request)
        #expect(again.handler == "赵" && again.outcome == nil)
        let back = try Self.step(Self.wish(.sendBack), Self.request(.assigned, handler: "赵"))
        #expect(back.handler == nil)
    }
}
