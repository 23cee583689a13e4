import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

/// Registers in which much is wrong that only all rows together show.
@Suite struct JudgedRowsTests {
    /// A look at all rows for each product takes half an hour here.
    @Test(.timeLimit(.minutes(60)))
    func `shares of fifty thousand products that are too much are told in one pass`() throws {
        try TestRegister.inFolder { register in
            let rows = (0..<100_000).map { number in
                TestRegister.row(number + 2, "s\(number)", "b", "part \(number % 50_000)", share: 0.6)
            }
            let report = try register.load(rows)
            #expect(report.rejected == 100_000 && report.accepted == 0)
            let problems = report.problems.filter { $0.line == 7 || $0.line == 50_007 }
            #expect(
                problems.count == 2 && problems.allSatisfy { $0.message.contains("120% (lines 7, 50007)") })
            #expect(try register.store.network().links.isEmpty)
        }
    }

    @Test func `of products whose shares are too much none is taken, of the others all are`() throws {
        try TestRegister.inFolder { register in
            let rows = [
                TestRegister.row(2, "a", "b", "x", share: 0.6),
                TestRegister.row(3, "c", "b", "y", share: 0.6),
                TestRegister.row(4, "d", "b", "x", share: 0.6),
                TestRegister.row(5, "e", "b", "z", share: 0.51),
                TestRegister.row(6, "f", "b", "z", share: 0.51), TestRegister.row(7, "g", "b", "x"),
                TestRegister.row(8, "h", "b", "x", share: 1, status: .backup),
            ]
            let report = try register.load(rows) { $0.isPartial = true }
            #expect(report.problems.map(\.line) == [2, 4, 7])
            #expect(report.problems.map(\.value) == ["0.6", "0.6", ""])
            #expect(report.problems.allSatisfy { $0.message.contains("120% (lines 2, 4, 7)") })
            #expect(report.warnings.map(\.code) == ["shares_rounded"] && report.warnings.map(\.line) == [5])
            #expect(report.accepted == 4 && report.rejected == 3)
        }
    }

    @Test func `shares count together where two buyers were decided to be one`() throws {
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(2, "a", "b"), TestRegister.row(3, "a", "b2")])
            try register.decide(.same, "b2", "b", at: 1)
            let rows = [
                TestRegister.row(2, "a", "b", share: 0.6), TestRegister.row(3, "c", "b2", share: 0.6),
                TestRegister.row(4, "d", "other", share: 0.6),
            ]
            let report = try register.load(rows, at: 2) { $0.isPartial = true }
            #expect(report.problems.map(\.line) == [2, 3] && report.accepted == 1)
        }
    }

    /// In a process of its own, because the tests beside it move the peak.
    @Test func `a line that is the whole file is held once`() async {
        await #expect(processExitsWith: .success) {
            try TestRegister.inFolder { register in
                try JudgedRowsTests.load(register, lines: 2..<1_000, buyer: "small")
                let before = try JudgedRowsTests.peakKilobytes()
                let report = try JudgedRowsTests.load(register, lines: 2..<300_002, buyer: "large")
                #expect(report.accepted == 1 && report.unchanged == 299_999 && report.problems.isEmpty)
                let grown = try JudgedRowsTests.peakKilobytes() - before
                #expect(grown < JudgedRowsTests.allowedKilobytes, "\(grown) KiB more for 300,000 rows")
            }
        }
    }

    /// What SQLite keeps of its pages.
    static let allowedKilobytes = 80_000

    @discardableResult
    static func load(_ register: TestRegister, lines: Range<Int>, buyer: String) throws -> ImportReport {
        let request = ImportRequest(
            registrant: TestRegister.registrant, file: "test.csv", digest: "", now: TestRegister.start)
        return try register.store.load(request) { loader in
            try loader.begin(
                RegisterHeader(
                    kind: .supplies, columns: TestRegister.columns, unknownColumns: [], line: 1))
            for line in lines { try loader.take(TestRegister.row(line, "a", buyer)) }
        }
    }

    /// The most memory that this process ever held.
    static func peakKilobytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM") })
        return try #require(Int(line.filter(\.isNumber)))
    }

    @Test func `rows that contradict each other without end are refused, not listed`() throws {
        try TestRegister.inFolder { register in
            let rows = (0..<100_002).map { TestRegister.row($0 + 2, "a", "b", value: Double($0 % 2)) }
            #expect(throws: ImportFault.tooManyProblems(file: "test.csv")) { try register.load(rows) }
            let network = try register.store.network()
            #expect(network.revision == 0 && network.links.isEmpty)
        }
    }
}
