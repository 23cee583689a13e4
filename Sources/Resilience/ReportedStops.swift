public import SupplyModel

/// What one site loses for a while, as status reports say.
public struct ReportedStop: Equatable, Sendable {
    /// The firm's number, and where its site is.
    public var firm: Int32
    public var place: RegionCode
    /// 0...1, more than 0.
    public var loss: Double
    public var since: Timestamp
    /// When another report said otherwise; nil where it is so still.
    public var until: Timestamp?
}

extension Chains {
    /// What sites that stand still now have lost since they began to, by their reports one after another.
    ///
    /// A site began to stand still with the first of the reports that say so without a break: none among them says that it makes all, and none
    /// comes more than `validDays` after the one before, when nobody knows any more. That it is said again moves nothing. `reports`: oldest first,
    /// of equal times the one that counts last; those older than `validDays` do not count by themselves.
    public func reportedStops(
        _ reports: [StatusReport], validDays: Double, now: Timestamp
    ) -> [ReportedStop] {
        var told: [Int: [StatusReport]] = [:]
        for report in reports {
            guard let firm = network.number(of: report.firm) else { continue }
            for site in sites(of: firm, in: report.region) { told[site, default: []].append(report) }
        }
        let validSeconds = validDays * 86_400
        return told.sorted { $0.key < $1.key }.flatMap { site, reports -> [ReportedStop] in
            guard let newest = reports.last, newest.operatingRate < 1,
                now.seconds(since: newest.time) <= validSeconds
            else { return [] }
            let place = places.codes[Int(sites.place[site])]
            let firm = firm(ofSite: Int32(site))
            var stops: [ReportedStop] = []
            var next: StatusReport?
            for report in reports.reversed() {
                let isBreak = next.map { $0.time.seconds(since: report.time) > validSeconds } ?? false
                guard report.operatingRate < 1, !isBreak else { break }
                defer { next = report }
                if let next, next.operatingRate == report.operatingRate {
                    stops[stops.count - 1].since = report.time
                } else {
                    stops.append(
                        ReportedStop(
                            firm: firm, place: place, loss: 1 - report.operatingRate, since: report.time,
                            until: next?.time))
                }
            }
            return stops.reversed()
        }
    }
}
