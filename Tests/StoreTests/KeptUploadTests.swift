import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@Suite struct KeptUploadTests {
    private static let mine = FirmID(checked: "local:a")
    private static let problem = Problem(
        file: "list.csv", line: 3, column: "share", code: "bad", value: "x", message: "no share; write one")

    private static func registration(
        _ id: String, _ actor: String, of registrant: FirmID = mine, key: String? = nil, digest: String = "d"
    ) -> Registration {
        Registration(
            id: id.padding(toLength: 16, withPad: "0", startingAt: 0), actor: actor, registrant: registrant,
            name: "list.csv", receivedAt: TestRegister.start, byteCount: 1, requestDigest: digest,
            idempotencyKey: key, state: .refused, accepted: 0, unchanged: 0, rejected: 1, withdrawn: 0,
            problemCount: 1)
    }

    /// Adds as many uploads as keep their problems.
    private func add(_ name: String, _ actor: String, of registrant: FirmID = mine, to store: Store) throws {
        for number in 0..<Registration.recentLimit {
            try store.add(
                Self.registration("\(name)\(number)x", actor, of: registrant), problems: [Self.problem])
        }
    }

    @Test func `problems are kept until their own sender sent as many more, whatever others send`() throws {
        try TestRegister.inFolder { register in
            let store = register.store
            let first = Self.registration("first", "token:a")
            try store.add(first, problems: [Self.problem])
            try add("rival", "token:b", of: FirmID(checked: "local:b"), to: store)
            try add("invited", "token:invitation 1", to: store)
            #expect(try store.problems(ofRegistration: first.id) == [Self.problem])
            try add("own", "token:a", to: store)
            #expect(try store.problems(ofRegistration: first.id) == [])
            for id in ["rival0x", "invited0x", "own0x"] {
                let id = Self.registration(id, "").id
                #expect(try store.problems(ofRegistration: id) == [Self.problem])
            }
        }
    }

    @Test func `warnings are kept beside problems, each by itself`() throws {
        try TestRegister.inFolder { register in
            var doubt = Self.problem
            doubt.code = "doubt"
            let one = Self.registration("one", "token:a")
            try register.store.add(one, problems: [Self.problem], warnings: [doubt, doubt])
            #expect(try register.store.problems(ofRegistration: one.id) == [Self.problem])
            #expect(try register.store.warnings(ofRegistration: one.id) == [doubt, doubt])
        }
    }

    @Test func `of two uploads of one key the second is not kept, and names the first`() throws {
        try TestRegister.inFolder { register in
            let first = Self.registration("first", "token:a", key: "k")
            try register.store.add(first, problems: [])
            #expect(throws: RegistrationFault.keyTaken(first)) {
                try register.store.add(Self.registration("second", "token:a", key: "k"), problems: [])
            }
            try register.store.add(Self.registration("third", "token:b", key: "k"), problems: [])
            #expect(try register.store.registrations(of: nil, limit: 9).count == 2)
        }
    }
}
