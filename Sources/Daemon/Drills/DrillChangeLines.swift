internal import MutualAid
internal import SupplyModel

/// Shows what is different between two drills, line by line.
struct DrillChangeLines {
    private let inquiry: Inquiry
    /// Names of firms, as the newer drill has them, else the older one.
    private let names: [FirmID: String]

    init(_ inquiry: Inquiry, _ new: Drill, _ old: Drill) {
        self.inquiry = inquiry
        var names: [FirmID: String] = [:]
        for report in [old.report, new.report] {
            for stop in report.lineStops { names[stop.firm] = stop.name }
            for request in report.requests { names[request.firm] = request.name }
            for need in report.needs { names[need.firm] = need.name }
            for alert in report.alerts {
                if let firm = alert.labels["firm"] { names[FirmID(checked: firm)] = alert.name }
            }
        }
        self.names = names
    }

    func record(_ change: DrillChange) -> [Answer.Field] {
        let about = change.about
        var fields = [
            Answer.Field("what", .text(change.subject.rawValue)),
            Answer.Field("change", .text(change.kind.rawValue)),
            Answer.Field("whom", .text(whom(about))),
        ]
        fields += Answer.Field.text("product", about.product)
        fields += Answer.Field.number("before", change.before) + Answer.Field.number("after", change.after)
        fields += Answer.Field.number("difference", change.difference)
        fields += Answer.Field.text("firm", about.firm?.description)
        fields += Answer.Field.text("authority", about.province?.description)
        fields += Answer.Field.text("counterpart", about.counterpart?.description)
        guard let labels = about.labels else { return fields }
        return fields + [
            Answer.Field("labels", .record(labels.pairs.map { Answer.Field($0.name, .text($0.value)) }))
        ]
    }

    /// Everything that says which line it is, its product aside, in words.
    private func whom(_ about: DrillAbout) -> String {
        let language = inquiry.language
        func word(_ text: String?, _ column: String) -> String? {
            text.map { TableWords.text($0, in: column, language) }
        }
        let ways = [about.province, about.counterpart].compactMap { $0 }.map { inquiry.name($0) ?? "\($0)" }
        let parts: [String?] = [
            word(about.weakness?.rawValue, "weakness"), word(about.reason?.rawValue, "because"), about.rule,
            word(about.state?.rawValue, "state"), ways.isEmpty ? nil : ways.joined(separator: " → "),
            word(about.kind?.rawValue, "kind"), about.firm.map { names[$0] ?? $0.description },
            about.channel,
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}
