internal import Resilience
internal import Store
internal import SupplyModel

extension Store {
    /// How long ago a site may have begun to stand still, in days: by then its buyers' stocks are gone.
    static let stopMemoryDays = 180.0

    /// What sites that stand still at an instant have lost since they began to, by reports that count for `validDays`.
    func reportedStops(
        in chains: Chains, validDays: Double, view: RegisterView = .all, at now: Timestamp
    ) throws(StoreError) -> [ReportedStop] {
        func ago(_ days: Double) -> Timestamp { now.adding(seconds: -days * 86_400) }
        let reports = try statusCourses(
            since: ago(max(Self.stopMemoryDays, validDays)), young: ago(validDays), at: now, view: view)
        return chains.reportedStops(reports, validDays: validDays, now: now)
    }
}
