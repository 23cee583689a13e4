import Store
import SupplyModel
import Testing

@Suite struct RegistrationTests {
    private static func upload(_ register: TestRegister, _ id: Int, by registrant: String) throws {
        let hexadecimal = String(id, radix: 16)
        let one = Registration(
            id: String(repeating: "0", count: 16 - hexadecimal.count) + hexadecimal,
            actor: "token:\(registrant)", registrant: FirmID(checked: registrant), name: "list.csv",
            receivedAt: TestRegister.start, byteCount: 9, requestDigest: "d", idempotencyKey: nil,
            state: .refused, accepted: 0, unchanged: 0, rejected: 1, withdrawn: 0, problemCount: 1)
        let problem = Problem(
            file: "list.csv", line: 2, column: "tier", code: "bad", value: "9", message: "no tier")
        try register.store.add(one, problems: [problem])
    }

    private static func problems(_ register: TestRegister, of registrant: String) throws -> [Int] {
        try register.store.registrations(of: FirmID(checked: registrant), limit: 10_000).reversed().map {
            try register.store.problems(ofRegistration: $0.id).count
        }
    }

    @Test func `problems are forgotten because of the own later uploads, never because of others'`() throws {
        try TestRegister.inFolder { register in
            try Self.upload(register, 0, by: "local:a")
            for number in 1...Registration.recentLimit + 2 {
                try Self.upload(register, number, by: "local:b")
            }
            #expect(try Self.problems(register, of: "local:a") == [1])
            let recent = [Int](repeating: 1, count: Registration.recentLimit)
            #expect(try Self.problems(register, of: "local:b") == [0, 0] + recent)
        }
    }
}
