import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

/// What is told of drills that found more than their reports can hold.
@Suite struct DrillCutTests {
    private static let now = Timestamp(milliseconds: 1_767_225_600_000)

    /// A report of one line stop, with cuts.
    private static func report(_ cuts: [DrillCut]) -> DrillReport {
        let scenario = DrillScenario(
            name: "停摆", digest: String(repeating: "a", count: 64), untilDay: 90, isMitigated: false,
            shocks: [])
        var report = DrillReport(scenario, alertsBefore: 0, requestsBefore: 0)
        report.lineStops = [
            DrillLineStop(
                firm: FirmID(checked: "local:t:A"), name: "甲车", firstLossDay: 4, lowestOutput: 0, lostDays: 9)
        ]
        report.cuts = cuts
        return report
    }

    private func withDrills(_ reports: [DrillReport], _ body: (DrillDesk) throws -> Void) throws {
        try Fixtures.withFolder { folder in
            let store = try Store(folder: folder.path)
            for report in reports {
                _ = try store.keep(Drill(time: Self.now, author: "专班", report: report))
            }
            let inquiry = Inquiry(store: store, gazetteer: Gazetteer(), language: .en)
            try body(DrillDesk(inquiry, folder: folder.path, now: Self.now))
        }
    }

    @Test func `of both drills that are compared it is told what is in their reports only in part`() throws {
        let old = Self.report([
            DrillCut(.alerts, shown: 500, total: 700), DrillCut(.suppliers, shown: 20, total: 31),
        ])
        let new = Self.report([
            DrillCut(.lineStops, shown: 1_000, total: 1_200), DrillCut(.firms, shown: 50, total: 1_200),
            DrillCut(.needs, shown: 100, total: 130), DrillCut(.requests, shown: 500, total: 501),
        ])
        try withDrills([old, new]) { desk in
            let compared = try desk.show(2, against: nil)
            #expect(
                compared.warnings == [
                    "of the line stops only 1000 of 1200 are in the report; what came or went beyond is not told",
                    "the report tells what is lacking at 50 of the 1200 firms whose lines stop, those that lose most; what"
                        + " came or went beyond is not told",
                    "of what is lacking only the first 100 products are in the report; what came or went beyond is not told",
                    "of the requests only 500 of 501 are in the report; what came or went beyond is not told",
                    "of the alerts only 500 of 700 are in the report of drill 1; what came or went beyond is not told",
                    "of the suppliers that the requests are about only 20 of 31 are in the report of drill 1",
                ])
            #expect(
                Self.cuts(compared) == [
                    Self.cut("line_stops", 1_000, of: 1_200), Self.cut("firms", 50, of: 1_200),
                    Self.cut("needs", 100, of: nil), Self.cut("requests", 500, of: 501),
                ])
            let first = try desk.show(1, against: nil)
            #expect(first.warnings.count == 2)
            #expect(
                Self.cuts(first) == [Self.cut("alerts", 500, of: 700), Self.cut("suppliers", 20, of: 31)])
        }
    }

    /// What an answer itself says of them, as its file keeps it.
    private static func cuts(_ answer: Answer) -> [Answer.Value] {
        guard case .list(let cuts) = answer.records[0].first(where: { $0.name == "shown_in_part" })?.value
        else { return [] }
        return cuts
    }

    private static func cut(_ what: String, _ shown: Double, of total: Double?) -> Answer.Value {
        .record(
            [Answer.Field("what", .text(what)), Answer.Field("shown", .number(shown))]
                + (total.map { [Answer.Field("total", .number($0))] } ?? []))
    }

    @Test func `a report that is whole does not speak of parts`() throws {
        try withDrills([Self.report([])]) { desk in
            let answer = try desk.show(1, against: nil)
            #expect(!answer.records.joined().contains { $0.name == "shown_in_part" })
        }
    }

    @Test func `a list of drills counts what their reports leave out`() throws {
        let cuts = [DrillCut(.lineStops, shown: 1, total: 7), DrillCut(.alerts, shown: 0, total: 12)]
        try withDrills([Self.report(cuts), Self.report([])]) { desk in
            let counts = try desk.list().records.map { record in
                record.filter { ["firms", "alerts", "requests"].contains($0.name) }.map(\.value)
            }
            #expect(
                counts == [[.number(1), .number(0), .number(0)], [.number(7), .number(12), .number(0)]])
        }
    }
}
