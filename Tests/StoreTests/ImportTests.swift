import SupplyModel
import Testing

@testable import Store

@Suite struct ImportTests {
    @Test func `what is loaded is the network`() throws {
        try TestRegister.inFolder { register in
            let report = try register.load([
                TestRegister.row(2, "a", "b", value: 5), TestRegister.row(3, "a", "c", value: nil),
                TestRegister.row(4, "a", "b", region: "310000", value: 7),
            ])
            #expect(report.accepted == 3)
            #expect(
                try register.links() == ["a@310000>b:part=7.0", "a@320500>b:part=5.0", "a@320500>c:part=-"])
        }
    }

    @Test func `loading the same rows again changes nothing`() throws {
        try TestRegister.inFolder { register in
            let rows = [TestRegister.row(2, "a", "b"), TestRegister.row(3, "c", "b", share: 0.5)]
            try register.load(rows)
            let revision = try register.store.revision()
            let report = try register.load(rows, at: 1)
            #expect((report.accepted, report.unchanged, report.rejected) == (0, 2, 0))
            #expect(try register.store.revision() == revision)
        }
    }

    @Test func `a file with the digest of the newest revision is not even read`() throws {
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(2, "a", "b")], digest: "x")
            #expect(try register.load([], digest: "x").unchanged == 1)
            try register.load([TestRegister.row(2, "a", "b", value: 9)], digest: "y")
            #expect(try register.load([TestRegister.row(2, "a", "b", value: 1)], digest: "x").accepted == 1)
            #expect(try register.links() == ["a@320500>b:part=1.0"])
        }
    }

    @Test func `one changed row makes one declaration, and the older one is kept`() throws {
        try TestRegister.inFolder { register in
            try register.load([
                TestRegister.row(2, "a", "b", value: 1), TestRegister.row(3, "c", "b", value: 1),
            ])
            let report = try register.load(
                [TestRegister.row(2, "a", "b", value: 2), TestRegister.row(3, "c", "b", value: 1)], at: 5)
            #expect((report.accepted, report.unchanged) == (1, 1))
            #expect(try register.links() == ["a@320500>b:part=2.0", "c@320500>b:part=1.0"])
            let before = TestRegister.start.adding(seconds: 60)
            #expect(try register.links(at: before) == ["a@320500>b:part=1.0", "c@320500>b:part=1.0"])
            #expect(
                try register.store.provenance(of: [FirmID(checked: "local:a")], limit: 9).map(\.revision) == [
                    2, 1,
                ])
        }
    }

    @Test func `a column that a file lacks leaves the older value, an empty cell clears it`() throws {
        try TestRegister.inFolder { register in
            try register.load([
                TestRegister.row(2, "a", "b", value: 1), TestRegister.row(3, "c", "b", value: 1),
            ])
            let without = TestRegister.columns.subtracting([.annualValue])
            try register.load([TestRegister.row(2, "a", "b", value: nil, share: 0.4)], columns: without)
            try register.load([TestRegister.row(2, "c", "b", value: nil)])
            #expect(try register.links() == ["a@320500>b:part=1.0", "c@320500>b:part=-"])
            #expect(try register.store.network().links.compactMap(\.share) == [0.4])
        }
    }

    @Test func `the same supply twice with different figures is refused, naming both lines`() throws {
        try TestRegister.inFolder { register in
            let rows = [TestRegister.row(2, "a", "b", value: 1), TestRegister.row(7, "a", "b", value: 2)]
            let report = try register.load(rows + [TestRegister.row(8, "c", "b")])
            #expect((report.accepted, report.rejected) == (0, 2))
            #expect(report.problems.map(\.line) == [2, 7])
            #expect(
                report.problems.allSatisfy { $0.code == "duplicate_supply" && $0.message.contains("2, 7") })
            #expect(try register.links() == [])
        }
    }

    @Test func `the same supply twice can be added up, and twice the same is said once`() throws {
        try TestRegister.inFolder { register in
            let rows = [TestRegister.row(2, "a", "b", value: 1), TestRegister.row(7, "a", "b", value: 2)]
            try register.load(rows) { $0.sumsDuplicates = true }
            #expect(try register.links() == ["a@320500>b:part=3.0"])
            let twice = [TestRegister.row(2, "c", "b", value: 4), TestRegister.row(3, "c", "b", value: 4)]
            let report = try register.load(twice)
            #expect((report.accepted, report.unchanged) == (1, 1))
        }
    }

    @Test func `rows that disagree in words are refused, not added up`() throws {
        try TestRegister.inFolder { register in
            let rows = [
                TestRegister.row(2, "a", "b", value: 1),
                TestRegister.row(7, "a", "b", value: 200, status: .backup),
            ]
            let report = try register.load(rows) { $0.sumsDuplicates = true }
            #expect(report.problems.map(\.value) == ["active", "backup"])
            #expect(report.problems.allSatisfy { !$0.message.contains("--sum") })
        }
    }

    @Test func `a supply without a region and the same one in the supplier's own region are one`() throws {
        try TestRegister.inFolder { register in
            var firm = FirmRow(line: 2, id: FirmID(checked: "local:a"))
            firm.region = RegionCode("320500")
            try register.loadFirms([firm])
            let rows = [
                TestRegister.row(2, "a", "b", region: nil, value: 1), TestRegister.row(3, "a", "b", value: 2),
            ]
            #expect(try register.load(rows).problems.count == 2)
            try register.load([rows[0]])
            try register.load([rows[1]], at: 1)
            #expect(try register.links() == ["a@320500>b:part=2.0"])
        }
    }

    @Test func `a supplier without any region is refused`() throws {
        try TestRegister.inFolder { register in
            let report = try register.load([TestRegister.row(2, "a", "b", region: nil)])
            #expect(report.problems.map(\.code) == ["missing_region"])
        }
    }

    @Test(arguments: [(0.55, 2), (0.53, 0)])
    func `shares that sum to more than rounding explains are refused`(second: Double, refused: Int) throws {
        try TestRegister.inFolder { register in
            let report = try register.load([
                TestRegister.row(2, "a", "b", share: 0.51), TestRegister.row(3, "c", "b", share: second),
                TestRegister.row(4, "d", "b", "other", share: 1),
            ])
            #expect(report.rejected == refused)
            #expect(report.warnings.count == (refused == 0 ? 1 : 0))
        }
    }

    @Test func `a file taken in part keeps the good rows`() throws {
        try TestRegister.inFolder { register in
            let rows = [
                TestRegister.row(2, "a", "b", value: 1), TestRegister.row(3, "a", "b", value: 2),
                TestRegister.row(4, "c", "b", value: 3),
            ]
            let report = try register.load(rows) { $0.isPartial = true }
            #expect((report.accepted, report.rejected) == (1, 2))
            #expect(report.refusedLines.keys.sorted() == [2, 3])
            #expect(try register.links() == ["c@320500>b:part=3.0"])
        }
    }

    @Test func `a dry run tells what would happen and keeps nothing`() throws {
        try TestRegister.inFolder { register in
            let report = try register.load([TestRegister.row(2, "a", "b")]) { $0.isDryRun = true }
            #expect(report.accepted == 1)
            #expect(try register.links() == [])
            #expect(try register.store.revision() == 0)
        }
    }

    @Test func `replacing withdraws this registrant's declarations only`() throws {
        try TestRegister.inFolder { register in
            let other = FirmID(checked: "local:other")
            try register.load([TestRegister.row(2, "a", "b"), TestRegister.row(3, "c", "b")])
            try register.load([TestRegister.row(2, "a", "b")], registrant: other)
            let report = try register.load([TestRegister.row(2, "d", "b")], at: 1) { $0.replaces = true }
            #expect((report.accepted, report.withdrawn) == (1, 2))
            #expect(try register.links() == ["a@320500>b:part=1.0", "d@320500>b:part=1.0"])
            try register.load([TestRegister.row(2, "c", "b")], at: 2)
            #expect(try register.links().contains("c@320500>b:part=1.0"))
        }
    }

    @Test func `a first register may replace, and a partial one withdraws nothing`() throws {
        try TestRegister.inFolder { register in
            let columns = TestRegister.columns.subtracting([.share])
            let first = [TestRegister.row(2, "a", "b"), TestRegister.row(3, "c", "b")]
            #expect(try register.load(first, columns: columns) { $0.replaces = true }.accepted == 2)
            let twice = [TestRegister.row(2, "c", "b", value: 1), TestRegister.row(3, "c", "b", value: 2)]
            let report = try register.load(twice, columns: columns, at: 1) {
                $0.replaces = true
                $0.isPartial = true
            }
            #expect((report.rejected, report.withdrawn) == (2, 0))
            #expect(try register.links().count == 2)
        }
    }

    @Test func `many rows of one supply name their first lines only`() throws {
        try TestRegister.inFolder { register in
            let rows = (0..<500).map { TestRegister.row($0 + 2, "a", "b", value: Double($0)) }
            let report = try register.load(rows)
            #expect(report.rejected == 500)
            #expect(report.problems.allSatisfy { $0.message.count < 400 })
        }
    }

    @Test(arguments: [0, RegisterLoader.fewSupplies])
    func `the newest declaration stands, and a disagreement above 10% is reported`(others: Int) throws {
        try TestRegister.inFolder { register in
            try register.load([
                TestRegister.row(2, "a", "b", value: 100), TestRegister.row(3, "c", "b", value: 100),
            ])
            let more = (0..<others).map { TestRegister.row($0 + 4, "d\($0)", "e", value: 1) }
            let report = try register.load(
                [TestRegister.row(2, "a", "b", value: 120), TestRegister.row(3, "c", "b", value: 105)] + more,
                registrant: FirmID(checked: "local:other"))
            #expect(report.accepted == others + 2)
            #expect(report.warnings.map(\.code) == ["conflict"])
            #expect(
                try register.links().filter { $0.contains(">b") } == [
                    "a@320500>b:part=120.0", "c@320500>b:part=105.0",
                ])
        }
    }

    @Test func `an ended supply is out of the network from that declaration on`() throws {
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(2, "a", "b"), TestRegister.row(3, "c", "b")])
            try register.load([TestRegister.row(2, "a", "b", status: .ended)], at: 1)
            #expect(try register.links() == ["c@320500>b:part=1.0"])
            try register.load([TestRegister.row(2, "c", "b", status: .backup)], at: 2)
            #expect(try register.store.network().backups.count == 1)
        }
    }

    @Test func `leading firms are registrants and buyers of tier one`() throws {
        try TestRegister.inFolder { register in
            var deep = TestRegister.row(3, "c", "a")
            deep.tier = 2
            try register.load([TestRegister.row(2, "a", "b"), deep])
            let network = try register.store.network()
            let leaders = network.leaders.map { network.firms[Int($0)].id.description }
            #expect(leaders == ["local:b", "local:reg"])
        }
    }
}
