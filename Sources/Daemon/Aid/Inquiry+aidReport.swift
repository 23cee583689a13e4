internal import MutualAid
internal import Store
public import SupplyModel

extension Inquiry {
    /// What came of the requests of a month such as `2022-04`, or of all: per pair of provinces, and in total.
    public func aidReport(month: String?, now: Timestamp) throws -> Answer {
        try requireAll("requests for help")
        let (start, end) = try span(ofMonth: month)
        let report = AidReport(try store.aidRequests(at: time), from: start, to: end, now: time ?? now)
        var answer = Answer(
            columns: [
                "authority", "authority_name", "counterpart", "counterpart_name", "letters", "firms",
                "suppliers",
                "closed", "closed_share", "solved", "days_median", "days_mean", "overdue",
            ],
            records: (report.pairs + [report.total]).map(record))
        answer.hiddenInTable = ["authority", "counterpart"]
        answer.hiddenInSheet = answer.hiddenInTable
        return answer
    }

    /// Writes the report of a month, or of all, in the words of tables; a workbook says of which month it is, and as of when.
    public func write(_ report: Answer, ofMonth month: String?, to file: OutputFile, now: Timestamp) throws {
        let all = language == .zh ? "全部" : "all"
        let end = min(time ?? now, try span(ofMonth: month).end)
        var sheet = report.sheet(named: month ?? all, in: language)
        sheet.notes = [
            language == .zh
                ? "互保请求统计：\(month ?? all)，截至 \(end.minute)，制表 \(now.minute)"
                : "Requests for help: \(month ?? all), as of \(end.minute), made \(now.minute)"
        ]
        try file.write(sheet)
    }

    /// From when on requests count, and until when.
    private func span(ofMonth month: String?) throws -> (start: Timestamp, end: Timestamp) {
        guard let month else { return (Timestamp(milliseconds: 0), Timestamp(milliseconds: .max)) }
        guard let (first, next) = CalendarDay.month(month) else { throw AidDeskFault.badMonth(month) }
        return (first.start, next.start)
    }

    private func record(_ line: AidReport.Line) -> [Answer.Field] {
        let total = language == .zh ? "合计" : "total"
        return [
            Answer.Field("authority", .text(line.authority?.description ?? "*")),
            Answer.Field("authority_name", .text(line.authority.map { name($0) ?? "\($0)" } ?? total)),
            Answer.Field("counterpart", .text(line.counterpart?.description ?? "*")),
            Answer.Field("counterpart_name", .text(line.counterpart.map { name($0) ?? "\($0)" } ?? total)),
        ] + Answer.Field.number("letters", line.letters) + Answer.Field.number("firms", line.firms)
            + Answer.Field.number("suppliers", line.suppliers) + Answer.Field.number("closed", line.closed)
            + Answer.Field.number("closed_share", line.closedShare)
            + Answer.Field.number("solved", line.solved)
            + Answer.Field.number("days_median", line.medianDays.map(Self.days))
            + Answer.Field.number("days_mean", line.meanDays.map(Self.days))
            + Answer.Field.number("overdue", line.overdue)
    }

    /// Days to the ten-thousandth, nine seconds: what is less says nothing of a request.
    private static func days(_ days: Double) -> Double { (days * 10_000).rounded() / 10_000 }
}
