import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

/// White lists and recognitions on a real file, with times in minutes of one morning.
@Suite struct WhiteListTests {
    private static let shanghai = RegionCode(raw: 310_000)
    private static let jiangsu = RegionCode(raw: 320_000)
    private static let name = WhiteListName(issuer: shanghai, batch: "1")

    private func time(_ minutes: Int) -> Timestamp {
        TestRegister.start.adding(seconds: Double(minutes * 60))
    }

    private func update(
        _ firms: [String], from minutes: Int, replaces: Bool = false
    ) -> WhiteListUpdate {
        let rows = firms.map { firm in
            var entry = WhiteListEntry(firm: FirmID(checked: "local:\(firm)"), name: "\(firm)厂")
            entry.region = RegionCode(raw: 320_583)
            entry.industry = .auto
            entry.products = ["座椅", "a; b"]
            entry.tier = 2
            entry.recommendedBy = "某局"
            entry.contact = "王"
            return WhiteListRow(line: 2, entry: entry)
        }
        var update = WhiteListUpdate(
            Self.name, rows: rows, columns: Set(RegisterColumn.allCases), from: time(minutes))
        update.replaces = replaces
        return update
    }

    @discardableResult
    private func add(
        _ register: TestRegister, _ update: WhiteListUpdate, at minutes: Int, isDryRun: Bool = false
    ) throws -> WhiteListChanges {
        try register.store.add(
            update, ofFile: "list.csv", digest: "x", isDryRun: isDryRun, now: time(minutes))
    }

    private func recognition(_ isGiven: Bool, _ from: Int, until: Int? = nil) -> RecognitionWord {
        RecognitionWord(
            issuer: Self.shanghai, recogniser: Self.jiangsu, isGiven: isGiven, from: time(from),
            until: until.map(time))
    }

    @Test func `a list comes back as it was told`() throws {
        try TestRegister.inFolder { register in
            var told = update(["B", "A"], from: 5)
            told.until = time(90)
            try add(register, told, at: 6)
            let list = try #require(try register.store.whiteLists(at: time(6)).first)
            #expect(list.name == Self.name && list.validFrom == time(5) && list.validUntil == time(90))
            #expect(list.stays.map(\.entry) == told.rows.map(\.entry).reversed())
            #expect(list.stays.allSatisfy { $0.from == time(5) && $0.until == nil })
            #expect(try register.store.network().firms.isEmpty)
        }
    }

    @Test func `the same again is kept once, and its trail too`() throws {
        try TestRegister.inFolder { register in
            let counts = [
                try add(register, update(["A", "B"], from: 1), at: 1).listed.count,
                try add(register, update(["A", "B"], from: 2), at: 2).listed.count,
                try add(register, update(["A", "B", "C"], from: 3), at: 3, isDryRun: true).listed.count,
                try add(register, update(["A", "B", "C"], from: 3), at: 3).listed.count,
            ]
            #expect(counts == [2, 0, 1, 1])
            let trail = try register.store.trail(action: .importWhiteList, limit: 9)
            #expect(trail.count == 2 && trail.allSatisfy { $0.subject == "310000" })
            #expect(trail.first?.detail.contains("\"listed\":\"1\"") == true)
            #expect(try register.store.checkTrail().brokenAt == nil)
        }
    }

    @Test func `what was not known yet is in no earlier answer`() throws {
        try TestRegister.inFolder { register in
            try add(register, update(["A", "B"], from: 1), at: 10)
            try add(register, update(["A"], from: 12, replaces: true), at: 20)
            try add(register, update(["B"], from: 15), at: 30)
            func stays(_ minutes: Int) throws -> [String] {
                try register.store.whiteLists(at: time(minutes)).flatMap(\.stays).map { stay in
                    let end = stay.until.map { "\(Int($0.seconds(since: time(0))) / 60)" } ?? ""
                    return
                        "\(stay.entry.firm.description.last ?? "?")\(Int(stay.from.seconds(since: time(0))) / 60)-\(end)"
                }.sorted()
            }
            #expect(try stays(9).isEmpty)
            #expect(try stays(10) == ["A1-", "B1-"])
            #expect(try stays(20) == ["A1-", "B1-12"])
            #expect(try stays(30) == ["A1-", "B1-12", "B15-"])
        }
    }

    @Test func `recognitions are kept word by word, and what stands is known for each instant`() throws {
        try TestRegister.inFolder { register in
            let changed = [
                try register.store.add(recognition(true, 5), now: time(5)),
                try register.store.add(recognition(true, 6), now: time(6)),
                try register.store.add(recognition(false, 9), now: time(9)),
                try register.store.add(recognition(false, 10), now: time(10)),
                try register.store.add(recognition(true, 20, until: 30), now: time(11)),
            ]
            #expect(changed == [true, false, true, false, true])
            #expect(try register.store.recognitions(at: time(4)).isEmpty)
            #expect(try register.store.recognitions(at: time(8)).map(\.until) == [nil])
            #expect(try register.store.recognitions(at: time(10)).map(\.until) == [time(9)])
            let all = try register.store.recognitions(at: time(11))
            #expect(all.map(\.from) == [time(5), time(20)] && all.map(\.until) == [time(9), time(30)])
            let trail = try register.store.trail(limit: 9).map(\.action)
            #expect(trail == ["whitelist-recognise", "whitelist-withdraw", "whitelist-recognise"])
        }
    }

    @Test(arguments: [
        "UPDATE white_list_version SET holds_from = 0", "DELETE FROM white_list_version",
        "INSERT OR REPLACE INTO white_list_version SELECT * FROM white_list_version",
        "UPDATE white_list_entry SET is_listed = 0", "DELETE FROM white_list_entry",
        "INSERT OR REPLACE INTO white_list_entry SELECT * FROM white_list_entry",
        "UPDATE recognition SET is_given = 0", "DELETE FROM recognition",
        "INSERT OR REPLACE INTO recognition SELECT * FROM recognition",
    ])
    func `nothing that was said can be changed`(change: String) throws {
        try TestRegister.inFolder { register in
            try add(register, update(["A"], from: 1), at: 1)
            _ = try register.store.add(recognition(true, 1), now: time(1))
            let result = try Command.run(
                URL(filePath: "/usr/bin/sqlite3"), [register.store.path, change])
            #expect(result.status != 0 && result.errorText.contains("only added to"), "\(result.errorText)")
            let check = try Command.run(
                URL(filePath: "/usr/bin/sqlite3"),
                [register.store.path, "PRAGMA integrity_check; PRAGMA foreign_key_check"])
            #expect(check.text == "ok\n")
        }
    }
}
