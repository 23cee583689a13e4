import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@Suite struct StatusTests {
    private static let suzhou = RegionCode(raw: 320_500)
    private static let registrant = TestRegister.registrant

    private func time(_ minutes: Int) -> Timestamp {
        TestRegister.start.adding(seconds: Double(minutes * 60))
    }

    private func report(
        _ rate: Double, at minutes: Int, region: RegionCode? = nil, firm: String = "B"
    ) -> StatusReport {
        StatusReport(
            firm: FirmID(checked: "local:\(firm)"), region: region, time: time(minutes),
            registrant: Self.registrant, operatingRate: rate)
    }

    private func withFirms(_ body: (Store) throws -> Void) throws {
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(2, "B", "A"), TestRegister.row(3, "C", "A")])
            try body(register.store)
        }
    }

    @Test func `the newest report of each firm and place stands, oldest first`() throws {
        try withFirms { store in
            let reports = [
                report(0.5, at: 3), report(0.4, at: 1), report(0.9, at: 2, region: Self.suzhou),
                report(0.1, at: 4, firm: "C"),
            ]
            _ = try store.add(reports, by: Self.registrant, now: time(5))
            let standing = try store.newestStatus(since: time(0), at: time(5))
            #expect(standing.map(\.operatingRate) == [0.9, 0.5, 0.1])
            #expect(try store.newestStatus(since: time(3), at: time(5)).map(\.operatingRate) == [0.5, 0.1])
            #expect(try store.statusReports(at: time(5)).map(\.operatingRate) == [0.1, 0.5, 0.9, 0.4])
            #expect(try store.statusReports(of: [FirmID(checked: "local:C")], at: time(5)).count == 1)
        }
    }

    @Test func `each word is in the trail, and no report can be changed`() throws {
        try TestRegister.inFolder { register in
            try register.load([TestRegister.row(2, "B", "A")])
            _ = try register.store.add([report(0.5, at: 1)], by: Self.registrant, now: time(2))
            _ = try register.store.add([report(0.5, at: 1)], by: Self.registrant, now: time(3))
            let entries = try register.store.trail(action: .status, limit: 9)
            #expect(entries.map(\.subject) == ["local:reg"])
            #expect(entries.first?.detail.contains("local:B") == true)
            for change in ["UPDATE status_report SET operating_rate = 1", "DELETE FROM status_report"] {
                let result = try Command.run(
                    URL(filePath: "/usr/bin/sqlite3"), [register.store.path, change])
                #expect(result.status != 0 && result.errorText.contains("only added to"))
            }
        }
    }

    @Test func `what was entered later was not known before`() throws {
        try withFirms { store in
            _ = try store.add([report(0.5, at: 1)], by: Self.registrant, now: time(2))
            _ = try store.add([report(0.6, at: 1)], by: Self.registrant, now: time(4))
            #expect(try store.newestStatus(since: time(0), at: time(3)).map(\.operatingRate) == [0.5])
            #expect(try store.newestStatus(since: time(0), at: time(4)).map(\.operatingRate) == [0.6])
            #expect(try store.statusReports(at: time(4)).count == 2)
            #expect(try store.statusReports(at: time(3)).count == 1)
        }
    }

    @Test func `the same word twice is kept once, and so is the same file`() throws {
        try withFirms { store in
            let one = [report(0.5, at: 1)]
            let two = [report(0.6, at: 2)]
            let again = [report(0.6, at: 4)]
            let added = [
                try store.add(one, by: Self.registrant, now: time(2)).added,
                try store.add(one, by: Self.registrant, now: time(3)).added,
                try store.add(two, ofFile: "x", by: Self.registrant, now: time(3)).added,
                try store.add(again, ofFile: "x", by: Self.registrant, now: time(5)).added,
            ]
            #expect(added == [1, 0, 1, 0])
            let last = try store.lastStatus()
            #expect(last == 2)
        }
    }

    @Test func `a firm that nobody registered is refused by the store too, with all beside it`() throws {
        try withFirms { store in
            #expect(throws: StoreError.self) {
                _ = try store.add(
                    [report(0.5, at: 1), report(0.5, at: 1, firm: "Z")], by: Self.registrant, now: time(2))
            }
            let kept = try store.statusReports(at: time(5))
            #expect(kept.isEmpty)
        }
    }
}
