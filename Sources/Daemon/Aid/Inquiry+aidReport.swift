internal import MutualAid
internal import Store
public import SupplyModel

extension Inquiry {
    /// What came of the requests of a month such as `2022-04`, or of all: per pair of provinces, and in total.
    public func aidReport(month: String?, now: Timestamp) throws -> Answer {
        try requireAll("requests for help")
        let now = time ?? now
        var start = Timestamp(milliseconds: 0)
        var end = now.adding(seconds: 0.001)
        if let month {
            guard let (first, next) = CalendarDay.month(month) else { throw AidDeskFault.badMonth(month) }
            start = first.start
            end = min(end, next.start)
        }
        let report = AidReport(try store.aidRequests(at: time), from: start, to: end)
        var answer = Answer(
            columns: [
                "authority", "authority_name", "counterpart", "counterpart_name", "letters", "firms",
                "suppliers",
                "closed", "closed_share", "solved", "days_median", "days_mean", "overdue",
            ],
            records: (report.pairs + [report.total]).map(record))
        answer.hiddenInTable = ["authority", "counterpart"]
        return answer
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
            + Answer.Field.number("days_median", line.medianDays)
            + Answer.Field.number("days_mean", line.meanDays) + Answer.Field.number("overdue", line.overdue)
    }
}
