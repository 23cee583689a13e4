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

/// What sites have lost since they began to stand still, from their reports one after another.
///
/// A site began to stand still with the first of the reports that say so without a break: none among them says that it makes all, and none
/// comes more than `validDays` after the one before, when nobody knows any more. That it is said again moves nothing.
public struct ReportedCourses {
    private let chains: Chains
    private let validSeconds: Double
    /// By site, since when it has been standing still.
    private var courses: [Int: Course] = [:]

    private struct Course {
        /// One for each rate that was reported after another; the newest last.
        var stops: [ReportedStop]
        var newest: Timestamp
    }

    public init(_ chains: Chains, validDays: Double) {
        self.chains = chains
        validSeconds = validDays * 86_400
    }

    /// Takes the next report: they come oldest first, of equal times the one that counts last.
    public mutating func take(_ report: StatusReport) {
        guard let firm = chains.network.number(of: report.firm) else { return }
        for site in chains.sites(of: firm, in: report.region) {
            guard report.operatingRate < 1 else {
                courses[site] = nil
                continue
            }
            take(report, firm, site)
        }
    }

    private mutating func take(_ report: StatusReport, _ firm: Int32, _ site: Int) {
        let place = chains.places.codes[Int(chains.sites.place[site])]
        let stop = ReportedStop(
            firm: firm, place: place, loss: 1 - report.operatingRate, since: report.time)
        guard var course = courses[site], report.time.seconds(since: course.newest) <= validSeconds else {
            courses[site] = Course(stops: [stop], newest: report.time)
            return
        }
        course.newest = report.time
        if course.stops[course.stops.count - 1].loss != stop.loss {
            course.stops[course.stops.count - 1].until = report.time
            course.stops.append(stop)
        }
        courses[site] = course
    }

    /// What those have lost that stand still at an instant, by site, oldest first; reports older than `validDays` do not count by themselves.
    public func stops(at now: Timestamp) -> [ReportedStop] {
        courses.sorted { $0.key < $1.key }.flatMap { _, course in
            now.seconds(since: course.newest) <= validSeconds ? course.stops : []
        }
    }
}
