import Store
import SupplyModel
import Testing

/// Files that come after it was decided that `a2` and `a` are one firm.
@Suite struct MergedImportTests {
    /// A register in which both supply `b`, first under the old name, and the old one counts as the new.
    private func withMerged(_ body: (TestRegister) throws -> Void) throws {
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(2, "a", "b", value: 1)], at: 1)
            try register.load([TestRegister.row(2, "a2", "b", value: 2, share: 0.5)], at: 2)
            try register.decide(.same, "a2", "a", at: 3)
            try body(register)
        }
    }

    @Test func `the newest that was said under any name stands, whichever names the file`() throws {
        try withMerged { register in
            #expect(try register.links() == ["a@320500>b:part=2.0"])
            let same = try register.load([TestRegister.row(2, "a2", "b", value: 2, share: 0.5)], at: 4)
            #expect(same.unchanged == 1 && same.accepted == 0)
            // It says what it said long ago, but something else was said since.
            let again = try register.load([TestRegister.row(2, "a", "b", value: 1)], at: 5)
            #expect(again.accepted == 1)
            #expect(try register.links() == ["a@320500>b:part=1.0"])
            let newer = try register.load([TestRegister.row(2, "a2", "b", value: 7)], at: 6)
            #expect(newer.accepted == 1)
            #expect(try register.links() == ["a@320500>b:part=7.0"])
        }
    }

    @Test func `a column that the file lacks keeps what was said under the other name`() throws {
        try withMerged { register in
            let columns = TestRegister.columns.subtracting([.share])
            try register.load([TestRegister.row(2, "a", "b", value: 3)], columns: columns, at: 4)
            let network = try register.store.network()
            #expect(network.links.map(\.share) == [0.5] && network.links.map(\.annualValue) == [3])
        }
    }

    @Test func `what is said under a new name stands when the two are split`() throws {
        try withMerged { register in
            // It says of `a` what stands of `a2` already.
            let report = try register.load([TestRegister.row(2, "a", "b", value: 2, share: 0.5)], at: 4)
            #expect(report.accepted == 1)
            try register.decide(.different, "a", "a2", at: 5)
            #expect(try register.links() == ["a2@320500>b:part=2.0", "a@320500>b:part=2.0"])
        }
    }

    @Test func `a replacing file ends what it has under no name, and keeps what it has under one`() throws {
        try withMerged { register in
            let replace: (inout ImportRequest) -> Void = { $0.replaces = true }
            let report = try register.load(
                [TestRegister.row(2, "a", "b", value: 1)], at: 4, options: replace)
            #expect(report.withdrawn == 1)
            #expect(try register.links() == ["a@320500>b:part=1.0"])
            try register.load([TestRegister.row(2, "c", "b")], at: 5, options: replace)
            #expect(try register.links() == ["c@320500>b:part=1.0"])
        }
    }

    @Test func `two lines that name one supply by two names are refused where they differ`() throws {
        try withMerged { register in
            let rows = [TestRegister.row(2, "a", "b", value: 5), TestRegister.row(3, "a2", "b", value: 6)]
            let report = try register.load(rows, at: 4)
            #expect(
                report.rejected == 2
                    && report.problems.map(\.code) == ["duplicate_supply", "duplicate_supply"])
            #expect(report.problems[0].message.contains("decided to be one"))
            #expect(try register.links() == ["a@320500>b:part=2.0"])
            let summed = try register.load(rows, at: 5) { $0.sumsDuplicates = true }
            #expect(summed.problems.isEmpty)
            #expect(try register.links() == ["a@320500>b:part=11.0"])
        }
    }

    @Test func `shares of a buyer's two names are added up`() throws {
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(2, "c", "b"), TestRegister.row(3, "c", "b2")])
            try register.decide(.same, "b2", "b")
            let rows = [
                TestRegister.row(2, "a", "b", share: 0.6), TestRegister.row(3, "d", "b2", share: 0.6),
            ]
            let report = try register.load(rows, at: 1)
            #expect(report.problems.map(\.code) == ["shares_above_one", "shares_above_one"])
        }
    }

    @Test func `a firm does not supply itself under another name`() throws {
        try withMerged { register in
            let report = try register.load([TestRegister.row(2, "a2", "a")], at: 4)
            #expect(report.problems.map(\.code) == ["self_supply"])
            #expect(report.problems[0].message.contains("tierwatch firms split"))
        }
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(2, "a2", "a"), TestRegister.row(3, "c", "a")])
            try register.decide(.same, "a2", "a")
            #expect(try register.links() == ["c@320500>a:part=1.0"])
        }
    }

    @Test func `a supplier's region is known by whichever name a table of firms has`() throws {
        try TestRegister.inFolder { register in
            var row = FirmRow(line: 2, id: FirmID(checked: "local:a"))
            row.region = RegionCode("310000")
            try register.loadFirms([row, FirmRow(line: 3, id: FirmID(checked: "local:a2"))])
            let rows = [TestRegister.row(2, "a2", "b", region: nil)]
            #expect(try register.load(rows).problems.map(\.code) == ["missing_region"])
            try register.decide(.same, "a2", "a")
            #expect(try register.load(rows).problems.isEmpty)
            #expect(try register.links() == ["a@310000>b:part=1.0"])
        }
    }

    @Test func `tables about both names are read as one, and a later one clears what it leaves empty`() throws
    {
        func row(_ id: String, _ line: Int, name: String? = nil, revenue: Double? = nil) -> FirmRow {
            var row = FirmRow(line: line, id: FirmID(checked: "local:\(id)"))
            (row.name, row.revenue) = (name, revenue)
            return row
        }
        let columns: Set<RegisterColumn> = [.id, .name, .revenue]
        try TestRegister.inFolder { register in
            func firm() throws -> Firm {
                let network = try register.store.network()
                return network.firms[Int(try #require(network.number(of: FirmID(checked: "local:a2"))))]
            }
            try register.loadFirms([row("a2", 2, name: "Old", revenue: 5)], columns: columns)
            try register.loadFirms([row("a", 2, name: "New")], columns: [.id, .name])
            try register.decide(.same, "a2", "a")
            #expect(try firm().id.description == "local:a")
            #expect(try firm().name == "New" && firm().revenue == 5)
            // A file that lacks the column keeps the value, one that has it empty clears it.
            try register.loadFirms([row("a", 2, name: "Newer")], columns: [.id, .name])
            #expect(try firm().name == "Newer" && firm().revenue == 5)
            try register.loadFirms([row("a2", 2, name: "Newer")], columns: columns)
            #expect(try firm().name == "Newer" && firm().revenue == nil)
            try register.decide(.open, "a2", "a")
            #expect(try firm().id.description == "local:a2")
        }
        try TestRegister.inFolder { register in
            try register.loadFirms(
                [row("a", 2, name: "Stays"), row("a2", 3, name: "Goes", revenue: 5)], columns: columns)
            try register.decide(.same, "a2", "a")
            let network = try register.store.network()
            #expect(network.firms.compactMap(\.name) == ["Stays"])
            #expect(network.firms.compactMap(\.revenue) == [5])
        }
    }

    @Test func `a file that was read is read again once something was decided`() throws {
        try TestRegister.inFolder { register in
            let rows = [TestRegister.row(2, "a", "b", value: 5), TestRegister.row(3, "a2", "b", value: 6)]
            try register.load(rows, digest: "one")
            #expect(try register.load(rows, digest: "one").unchanged == 2)
            try register.decide(.same, "a2", "a")
            #expect(try register.load(rows, digest: "one").rejected == 2)
            try register.decide(.open, "a2", "a")
            #expect(try register.load(rows, digest: "one").unchanged == 2)
        }
    }

    @Test func `who leads, who said so, and what disagrees are the same under any name`() throws {
        try TestRegister.inFolder { register in
            let registrant = FirmID(checked: "local:x")
            try register.load([TestRegister.row(2, "a", "b", value: 1)])
            try register.load([TestRegister.row(2, "a2", "b2", value: 2)], registrant: registrant, at: 1)
            #expect(try register.store.conflicts().isEmpty)
            try register.decide(.same, "a2", "a", at: 2)
            try register.decide(.same, "b2", "b", at: 2)
            try register.decide(.same, "x", "b", at: 2)
            let network = try register.store.network()
            #expect(
                network.leaders.map { network.firms[Int($0)].id.description } == ["local:b", "local:reg"])
            let found = try register.store.conflicts()
            #expect(found.map(\.column) == ["annual_value"])
            #expect(found.map(\.supplier.description) == ["local:a"])
            #expect(found.map(\.standing.registrant) == [registrant])
            #expect(try register.store.conflicts(at: TestRegister.start.adding(seconds: 90)).isEmpty)
            let supply = StandingSupply(
                supplier: network.identities(of: network.links[0].supplier),
                buyer: network.identities(of: network.links[0].buyer), product: "part",
                time: network.links[0].declaredAt)
            #expect(try register.store.owners(of: [supply]) == [registrant])
            let said = try register.store.provenance(of: supply.supplier, limit: 9)
            #expect(said.map(\.supplier.description) == ["local:a2", "local:a"])
        }
    }
}
