import Foundation
import MutualAid
import Store
import SupplyModel
import Testing

@testable import Daemon

@Suite struct AskerTests {
    private static let time = Timestamp(milliseconds: 0)
    private static let desk: [DeskFault] = [
        .noOwner, .badDuration("x"), .twoEnds, .isOver("x"), .endsBeforeStart(time, start: time), .noEnd,
        .noReason, .unknownSilence("x"), .noSuchVersion(2, newest: 1), .notOpen("x"),
    ]
    private static let invite: [InviteFault] = [
        .noSupply(supplier: "s", buyer: "b", product: "p", some: ["q"]), .notTier(9), .unknown("x"),
    ]
    private static let query: [QueryFault] = [
        .unknownFirm("x"), .unknownAlert("x"), .unknownProduct("p", firm: "f", some: ["q"]),
    ]

    private static let step = AidStep(
        number: 2, action: .assign, state: .assigned, by: "王", time: time, deadline: time)
    private static let aid: [AidDeskFault] = [
        .ledger(.unknown("x")), .noName, .noProvince("f"), .ownProvince(.unknown), .badDeadline("x"),
        .nothingStops(firm: "f", province: .unknown), .unknownProduct("p", supplier: "s"),
        .life(.changed("x", seen: 1, newest: step)), .life(.noSuchVersion(3, newest: step)),
        .life(.handled("x", by: "王", newest: step)), .life(.noHandler), .life(.noOutcome),
        .life(.noReason(.drop)), .life(.deadlineOver(time, step: time)),
    ]

    private static func notPossible(_ state: AidState) -> AidDeskFault {
        var reached = step
        reached.state = state
        return .life(.notPossible(.start, "x", newest: reached, reachedAs: reached))
    }

    private static let subject = ConsentSubject(
        supplier: FirmID(checked: "local:x:F"), owner: FirmID(checked: "local:x"))
    private static let consent = AidConsent.consents([
        ConsentStep(
            number: 1, subject: subject, action: .ask, product: .init(wanted: "p", owned: "q"), by: "王",
            time: time, requestVersion: 1)
    ])
    private static let consents: [AidConsentFault] =
        [
            .unknown("x"), .life(.notAsked("x", supplier: "s")),
            .notOwner(FirmID(checked: "local:x"), supplier: "s", product: "p"),
            .life(.notAsked("x", supplier: "s", product: "p")), .tooManyOwners(201, supplier: "s"),
            .life(.severalMeant("x", consent)),
        ]
        + consent.flatMap {
            [.life(.changed("x", seen: 1, newest: $0)), .life(.noSuchVersion(2, newest: $0))]
        }

    @Test
    func `who asks over HTTP is told of parameters and paths, who types a command of flags and commands`() {
        var asked: [(api: String, typed: String)] = []
        asked += Self.desk.map { ($0.sentence(for: .api), $0.description) }
        asked += Self.invite.map { ($0.sentence(for: .api), $0.description) }
        asked += Self.query.map { ($0.sentence(for: .api), $0.description) }
        asked += Self.aid.map { ($0.sentence(for: .api), $0.description) }
        asked += Self.consents.map { ($0.sentence(for: .api), $0.description) }
        for (api, typed) in asked {
            #expect(!api.contains("--") && !api.contains("tierwatch "), "\(api)")
            #expect(typed.contains("--") || typed.contains("`tierwatch "), "\(typed)")
        }
        for fault in Self.aid + AidState.allCases.map(Self.notPossible) {
            let sent = fault.sentence(for: .sender)
            #expect(!sent.contains("GET ") && !sent.contains("--"), "\(sent)")
        }
        #expect(DeskFault.twoEnds.sentence(for: .api) == "both 'for' and 'until' are given; keep one of them")
        #expect(DeskFault.twoEnds.description == "both --for and --until are given; keep one of them")
    }

    @Test func `a province that signs is advised to do only what it can`() {
        let advised = AidState.allCases.filter { state in
            let words = Self.notPossible(state).sentence(for: .sender).split(separator: "; ")
            return words.count > 2
        }
        #expect(advised == [.registered, .assigned, .inProgress])
        #expect(
            AidDeskFault.life(.changed("x", seen: 1, newest: Self.step)).sentence(for: .sender)
                == "x: version 1 is no longer the newest: 王 made it assigned at \(Self.time);"
                + " nothing was changed: to do it all the same, give 'seen' as 2")
    }
}
