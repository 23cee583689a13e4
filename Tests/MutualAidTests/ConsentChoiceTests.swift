import MutualAid
import SupplyModel
import TestSupport
import Testing

/// Which question an owner's word is about.
@Suite struct ConsentChoiceTests {
    private static let owner = FirmID(checked: "local:x")
    private static let (one, other) = (FirmID(checked: "local:x:F"), FirmID(checked: "local:x:Z"))

    /// Questions by supplier and product, one after another, each with what was said to it.
    private static func asked(
        _ questions: [(supplier: FirmID, product: String, said: [ConsentAction])], in request: AidRequest
    ) throws -> [AidConsent] {
        var steps: [ConsentStep] = []
        for (supplier, product, said) in questions {
            for action in [.ask] + said {
                let wish = ConsentWish(
                    action, ConsentSubject(supplier: supplier, owner: owner),
                    .init(wanted: product, owned: product), by: "李")
                steps.append(
                    try ConsentLife.step(wish, of: request, said: steps, now: AidLifeTests.start))
            }
        }
        return AidConsent.consents(steps)
    }

    private static func choice(
        _ action: ConsentAction, of asked: [AidConsent], typed: FirmID? = nil,
        in request: AidRequest = AidLifeTests.request(.registered)
    ) throws -> String? {
        try ConsentChoice.choice(of: asked, for: action, of: request, typed: typed)
            .map { "\($0.subject.supplier) \($0.product.owned)" }
    }

    @Test
    func `what was given is found by the firm's name whatever was asked about it under another identity`()
        throws
    {
        let request = AidLifeTests.request(.registered)
        for said in [[], [ConsentAction.refuse]] {
            let asked = try Self.asked([(Self.other, "座椅", [.give]), (Self.one, "座椅", said)], in: request)
            #expect(try Self.choice(.withdraw, of: asked) == "local:x:Z 座椅")
            #expect(try Self.choice(.withdraw, of: asked, typed: Self.other) == "local:x:Z 座椅")
            // The very identity that is typed is meant, where both were asked about.
            #expect(try Self.choice(.withdraw, of: asked, typed: Self.one) == "local:x:F 座椅")
            #expect(try Self.choice(.give, of: asked, typed: Self.one) == "local:x:F 座椅")
        }
    }

    @Test func `of several that could be meant none is taken, and of one that waits and others that one`()
        throws
    {
        let request = AidLifeTests.request(.registered)
        let both = try Self.asked([(Self.one, "座椅", []), (Self.one, "头枕", [])], in: request)
        #expect(throws: ConsentFault.severalMeant(request.id, both)) { try Self.choice(.give, of: both) }
        let waiting = try Self.asked([(Self.one, "座椅", [.refuse]), (Self.one, "头枕", [])], in: request)
        #expect(try Self.choice(.give, of: waiting) == "local:x:F 头枕")
        let given = try Self.asked([(Self.one, "座椅", [.give]), (Self.one, "头枕", [.give])], in: request)
        #expect(throws: ConsentFault.severalMeant(request.id, given)) {
            try Self.choice(.withdraw, of: given)
        }
        #expect(try Self.choice(.give, of: given) == "local:x:F 头枕")
        #expect(try Self.choice(.give, of: []) == nil)
    }

    @Test(arguments: [[ConsentAction.refuse], [.give, .withdraw]])
    func `what was refused or taken back is given after all only where it is named`(
        declined: [ConsentAction]
    ) throws {
        let request = AidLifeTests.request(.registered)
        for other in [Self.one, Self.other] {
            let asked = try Self.asked(
                [(Self.one, "座椅", declined), (other, "头枕", [.give])], in: request)
            // A word that gave the other, and comes once more.
            #expect(throws: ConsentFault.severalMeant(request.id, asked)) {
                try Self.choice(.give, of: asked)
            }
            #expect(try Self.choice(.give, of: [asked[0]]) == "local:x:F 座椅")
            #expect(try Self.choice(.withdraw, of: asked) == "\(other) 头枕")
        }
        let both = try Self.asked(
            [(Self.one, "座椅", declined), (Self.other, "座椅", declined)], in: request)
        #expect(throws: ConsentFault.severalMeant(request.id, both)) { try Self.choice(.give, of: both) }
        #expect(try Self.choice(.give, of: both, typed: Self.one) == "local:x:F 座椅")
    }

    @Test func `each answer is to its own question, and one that names none to the newest`() throws {
        let request = AidLifeTests.request(.registered)
        let asked = try Self.asked([(Self.one, "座椅", []), (Self.one, "头枕", [.give])], in: request)
        #expect(asked.map(\.state) == [.asked, .given] && asked.map(\.version) == [1, 2])
        var steps = asked.flatMap(\.steps).sorted { $0.number < $1.number }
        #expect(steps.map(\.question) == [nil, nil, 2])
        steps[2].question = 1
        #expect(AidConsent.consents(steps).map(\.state) == [.given, .asked])
        // As it was written down before questions were told apart by their products.
        steps[2].question = nil
        #expect(AidConsent.consents(steps).map(\.state) == [.asked, .given])
    }

    @Test func `a request that is opened again after its end asks those again who had not answered`() throws {
        var request = AidLifeTests.request(.answered)
        let asked = try Self.asked(
            [(Self.one, "座椅", []), (Self.one, "头枕", [.give]), (Self.other, "座椅", [.refuse])], in: request)
        let said = asked.flatMap(\.steps).sorted { $0.number < $1.number }
        func step(_ state: AidState, _ action: AidAction) {
            var step = request.newest
            step.number += 1
            step.state = state
            step.action = action
            step.by = "赵"
            request.steps.append(step)
        }
        step(.inProgress, .reopen)
        // Not closed before: everything stands, and nobody is asked twice.
        #expect(ConsentLife.askedAgain(request, said: said).isEmpty)
        step(.closed, .close)
        #expect(asked.allSatisfy(request.stoodUntilEnd) && !asked.contains(where: request.isStanding))
        #expect(ConsentLife.askedAgain(request, said: said).isEmpty)
        step(.inProgress, .reopen)
        let again = ConsentLife.askedAgain(request, said: said)
        #expect(
            again.map { "\($0.number) \($0.subject.supplier) \($0.product?.wanted ?? "") \($0.by)" } == [
                "6 local:x:F 座椅 赵"
            ])
        let all = AidConsent.consents(said + again)
        #expect(all.map(request.isStanding) == [false, false, false, true])
        // Its next end is that of what was asked since.
        step(.closed, .close)
        #expect(all.map(request.stoodUntilEnd) == [false, false, false, true])
    }
}
