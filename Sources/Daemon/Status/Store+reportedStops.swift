internal import Resilience
internal import Store
internal import SupplyModel

extension Store {
    /// How long ago a site may have begun to stand still, in days: by then its buyers' stocks are gone.
    static let stopMemoryDays = 180.0

    /// What sites that stand still at an instant have lost since they began to, by reports that count for `validDays`.
    ///
    /// A firm is reported under each of its identities: that it runs again may be said of another than that it stands still.
    func reportedStops(
        in chains: Chains, validDays: Double, view: RegisterView = .all, at now: Timestamp
    ) throws(StoreError) -> [ReportedStop] {
        func ago(_ days: Double) -> Timestamp { now.adding(seconds: -days * 86_400) }
        let network = chains.network
        let low = Set(
            try firmsBelowAll(since: ago(validDays), at: now).compactMap { network.number(of: $0) })
        guard !low.isEmpty else { return [] }
        var courses = ReportedCourses(chains, validDays: validDays)
        try status(
            of: network.identities(of: low.sorted()).flatMap { $0 },
            since: ago(max(Self.stopMemoryDays, validDays)), at: now, view: view
        ) { courses.take($0) }
        return courses.stops(at: now)
    }
}
