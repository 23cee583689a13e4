internal import MutualAid
internal import Resilience
internal import SupplyModel

/// Puts together what a drill found, within the limits of a report.
struct DrillFindings {
    static let alertLimit = 500
    static let requestLimit = 500
    /// Suppliers of one request.
    static let supplierLimit = 20
    static let lineStopLimit = 1_000

    let timeline: Timeline
    let scenario: Scenario
    let policy: AidPolicy
    let now: Timestamp

    var network: Network { timeline.chains.network }

    /// The report, but for what is lacking and what does not work.
    func report(_ outcome: DrillRun.Outcome, of shown: DrillScenario) -> DrillReport {
        var report = DrillReport(
            shown, alertsBefore: outcome.alertsBefore.count { $0.state.isActive },
            requestsBefore: outcome.requestsBefore.count { !$0.state.isOver })
        report.told = outcome.told
        report.alerts = limited(
            outcome.alerts.map(alert).sorted(by: Self.isBefore), Self.alertLimit, .alerts, &report)
        let requests = outcome.requests.map(request).sorted(by: Self.isBefore)
        report.requests = limited(requests, Self.requestLimit, .requests, &report)
        let listed = report.requests.reduce(0) { $0 + $1.suppliers.count }
        let total = report.requests.reduce(0) { $0 + $1.supplierCount }
        if total > listed { report.cuts.append(DrillCut(.suppliers, shown: listed, total: total)) }
        let stops = lineStops()
        report.totalLostDays = stops.reduce(0) { $0 + $1.lostDays }
        report.lineStops = limited(stops, Self.lineStopLimit, .lineStops, &report)
        return report
    }

    private func limited<T>(
        _ lines: [T], _ limit: Int, _ part: DrillCut.Part, _ report: inout DrillReport
    ) -> [T] {
        if lines.count > limit { report.cuts.append(DrillCut(part, shown: limit, total: lines.count)) }
        return Array(lines.prefix(limit))
    }

    /// Leading firms that lose output in the whole scenario, as `whatif` has them, the worst first.
    private func lineStops() -> [DrillLineStop] {
        let courses = timeline.courses(of: timeline.chains.leaders, in: scenario) { _ in }
        return courses.filter { $0.firstLossDay != nil }
            .sorted { ($1.lostDays, $0.firm) < ($0.lostDays, $1.firm) }
            .map { course in
                let firm = network.firms[Int(course.firm)]
                return DrillLineStop(
                    firm: firm.id, name: firm.name, firstLossDay: course.firstLossDay ?? 0,
                    lowestOutput: course.lowestOutput, lostDays: course.lostDays)
            }
    }

    private func alert(_ alert: Alert) -> DrillAlert {
        DrillAlert(alert, name: alert.labels["firm"].flatMap { name(FirmID(checked: $0)) })
    }

    private func request(_ request: AidRequest) -> DrillRequest {
        let suppliers = request.content.suppliers.prefix(Self.supplierLimit).map { supplier in
            DrillRequest.Supplier(
                firm: supplier.firm, name: name(supplier.firm), region: supplier.region,
                product: supplier.product, lineStopDay: supplier.lineStopsOn.map(day))
        }
        let hours = request.deadline.seconds(since: now) / 3_600
        return DrillRequest(
            request, name: name(request.content.firm), lineStopDay: request.content.lineStopsOn.map(day),
            deadlineHours: (hours * 10).rounded() / 10,
            channel: policy.authorities[request.content.counterpart]?.channel, suppliers: suppliers)
    }

    /// Days from the drill's own to a date.
    private func day(_ date: CalendarDay) -> Int { Int(date.number - CalendarDay(now).number) }

    private func name(_ id: FirmID) -> String? {
        network.number(of: id).flatMap { network.firms[Int($0)].name }
    }

    /// Firing first, the severest first; then in an order that does not depend on the run.
    private static func isBefore(_ left: DrillAlert, _ right: DrillAlert) -> Bool {
        func rank(_ alert: DrillAlert) -> (Int, Int, String, String) {
            let severities = Severity.allCases
            let labels = alert.labels.pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "\u{0}")
            return (
                alert.state == .firing ? 0 : 1, -(severities.firstIndex(of: alert.severity) ?? 0), alert.rule,
                labels
            )
        }
        return rank(left) < rank(right)
    }

    /// Those whose lines stop first come first.
    private static func isBefore(_ left: DrillRequest, _ right: DrillRequest) -> Bool {
        func rank(_ one: DrillRequest) -> (Int, String, String, String) {
            (
                one.lineStopDay ?? .max, one.firm.description,
                "\(one.authority)\(one.counterpart)\(one.kind.rawValue)",
                one.suppliers.map { "\($0.firm)\u{0}\($0.product)" }.joined(separator: "\u{0}")
            )
        }
        return rank(left) < rank(right)
    }
}
