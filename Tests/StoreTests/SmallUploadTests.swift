import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

/// A small upload beside rivals' large registers.
@Suite struct SmallUploadTests {
    private static let rivalRows = 60_000

    /// Processor seconds that the quickest of some small uploads takes.
    private func seconds(_ register: TestRegister) throws -> Double {
        let me = FirmID(checked: "local:me")
        try register.load([TestRegister.row(2, "s", "me"), TestRegister.row(3, "t", "me")], registrant: me)
        return try (1...7).map { number in
            let start = Self.processorSeconds()
            let rows = [TestRegister.row(2, "s\(number)", "me", value: Double(number))]
            let report = try register.load(rows, registrant: me, at: number) {
                $0.replaces = true
                $0.isPrivate = true
            }
            #expect(report.accepted == 1 && report.withdrawn == (number == 1 ? 2 : 1))
            #expect(try register.store.confirm(me, now: TestRegister.start.adding(seconds: 1e6)) == 1)
            return Self.processorSeconds() - start
        }.min() ?? 0
    }

    /// What this thread used of a processor, whatever runs beside it.
    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test func `replacing a few rows takes as long as if nobody else had declared any`() throws {
        let alone = try TestRegister.inFolder { try seconds($0) }
        let beside = try TestRegister.inFolder { register in
            try register.load(
                (0..<Self.rivalRows).map { TestRegister.row($0 + 2, "f\($0)", "rival", "part \($0)") },
                columns: TestRegister.columns.subtracting([.share]),
                registrant: FirmID(checked: "local:rival"))
            return try seconds(register)
        }
        #expect(beside < 3 * alone, "\(beside) s beside \(Self.rivalRows) rows of a rival, \(alone) s alone")
    }
}
