import MutualAid
import Resilience
import SupplyModel
import Testing

/// Candidates that only seem to be several, or to be another way.
@Suite struct LeaningTests {
    /// S supplies A, and leans on U; T and V stand by.
    static func chain(_ more: [Supply]) -> SmallChain {
        SmallChain(
            supplies: [
                Supply(supplier: "S", region: "310000", buyer: "A", product: "p0"),
                Supply(supplier: "U", region: "320500", buyer: "S", product: "q"),
                Supply(
                    supplier: "T", region: "330200", buyer: "A", product: "p0", isBackup: true, spare: 0.6),
                Supply(
                    supplier: "V", region: "340100", buyer: "A", product: "p0", isBackup: true, spare: 0.5),
            ] + more, homes: ["A": "310000"])
    }

    static func match(_ name: String, _ found: Matches, _ chain: SmallChain) throws -> Match {
        try #require(found.matches.first { chain.names[Int($0.candidate.supplier)] == name })
    }

    @Test func `who leans on what those who failed lean on is named with what it costs`() throws {
        let chain = Self.chain([
            Supply(supplier: "U", region: "320500", buyer: "T", product: "q", share: 0.3),
            Supply(supplier: "W", region: "320500", buyer: "T", product: "q", share: 0.7),
        ])
        let found = try MatchTests.matches(chain, stopped: "S")
        let match = try Self.match("T", found, chain)
        #expect(match.shared.count == 1 && chain.names[Int(match.shared[0].firm)] == "U")
        #expect(abs(match.shared[0].loss - 0.3) < 1e-9 && abs(match.parts.independent - 0.7) < 1e-9)
        #expect(try Self.match("V", found, chain).parts.independent == 1)
    }

    /// C gets frames from the firm in need, which hangs on S; D gets a tenth of its foam from S.
    @Test func `what a candidate shares does not depend on who else could help`() throws {
        var rows = [
            Supply(supplier: "C", region: "320100", buyer: "B", product: "p0", share: 0.5),
            Supply(supplier: "A", region: "310000", buyer: "C", product: "frames"),
        ]
        func independent(_ name: String) throws -> Double {
            let chain = Self.chain(rows)
            let found = try MatchTests.matches(chain, stopped: "S")
            return try Self.match(name, found, chain).parts.independent
        }
        #expect(try independent("C") == 1)
        rows += [
            Supply(supplier: "D", region: "330100", buyer: "B", product: "p0", share: 0.5),
            Supply(supplier: "S", region: "310000", buyer: "D", product: "foam", share: 0.1),
        ]
        let ofD = try independent("D")
        #expect(abs(ofD - 0.9) < 1e-9)
        #expect(try independent("C") == 1)
    }

    @Test func `who hangs on what failed comes last and is not offered`() throws {
        let chain = Self.chain([Supply(supplier: "U", region: "320500", buyer: "T", product: "q")])
        let found = try MatchTests.matches(chain, stopped: "U") { $0.isPlanned = true }
        let last = try #require(found.matches.last)
        #expect(chain.names[Int(last.candidate.supplier)] == "T" && !last.isOffered && last.score == 0)
        #expect(found.plans[0].members.count == 1 && abs(found.plans[0].left - 0.5) < 1e-9)
    }

    @Test
    func
        `who would deliver from a region that stops does not, even where nothing is known to be shipped there`()
        throws
    {
        let chain = Self.chain([])
        let found = try MatchTests.matches(chain, stopped: "S") {
            $0.scenario.shocks.append(Shock(.region(RegionCode(raw: 330_000)), loss: 0.5, days: 30))
        }
        let half = try Self.match("T", found, chain)
        #expect(half.parts.notExposed == 0.5 && half.delivers == 0.3)
        // Of the need, which nobody else delivers for 30 days, it delivers 0.3.
        let days = try #require(half.course)
        #expect(days.firstLossDay == 1 && abs(days.lostDays - 0.7 * 30) < 1e-9)
        #expect(try Self.match("V", found, chain).parts.notExposed == 1)
    }

    @Test func `of a stranger who does not say when it could deliver no days are promised`() throws {
        let chain = Self.chain([
            Supply(supplier: "X", region: "320500", buyer: "B", product: "p0", spare: 0.5),
            Supply(supplier: "Y", region: "320500", buyer: "B", product: "p0", spare: 0.5, bringUpDays: 2),
        ])
        let found = try MatchTests.matches(chain, stopped: "S")
        let (silent, known) = (try Self.match("X", found, chain), try Self.match("Y", found, chain))
        #expect(silent.delivers != nil && silent.course == nil && silent.parts.time == nil)
        #expect(known.course != nil && known.parts.time == 0.5)
    }

    @Test func `two that lean on one plant count as one, unless nothing else closes the gap`() throws {
        let leaning = [
            Supply(supplier: "W", region: "320500", buyer: "T", product: "q"),
            Supply(supplier: "W", region: "320500", buyer: "V", product: "r", share: 0.5),
            Supply(supplier: "X", region: "320500", buyer: "V", product: "r", share: 0.5),
        ]
        var chain = Self.chain(leaning)
        var found = try MatchTests.matches(chain, stopped: "S") { $0.isPlanned = true }
        #expect(Set(found.matches.map(\.classNumber)) == [1])
        #expect(
            found.matches.allSatisfy {
                $0.leansOn == [Plant(firm: chain.number("W"), region: RegionCode("320500"))]
            })
        #expect(found.plans[0].members.count == 2 && found.plans[0].left == 0)
        chain.supplies.append(
            Supply(supplier: "Z", region: "330100", buyer: "A", product: "p0", isBackup: true, spare: 0.4))
        found = try MatchTests.matches(chain, stopped: "S") { $0.isPlanned = true }
        #expect(found.plans[0].left == 0)
        #expect(
            found.plans[0].members.map { chain.names[Int(found.matches[$0.match].candidate.supplier)] }
                .sorted()
                == ["T", "Z"])
    }

    @Test func `two plants of one firm are two, unless the firm is the candidate`() throws {
        let chain = Self.chain([
            Supply(supplier: "W", region: "320500", buyer: "T", product: "q"),
            Supply(supplier: "W", region: "330100", buyer: "V", product: "r"),
            Supply(supplier: "T", region: "320100", buyer: "A", product: "p0", isBackup: true, spare: 0.3),
        ])
        let found = try MatchTests.matches(chain, stopped: "S")
        let numbers = Dictionary(grouping: found.matches, by: \.classNumber).values.map { matches in
            Set(matches.map { chain.names[Int($0.candidate.supplier)] })
        }
        #expect(Set(numbers) == [["T"], ["V"]])
    }
}
