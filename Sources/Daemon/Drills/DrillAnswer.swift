internal import MutualAid
internal import SupplyModel

/// Shows what a drill found, and what is different from an earlier one.
///
/// Days stand beside the dates that they were on that day.
struct DrillAnswer {
    private let drill: Drill
    private let before: Drill?
    private let inquiry: Inquiry

    init(_ drill: Drill, before: Drill?, _ inquiry: Inquiry) {
        self.drill = drill
        self.before = before
        self.inquiry = inquiry
    }

    var answer: Answer {
        var answer = Answer(head + lists)
        answer.hiddenInTable = [
            "digest", "stopped", "labels", "summary", "mutual_aid", "authority", "counterpart", "firm",
            "suppliers",
            "draft", "line_stop_day", "deadline_hours", "channel_asked", "supplier", "province", "source",
            "delivers",
        ]
        answer.hiddenInSheet = ["digest", "labels"]
        answer.warnings = Self.cuts(report, "the report")
        if let before {
            answer.warnings += Self.cuts(before.report, "the report of drill \(before.number)")
        }
        return answer
    }

    private var report: DrillReport { drill.report }

    private var head: [Answer.Field] {
        let scenario = report.scenario
        var fields = drill.number > 0 ? Answer.Field.number("number", Int(drill.number)) : []
        fields.append(Answer.Field("scenario", .text(scenario.name)))
        fields.append(Answer.Field("digest", .text(scenario.digest)))
        fields.append(Answer.Field("time", .text(drill.time.description)))
        fields.append(Answer.Field("by", .text(drill.author)))
        fields += Answer.Field.number("until_day", scenario.untilDay)
        fields.append(Answer.Field("mitigated", .flag(scenario.isMitigated)))
        fields += Answer.Field.number("alerts_before", report.alertsBefore)
        fields += Answer.Field.number("requests_before", report.requestsBefore)
        fields += Answer.Field.number("total_lost_days", report.totalLostDays)
        guard let before else { return fields }
        fields += Answer.Field.number("against", Int(before.number))
        fields.append(Answer.Field("against_time", .text(before.time.description)))
        let difference = DrillComparison.rounded(report.totalLostDays - before.report.totalLostDays)
        return fields + Answer.Field.number("total_lost_days_difference", difference)
    }

    private var lists: [Answer.Field] {
        var lists = [
            list("shocks", report.scenario.shocks, shock), list("alerts", report.alerts, alert),
            list("requests", report.requests, request), list("line_stops", report.lineStops, lineStop),
        ]
        let needs = Array(report.needs.enumerated())
        lists.append(list("lacking", needs) { need($0.element, number: $0.offset + 1) })
        let standIns = needs.flatMap { index, need in need.standIns.map { (index + 1, $0) } }
        lists.append(list("stand_ins", standIns) { standIn($0.1, of: $0.0) })
        lists.append(list("told", report.told, told))
        lists.append(list("weaknesses", report.weaknesses, weakness))
        if !report.cuts.isEmpty { lists.append(list("shown_in_part", report.cuts, cut)) }
        guard let before else { return lists }
        let changes = DrillComparison(of: report, with: before.report).changes
        let lines = DrillChangeLines(inquiry, drill, before)
        return lists + [list("changes", changes, lines.record)]
    }

    private func list<T>(_ name: String, _ lines: [T], _ record: (T) -> [Answer.Field]) -> Answer.Field {
        Answer.Field(name, .list(lines.map { .record(record($0)) }))
    }

    private func shock(_ shock: DrillShock) -> [Answer.Field] {
        [Answer.Field("stopped", .text(shock.stopped))]
            + Answer.Field.text("stopped_name", shock.name ?? shock.stopped)
            + Answer.Field.number("loss", shock.loss) + Answer.Field.number("start_day", shock.startDay)
            + Answer.Field.number("days", shock.days) + [Answer.Field("known_by", .text(shock.word.rawValue))]
    }

    private func alert(_ alert: DrillAlert) -> [Answer.Field] {
        let labels = alert.labels.pairs.map { Answer.Field($0.name, .text($0.value)) }
        let summary = inquiry.language == .zh ? alert.summary.zh : alert.summary.en
        return [
            Answer.Field("severity", .text(alert.severity.rawValue)),
            Answer.Field("state", .text(alert.state.rawValue)), Answer.Field("rule", .text(alert.rule)),
        ] + Answer.Field.text("name", alert.name ?? alert.labels["firm"])
            + [Answer.Field("labels", .record(labels))]
            + Answer.Field.number("value", alert.value)
            + [
                Answer.Field("mutual_aid", .flag(alert.isMutualAid)), Answer.Field("summary", .text(summary)),
            ]
    }

