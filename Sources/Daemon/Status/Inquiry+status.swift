internal import Resilience
internal import Store
public import SupplyModel

extension Inquiry {
    /// Reports, newest first: all, those of a firm, or those that speak for a site in a region.
    public func statusReports(firm text: String?, region place: String?, now: Timestamp) throws -> Answer {
        let now = time ?? now
        let network = try network()
        let asked = try text.map { network.identities(of: try firm($0, in: network)) }
        let region = try place.map { try self.region($0) }
        var reports = try store.statusReports(of: asked, at: now, view: view)
        if let region {
            let chains = chains(network)
            reports = reports.filter { report in
                if let told = report.region { return Self.contains(region, told) }
                guard let firm = network.number(of: report.firm) else { return false }
                return chains.regions(of: firm).contains { Self.contains(region, $0) }
            }
        }
        return Answer(
            columns: [
                "firm", "name", "region", "operating_rate", "staff", "stock_days", "logistics", "note",
                "time",
                "age_days", "registrant",
            ],
            records: reports.map { statusRecord($0, in: network, now: now) })
    }

    /// A report as a record.
    func statusRecord(_ report: StatusReport, in network: Network, now: Timestamp) -> [Answer.Field] {
        let firm = network.number(of: report.firm).map { network.firms[Int($0)] }
        return [Answer.Field("firm", .text(report.firm.description))] + Answer.Field.text("name", firm?.name)
            + Answer.Field.text("region", report.region?.description)
            + Answer.Field.number("operating_rate", report.operatingRate)
            + Answer.Field.number("staff", report.staff.map { Double($0) })
            + Answer.Field.number("stock_days", report.stockDays)
            + Answer.Field.text("logistics", report.logistics) + Answer.Field.text("note", report.note)
            + [Answer.Field("time", .text(report.time.description))]
            + Answer.Field.number("age_days", Self.ageDays(of: report, at: now))
            + [Answer.Field("registrant", .text(report.registrant.description))]
    }

    /// To the thousandth of a day, which is a minute and a half.
    private static func ageDays(of report: StatusReport, at now: Timestamp) -> Double {
        (max(0, now.seconds(since: report.time)) / 86.4).rounded() / 1_000
    }

    /// What sites that stand still at an instant have lost since they began to.
    func reportedStops(in chains: Chains, at time: Timestamp) throws(StoreError) -> [ReportedStop] {
        try store.reportedStops(in: chains, validDays: statusDays, view: view, at: time)
    }

    /// The reports that count at an instant, oldest first: the newest about each firm and place, if it is young enough.
    func standingStatus(at time: Timestamp) throws(StoreError) -> [StatusReport] {
        try store.newestStatus(since: time.adding(seconds: -statusDays * 86_400), at: time, view: view)
    }
}
