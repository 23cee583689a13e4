internal import Foundation
internal import SupplyGraph

extension Timeline {
    /// How firms come through a scenario, in the order given.
    ///
    /// `threads` is nil for one a core; no figure depends on it. `progress` hears how much is done, 0...1, after each
    /// day; what it throws ends the work. A day costs what changes on it, at most O(links).
    public func courses(
        of firms: [Int32], in scenario: Scenario, threads: Int? = nil,
        progress: (Double) throws -> Void
    ) rethrows -> [Course] {
        let days = max(0, scenario.untilDay)
        let run = DayRun(
            graph, isMitigated: scenario.isMitigated, horizon: days, threads: threads ?? usualThreads)
        let shocks = ShockPlan(self, scenario)
        var courses = firms.map { Course(firm: $0, output: [], firstLossDay: nil, lostDays: 0) }
        for index in courses.indices { courses[index].output.reserveCapacity(days) }
        for day in 0..<days {
            for (site, loss) in shocks.changes(on: day) { run.setShock(site: site, loss: loss) }
            run.step()
            run.withLosses { losses in
                for index in courses.indices {
                    courses[index].add(loss(of: firms[index], losses), on: day, today: scenario.today)
                }
            }
            try progress(Double(day + 1) / Double(days))
        }
        return courses
    }

    private var usualThreads: Int {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        return max(1, min(cores, graph.siteCount / Self.sitesPerThread))
    }
}

extension Course {
    /// Takes what was lost on the next day.
    mutating func add(_ loss: Double, on day: Int, today: Int = 0) {
        output.append(1 - loss)
        lostDays += loss
        firstLossDay = Self.firstLossDay(firstLossDay, loss, on: day, today: today)
    }

    /// The first day of a loss, one day further: what is over by today does not count.
    static func firstLossDay(_ known: Int?, _ loss: Double, on day: Int, today: Int) -> Int? {
        if loss > leastLoss { return known ?? day }
        return day > today ? known : nil
    }
}

/// When the shocks of a scenario begin and end, site by site.
struct ShockPlan {
    private let shocks: [(shock: Shock, sites: [Int32])]

    init(_ timeline: Timeline, _ scenario: Scenario) {
        shocks = scenario.shocks.filter { $0.days > 0 }.map { ($0, timeline.sites(of: $0.target)) }
    }

    /// What each site loses from a day on, ascending by site; only sites of shocks that begin or end on that day.
    func changes(on day: Int) -> [(site: Int32, loss: Double)] {
        var losses: [Int32: Double] = [:]
        for (shock, sites) in shocks where shock.startDay == day || shock.endDay == day {
            for site in sites { losses[site] = 0 }
        }
        guard !losses.isEmpty else { return [] }
        for (shock, sites) in shocks where shock.startDay <= day && day < shock.endDay {
            for site in sites {
                if let loss = losses[site] { losses[site] = max(loss, min(1, shock.loss)) }
            }
        }
        return losses.map { ($0.key, $0.value) }.sorted { $0.site < $1.site }
    }
}

extension Chains {
    /// How firms come through a scenario, in the order given.
    public func courses(of firms: [Int32], in scenario: Scenario) -> [Course] {
        Timeline(self).courses(of: firms, in: scenario) { _ in }
    }
}
