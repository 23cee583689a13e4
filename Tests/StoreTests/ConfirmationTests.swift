import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@Suite struct ConfirmationTests {
    private static let other = FirmID(checked: "local:other")

    private func time(_ minutes: Int) -> Timestamp {
        TestRegister.start.adding(seconds: Double(minutes * 60))
    }

    /// By supplier the minutes from the first declaration from which on its links are valid.
    private func validFrom(_ store: Store, at time: Timestamp? = nil) throws -> [String: Double] {
        let network = try store.network(at: time)
        return Dictionary(
            uniqueKeysWithValues: (network.links + network.backups).map { link in
                let id = network.firms[Int(link.supplier)].id.description
                return (String(id.dropFirst(6)), link.validFrom.seconds(since: TestRegister.start) / 60)
            })
    }

    @Test func `a confirmation renews what stands, as of then, and makes no revision`() throws {
        try TestRegister.inFolder { register in
            let store = register.store
            let rows = [
                TestRegister.row(2, "B", "A"), TestRegister.row(3, "C", "A", status: .backup),
                TestRegister.row(4, "D", "A", status: .ended),
            ]
            try register.load(rows)
            let links = try register.links()
            #expect(try store.lastConfirmation() == 0)
            #expect(try store.confirm(TestRegister.registrant, now: time(10)) == 2)
            #expect(try store.revision() == 1 && store.lastConfirmation() == 1)
            #expect(try validFrom(store) == ["B": 10, "C": 10])
            #expect(try validFrom(store, at: time(9)) == ["B": 0, "C": 0])
            #expect(try register.links() == links)
            #expect(try store.network().links.allSatisfy { $0.declaredAt == TestRegister.start })
        }
    }

    @Test func `one supplier is confirmed alone, and the newest word counts`() throws {
        try TestRegister.inFolder { register in
            let store = register.store
            try register.load([TestRegister.row(2, "B", "A"), TestRegister.row(3, "C", "A")])
            let supplier = FirmID(checked: "local:B")
            #expect(try store.confirm(TestRegister.registrant, supplier: supplier, now: time(5)) == 1)
            #expect(try validFrom(store) == ["B": 5, "C": 0])
            #expect(try store.confirm(TestRegister.registrant, now: time(3)) == 2)
            #expect(try validFrom(store) == ["B": 5, "C": 3])
            try register.load([TestRegister.row(2, "C", "A", value: 7)], digest: "second", at: 8)
            #expect(try validFrom(store) == ["B": 5, "C": 8])
        }
    }

    @Test func `a registrant speaks for its own declarations alone`() throws {
        try TestRegister.inFolder { register in
            let store = register.store
            try register.load([TestRegister.row(2, "B", "A"), TestRegister.row(3, "C", "A")])
            try register.load(
                [TestRegister.row(2, "C", "A", value: 5)], registrant: Self.other, digest: "other", at: 1)
            #expect(try store.confirm(TestRegister.registrant, now: time(9)) == 2)
            #expect(try validFrom(store) == ["B": 9, "C": 1])
            let nobody = FirmID(checked: "local:nobody")
            #expect(try store.confirm(nobody, now: time(9)) == 0)
            let supplier = FirmID(checked: "local:B")
            #expect(try store.confirm(Self.other, supplier: supplier, now: time(9)) == 0)
            #expect(try store.lastConfirmation() == 1)
        }
    }

    @Test(arguments: ["B", "C"])
    func `what was declared of a firm under another of its names is confirmed with it`(name: String) throws {
        try TestRegister.inFolder { register in
            let store = register.store
            try register.load([
                TestRegister.row(2, "B", "A"), TestRegister.row(3, "C", "A", "nut"),
                TestRegister.row(4, "C", "A"), TestRegister.row(5, "D", "A"),
            ])
            let supplier = FirmID(checked: "local:\(name)")
            #expect(
                try store.confirm(TestRegister.registrant, supplier: supplier, now: time(1))
                    == (name == "B" ? 1 : 2))
            try register.decide(.same, "C", "B", at: 2)
            #expect(
                try store.confirm(TestRegister.registrant, supplier: supplier, now: time(3)) == 2,
                "the same supply under both names is one")
            #expect(try validFrom(store, of: "B") == [3, 3] && validFrom(store, of: "D") == [0])
            #expect(try store.confirm(TestRegister.registrant, now: time(4)) == 3)
            let nobody = FirmID(checked: "local:nobody")
            #expect(try store.confirm(TestRegister.registrant, supplier: nobody, now: time(5)) == 0)
        }
    }

    @Test func `what ended under one name of a firm stands under none, and is not counted`() throws {
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(2, "B", "A"), TestRegister.row(3, "D", "A")])
            try register.load(
                [TestRegister.row(2, "C", "A", status: .ended)], digest: "second", at: 1)
            try register.decide(.same, "C", "B", at: 2)
            let supplier = FirmID(checked: "local:B")
            #expect(
                try register.store.confirm(TestRegister.registrant, supplier: supplier, now: time(3)) == 0)
            #expect(try register.store.network().links.count == 1)
        }
    }

    /// The minutes from which on a supplier's links are valid.
    private func validFrom(_ store: Store, of supplier: String) throws -> [Double] {
        let network = try store.network()
        return network.links.filter {
            network.firms[Int($0.supplier)].id.description == "local:\(supplier)"
        }.map { $0.validFrom.seconds(since: TestRegister.start) / 60 }
    }

    @Test func `each confirmation is in the trail, and none can be changed`() throws {
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(2, "B", "A")])
            let supplier = FirmID(checked: "local:B")
            _ = try register.store.confirm(TestRegister.registrant, supplier: supplier, now: time(2))
            let entry = try #require(try register.store.trail(action: .confirm, limit: 9).first)
            #expect(entry.subject == "local:reg")
            #expect(entry.detail == #"{"confirmed":"1","supplier":"local:B"}"#)
            for change in ["UPDATE confirmation SET made_at = 1", "DELETE FROM confirmation"] {
                let result = try Command.run(
                    URL(filePath: "/usr/bin/sqlite3"), [register.store.path, change])
                #expect(result.status != 0 && result.errorText.contains("only added to"))
            }
        }
    }
}
