import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@Suite struct MigrationTests {
    /// A store as an older version left it: two alerts fire, two are pending and one is resolved.
    private func withOldStore(
        _ name: String = "migration_2", _ body: (Store, URL) throws -> Void
    ) throws {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "tierwatch.db")
            let dump = Fixtures.root.appending(path: "Tests/Fixtures/stores/\(name).sql")
            let made = try Command.run(
                URL(filePath: "/usr/bin/sqlite3"), [file.path, ".read '\(dump.path)'"])
            try #require(made.status == 0, "\(made.errorText)")
            try body(try Store(folder: folder.path), file)
        }
    }

    @Test func `alerts of an older version go on where they stood`() throws {
        try withOldStore { store, file in
            let state = try store.monitoringState(endedSince: Timestamp(milliseconds: 0))
            #expect(state.run == 2)
            #expect(state.open.map(\.state.rawValue).sorted() == ["firing", "firing", "pending", "pending"])
            #expect(state.ended.map(\.state) == [.resolved])
            let pending = try #require(state.open.first { $0.fingerprint == "90f38f4ad61db01c" })
            #expect(pending.course.heldRuns == 2)
            #expect(pending.course.heldSeconds > 0.4 && pending.course.heldSeconds < 1)
            let resolved = try #require(state.ended.first)
            let causes = try store.transitions(of: resolved).map(\.cause)
            #expect(causes == [nil, nil])
            let check = try Command.run(
                URL(filePath: "/usr/bin/sqlite3"),
                [file.path, "PRAGMA integrity_check; PRAGMA foreign_key_check"])
            #expect(check.text == "ok\n")
        }
    }

    @Test func `what an older version queued is still there`() throws {
        try withOldStore { store, _ in
            let records = try store.deliveries(limit: 9)
            #expect(records.count == 4 && records.allSatisfy { $0.state == "delivered" })
            #expect(try store.delivery(id: records[0].id)?.attempts.isEmpty == true)
        }
    }

    @Test func `what was declared to an older version is in its registrant's view`() throws {
        try withOldStore("migration_10") { store, _ in
            let view = RegisterView.registrant(FirmID(checked: "local:申江汽车"))
            let (own, all) = (try store.network(view: view), try store.network())
            #expect(own.links.count == 1 && own.links.map(\.share) == all.links.map(\.share))
            #expect(own.firms == all.firms && own.products == all.products && own.leaders == all.leaders)
            #expect(try store.network(view: .registrant(FirmID(checked: "local:other"))).links.isEmpty)
        }
    }

    @Test func `who declared first-hand to an older version is found`() throws {
        try withOldStore("migration_10") { store, _ in
            let firm = [FirmID(checked: "local:申江汽车:申江汽车")]
            let found = try store.firstHand(of: firm).owners(of: firm)
            #expect(found == [FirmID(checked: "local:申江汽车")])
        }
    }

    @Test func `groups of an older version know whom they told, together and alone`() throws {
        try withOldStore("migration_10") { store, file in
            let members = try store.groups().flatMap(\.members)
            #expect(members.count == 2)
            #expect(members.allSatisfy { $0.toldTo == ["log"] && $0.toldAloneTo == ["boss"] })
            #expect(members.allSatisfy { $0.isEscalated && $0.toldAt != nil })
            let check = try Command.run(
                URL(filePath: "/usr/bin/sqlite3"),
                [file.path, "PRAGMA integrity_check; PRAGMA foreign_key_check"])
            #expect(check.text == "ok\n")
        }
    }
}
