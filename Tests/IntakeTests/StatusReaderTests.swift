import Foundation
import Intake
import SupplyModel
import TestSupport
import Testing

@Suite struct StatusReaderTests {
    private func read(_ text: String) throws -> StatusTable {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "answers.csv")
            try Data(text.utf8).write(to: file)
            return try StatusReader(path: file.path, registrant: registrant, gazetteer: Gazetteer()).read()
        }
    }

    @Test func `a sheet in Chinese is read with its units and its date`() throws {
        let table = try read(
            """
            2026年11月排摸表,,,,,,,
            统一社会信用代码,企业名称,所在地区,开工率,在岗人数,库存天数,物流情况,备注,填报时间,联系人
            91310000132260250X,上海汽车,昆山,８０％,１，２００人,3.5天,受阻,缺料,2026/4/9,王
            """)
        #expect(table.refusals.isEmpty && table.warnings.isEmpty)
        let row = try #require(table.rows.first)
        #expect(row.id == FirmID(checked: "91310000132260250X") && row.name == "上海汽车")
        #expect(row.line == 3 && row.operatingRate == 0.8 && row.staff == 1_200 && row.stockDays == 3.5)
        #expect(row.region == RegionCode(raw: 320_583) && row.logistics == "受阻" && row.note == "缺料")
        #expect(row.time == Timestamp("2026-04-09T00:00:00+08:00"))
    }

    @Test(arguments: [
        ("operating_rate", "80%", 0.8), ("operating_rate", "0", 0), ("开工率(%)", "80", 0.8),
        ("复工率", "1", 1), ("operating_rate", "100%", 1),
    ])
    func `a rate is read as a fraction`(column: String, cell: String, expected: Double) throws {
        #expect(try read("name,\(column)\n甲,\(cell)\n").rows.map(\.operatingRate) == [expected])
    }

    @Test(arguments: [
        ("110%", "out_of_range"), ("80", "out_of_range"), ("-1", "negative"), ("often", "bad_number"),
    ])
    func `what is no rate is refused with its line, and a second row stays`(
        cell: String, code: String
    ) throws {
        let table = try read("name,operating_rate\n甲,\(cell)\n乙,0.5\n")
        #expect(table.refusals.map(\.line) == [2])
        #expect(table.refusals.flatMap(\.problems).map(\.code) == [code])
        #expect(table.rows.map(\.name) == ["乙"])
    }

    @Test func `an answer without a rate is refused, and a firm without an answer only counted`() throws {
        let table = try read("name,operating_rate,staff\n甲,,5\n乙,,\n丙,0.5,1.5\n")
        #expect(
            table.refusals.flatMap(\.problems).map(\.code) == ["missing_operating_rate", "out_of_range"])
        #expect(table.unanswered == 1 && table.rows.isEmpty)
    }

    @Test func `a name is never filled from the row above`() throws {
        let table = try read("name,operating_rate\n甲,0.5\n,0.6\n")
        #expect(table.rows.map(\.name) == ["甲"] && table.refusals.map(\.line) == [3])
    }

    @Test(arguments: [
        ("2026-04-09", "2026-04-09T00:00:00+08:00"), ("2026年4月9日", "2026-04-09T00:00:00+08:00"),
        ("20260409", "2026-04-09T00:00:00+08:00"), ("2026/4/9 9:05", "2026-04-09T09:05:00+08:00"),
        ("2026-04-09T01:00:00Z", "2026-04-09T09:00:00+08:00"), ("２０２６．４．９", "2026-04-09T00:00:00+08:00"),
    ])
    func `a time is read as people write it`(text: String, expected: String) {
        #expect(TimeText.time(text)?.description == expected)
    }

    @Test(arguments: [
        "", "yesterday", "2026-13-01", "2026-02-30", "46000", "2026-4", "9/4/2026", "2026-04-09 25:00",
    ])
    func `what is no time is none`(text: String) {
        #expect(TimeText.time(text) == nil)
    }

    @Test(arguments: ["a,b\n1,2\n", "name,region\n甲,上海\n"])
    func `a file without the columns of a survey is refused as a whole`(text: String) {
        #expect(throws: IntakeError.self) { try read(text) }
    }
}