    private func request(_ request: DrillRequest) -> [Answer.Field] {
        let suppliers = request.suppliers.map { supplier -> Answer.Value in
            .record(
                [Answer.Field("firm", .text(supplier.firm.description))]
                    + Answer.Field.text("name", supplier.name)
                    + [Answer.Field("region", .text(supplier.region.description))]
                    + Answer.Field.text("region_name", inquiry.name(supplier.region))
                    + [Answer.Field("product", .text(supplier.product))] + days(supplier.lineStopDay))
        }
        return inquiry.placeFields("authority", request.authority)
            + inquiry.placeFields("counterpart", request.counterpart)
            + [
                Answer.Field("kind", .text(request.kind.rawValue)),
                Answer.Field("draft", .flag(request.state == .draft)),
            ] + party(request.firm, request.name)
            + Answer.Field.number("supplier_total", request.supplierCount)
            + days(request.lineStopDay) + Answer.Field.number("deadline_hours", request.deadlineHours)
            + Answer.Field.text("channel_asked", request.channel)
            + [Answer.Field("suppliers", .list(suppliers))]
    }

    private func lineStop(_ stop: DrillLineStop) -> [Answer.Field] {
        party(stop.firm, stop.name) + Answer.Field.number("first_loss_day", stop.firstLossDay)
            + days(stop.firstLossDay).filter { $0.name == "line_stops_on" }
            + Answer.Field.number("lowest_output", stop.lowestOutput)
            + Answer.Field.number("lost_days", stop.lostDays)
    }

    private func need(_ need: DrillNeed, number: Int) -> [Answer.Field] {
        Answer.Field.number("need_number", number) + party(need.firm, need.name)
            + [Answer.Field("product", .text(need.product))] + Answer.Field.number("gap", need.gap)
            + Answer.Field.number("stand_in_count", need.offeredCount)
    }

    private func standIn(_ standIn: DrillStandIn, of need: Int) -> [Answer.Field] {
        let known = standIn.name ?? standIn.firm?.description
        let anonym = StandInAnswer.anonym(standIn.number, inquiry.language)
        return Answer.Field.number("need_number", need) + Answer.Field.number("number", standIn.number)
            + Answer.Field.text("supplier", standIn.firm?.description)
            + Answer.Field.text("name", known ?? anonym)
            + inquiry.placeFields("province", standIn.province)
            + [Answer.Field("source", .text(standIn.source))]
            + Answer.Field.number("match_score", standIn.score)
            + Answer.Field.number("delivers", standIn.delivers) + days(standIn.lineStopDay)
            + Answer.Field.number("lost_days", standIn.lostDays)
    }

    private func told(_ told: DrillTold) -> [Answer.Field] {
        [Answer.Field("channel", .text(told.channel))] + Answer.Field.number("messages", told.messages)
    }

    private func weakness(_ weakness: DrillWeakness) -> [Answer.Field] {
        [Answer.Field("weakness", .text(weakness.kind.rawValue))]
            + Answer.Field.text("because", weakness.reason?.rawValue)
            + (weakness.firm.map { party($0, weakness.name) } ?? [])
            + (weakness.province.map { inquiry.placeFields("province", $0) } ?? [])
            + Answer.Field.text("product", weakness.product)
    }

    /// What the file of a report has only a part of: warnings are gone by the time somebody reads it.
    private func cut(_ cut: DrillCut) -> [Answer.Field] {
        [Answer.Field("what", .text(cut.part.rawValue))] + Answer.Field.number("shown", cut.shown)
            // What firms lack that nobody looked at is not known, so there is no total.
            + (cut.part == .needs ? [] : Answer.Field.number("total", cut.total))
    }

    private func party(_ firm: FirmID, _ name: String?) -> [Answer.Field] {
        [
            Answer.Field("firm", .text(firm.description)),
            Answer.Field("name", .text(name ?? firm.description)),
        ]
    }

    /// A day of the drill and its date.
    private func days(_ day: Int?) -> [Answer.Field] {
        guard let day else { return [] }
        return Answer.Field.number("line_stop_day", day)
            + [Answer.Field("line_stops_on", .text(drill.date(ofDay: day).description))]
    }

    /// What a report does not show, and that the changes therefore do not tell.
    private static func cuts(_ report: DrillReport, _ place: String) -> [String] {
        report.cuts.map { cut in
            let untold = "; what came or went beyond is not told"
            return switch cut.part {
            case .alerts: "of the alerts only \(cut.shown) of \(cut.total) are in \(place)" + untold
            case .requests: "of the requests only \(cut.shown) of \(cut.total) are in \(place)" + untold
            case .suppliers:
                "of the suppliers that the requests are about only \(cut.shown) of \(cut.total) are in \(place)"
            case .lineStops: "of the line stops only \(cut.shown) of \(cut.total) are in \(place)" + untold
            case .firms:
                "\(place) tells what is lacking at \(cut.shown) of the \(cut.total) firms whose lines stop, those that lose most"
                    + untold
            case .needs: "of what is lacking only the first \(cut.shown) products are in \(place)" + untold
            }
        }
    }
}
