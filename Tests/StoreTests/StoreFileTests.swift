import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@Suite struct StoreFileTests {
    @Test func `a file that is no database is refused by name and left as it is`() throws {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "tierwatch.db")
            let text = Data(repeating: 65, count: 5_000)
            try text.write(to: file)
            #expect(throws: StoreError.notADatabase(path: file.path)) { try Store(folder: folder.path) }
            #expect(try Data(contentsOf: file) == text)
        }
    }

    @Test func `a store of a newer version is refused`() throws {
        try Fixtures.withFolder { folder in
            _ = try Store(folder: folder.path)
            let file = folder.appending(path: "tierwatch.db").path
            let sql = "INSERT INTO grdb_migrations VALUES ('9999 from the future')"
            #expect(try Command.run(URL(filePath: "/usr/bin/sqlite3"), [file, sql]).status == 0)
            #expect(throws: StoreError.newerVersion(path: file)) { try Store(folder: folder.path) }
        }
    }

    @Test func `a folder that cannot be made is named`() throws {
        #expect(throws: StoreError.self) { try Store(folder: "/proc/none/such") }
    }

    @Test func `a commit is on disk before it is acknowledged`() throws {
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(2, "a", "b")])
            let file = register.folder.appending(path: "tierwatch.db").path
            let answer = try Command.run(
                URL(filePath: "/usr/bin/sqlite3"),
                [file, "PRAGMA journal_mode; PRAGMA integrity_check; PRAGMA foreign_key_check"])
            #expect(answer.text == "wal\nok\n")
        }
    }
}
