import Foundation
import Intake
import SupplyModel
import TestSupport
import Testing

@Suite struct QuakeFeedTests {
    static func feature(
        id: String = "\"us1\"", time: String = "1784950000000", updated: String = "1784960000000",
        mag: String = "6.1", point: String = "[119.97, 31.81, 10]", status: String = "automatic"
    ) -> String {
        """
        {"type": "FeatureCollection", "features": [{"type": "Feature", "id": \(id), "properties": {"mag": \(mag),
        "place": "made up", "time": \(time), "updated": \(updated), "status": "\(status)", "type": "earthquake"},
        "geometry": {"type": "Point", "coordinates": \(point)}}]}
        """
    }

    @Test func `a feed gives what hits the delta, what misses it, and what was taken back`() throws {
        let table = try EventFiles.read(EventFiles.folder.appending(path: "earthquakes.geojson"))
        #expect(table.warnings.map(\.code) == ["no_magnitude"])
        #expect(
            table.reports.map(\.id)
                == ["us7000made", "us7000smal", "us7000fara", "us7000gone"].map { "usgs:" + $0 })
        let first = table.reports[0]
        #expect(first.title == "M 6.1 - made up, near Changzhou" && first.kind == "earthquake")
        #expect(first.references == ["usgs:at00made"])
        #expect(first.toldAt == Timestamp(milliseconds: 1_784_960_000_000))
        // 120 km around Changzhou.
        #expect(
            first.hits.map(\.region.description).contains("320500")
                && first.hits.map(\.region.description).contains("320100"))
        #expect(!first.hits.map(\.region.description).contains("310000"))
        #expect(
            first.hits.allSatisfy { $0.loss == 0.4 && $0.endsAt.seconds(since: $0.startsAt) == 7 * 86_400 })
        #expect(table.reports[1...].allSatisfy { $0.hits.isEmpty })
        #expect(table.reports.map { $0.ending != nil } == [false, false, false, true])
    }

    @Test func `one feature alone is read too`() throws {
        let text = """
            {"type": "Feature", "id": "us1", "properties": {"mag": 8.1, "time": 1784950000000},
             "geometry": {"type": "Point", "coordinates": [121.4, 31.2]}}
            """
        let report = try #require(try EventFiles.read("a.json", text).reports.first)
        #expect(report.toldAt == report.startsAt && report.hits.map(\.region.description).contains("310000"))
    }

    @Test(arguments: [
        "", "[]", "{}", "nonsense", "{\"type\": \"Topology\"}", "{\"type\": \"FeatureCollection\"}",
        "{\"type\": \"FeatureCollection\", \"features\": [{}]}", feature(mag: "1e308"), feature(id: "null"),
        feature(id: "\"a b\""),
        feature(id: "\"\""), feature(time: "null"), feature(time: "1e300"), feature(time: "-5"),
        feature(updated: "1984960000000"), feature(point: "[119.97]"), feature(point: "[319.97, 31.81]"),
        feature(point: "[119.97, null]"), feature(point: "[1e999, 31.81]"), feature(mag: "\"big\""),
        String(repeating: "[", count: 100_000),
    ])
    func `a feed that cannot be trusted is refused with one sentence`(text: String) throws {
        let code = try EventFiles.code("a.geojson", text)
        #expect(["not_geojson", "bad_time", "empty_file"].contains(code), "\(code)")
    }
}

@Suite struct EventTableTests {
    private func read(_ rows: String) throws -> EventTable {
        try EventFiles.read("a.csv", "id,title,region,start,end,loss,kind,cancelled,updated\n" + rows)
    }

    @Test func `a table in Chinese is read with its units, its days and its regions`() throws {
        let table = try EventFiles.read(EventFiles.folder.appending(path: "closures.csv"))
        #expect(table.problems.isEmpty && table.warnings.isEmpty)
        #expect(table.reports.map(\.id) == ["table:fz-1", "table:fz-2", "table:fz-3"])
        // The end is the end of its day; what says neither loss nor end counts as of a what-if.
        #expect(
            table.reports[0].hits.map(EventFiles.text) == [
                "320500=0.6 07-25T08:00…07-28T00:00", "320583=0.6 07-25T08:00…07-28T00:00",
            ])
        #expect(table.reports[1].hits.map(EventFiles.text) == ["310000=1.0 07-25T00:00…08-08T00:00"])
        #expect(table.reports.map(\.kind) == ["停电", "封控", nil])
        #expect(table.reports[2].ending == .cancelled && table.reports[2].hits.isEmpty)
        #expect(table.reports.allSatisfy { $0.toldAt == EventFiles.now })
    }

    @Test(arguments: [
        ("a,,苏州,2026-07-25,,1.7,,,", "out_of_range"), ("a,,苏州,2026-07-25,,-0.1,,,", "negative"),
        ("a,,苏州,2026-07-25,,nan,,,", "bad_number"), ("a,,苏州,2026-07-25,2026-07-24,,,,", "bad_time"),
        ("a,,苏州,2026-07-25,2028-07-24,,,,", "bad_time"), ("a,,苏州,0001-07-25,,,,,", "bad_time"),
        ("a,,苏州,tomorrow,,,,,", "bad_time"), ("a,,苏州,,,,,,", "missing_start"),
        ("a,,,2026-07-25,,,,,", "missing_region"), (",,苏州,2026-07-25,,,,,", "missing_id"),
        ("a,,亚特兰蒂斯,2026-07-25,,,,,", "unknown_region"), ("a,,苏州,2026-07-25,,,,maybe,", "bad_flag"),
        ("a,,苏州,2026-07-25,,,,,2027-07-25", "in_future"),
        ("a\u{AD}b,,苏州,2026-07-25,,,,,", "bad_id"),
        ("\(String(repeating: "a", count: 400)),,苏州,2026-07-25,,,,,", "bad_id"),
        ("a,,苏州,2026-07-25,,,,,\na,,上海,2026-07-25,,,,,", "duplicate_id"),
    ])
    func `a bad row is named with its reason`(row: String, code: String) throws {
        let table = try read(row + "\n")
        #expect(table.problems.map(\.code) == [code], "\(table.problems)")
        #expect(table.refusedCount == 1 && table.problems.allSatisfy { $0.line > 1 })
    }

    @Test func `a table of firms is none of events, and one of events is never taken for firms`() throws {
        try Fixtures.withFolder { folder in
            let events = folder.appending(path: "events.csv")
            try Data("id,region,start\nlocal:a,苏州,2026-07-25\n".utf8).write(to: events)
            let firms = folder.appending(path: "firms.csv")
            try Data("id,name,region\nlocal:a,甲,苏州\n".utf8).write(to: firms)
            #expect(EventFile.isTable(events.path) && !EventFile.isTable(firms.path))
            #expect(!EventFile.isTable(folder.appending(path: "none.csv").path))
            let error = try #require(throws: IntakeError.self) { try collect(events) }
            #expect(error.fault.code == "events" && error.description.contains("events import"))
            #expect(throws: IntakeError.self) { try EventFiles.read(firms) }
        }
    }
}
