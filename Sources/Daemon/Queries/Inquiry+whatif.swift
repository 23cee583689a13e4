internal import Foundation
internal import Resilience
internal import Store
internal import StrictYAML
public import SupplyModel

extension Inquiry {
    /// How firms come through what is supposed to happen, worst first.
    ///
    /// Without a firm asked for, all leading firms that lose output. `progress` hears how much is done, 0...1, and may throw to stop; `warn` is
    /// told of regions in which the register has nobody, and of shocks that begin too late.
    public func whatIf(
        _ question: WhatIf, now: Timestamp, progress: (Double) throws -> Void, warn: (String) -> Void
    ) throws -> Answer {
        let network = try network()
        let chains = chains(network)
        let scenario = try scenario(question, in: chains, now: time ?? now, warn)
        let asked = try question.firm.map { try firm($0, in: network) }
        let firms = asked.map { [$0] } ?? chains.leaders
        if let limit = question.courseLimit, firms.count > limit / max(1, scenario.untilDay) {
            throw QueryFault.tooManyCourses(
                firmCount: firms.count, dayCount: scenario.untilDay, limit: limit)
        }
        let timeline = Timeline(chains)
        doubts(of: Set(scenario.shocks.compactMap(\.region)), in: timeline).forEach(warn)
        let courses =
            try timeline.courses(of: firms, in: scenario, progress: progress)
        let shown = asked == nil ? courses.filter { $0.firstLossDay != nil } : courses
        let ranked = shown.sorted { ($1.lostDays, $0.firm) < ($0.lostDays, $1.firm) }
        var answer = Answer(
            columns: ["firm", "name", "first_loss_day", "lowest_output", "lost_days", "output"],
            records: ranked.map { course in
                let firm = network.firms[Int(course.firm)]
                return [Answer.Field("firm", .text(firm.id.description))]
                    + Answer.Field.text("name", firm.name)
                    + Answer.Field.number("first_loss_day", course.firstLossDay.map(Double.init))
                    + Answer.Field.number("lowest_output", course.lowestOutput)
                    + Answer.Field.number("lost_days", course.lostDays)
                    + [Answer.Field("output", .list(course.output.map { .number($0) }))]
            })
        answer.hiddenInTable = ["output"]
        if question.isDrawn {
            answer.columns.append("course")
            for (index, course) in ranked.enumerated() {
                answer.records[index].append(Answer.Field("course", .text(BarLine.text(course.output))))
            }
        }
        return answer
    }

    /// What is to be said of regions that stop: where nobody is, and how many more may be there.
    func doubts(of regions: Set<RegionCode>, in timeline: Timeline) -> [String] {
        func named(_ region: RegionCode) -> String { "\(region) (\(name(region) ?? "?"))" }
        let empty = regions.sorted().filter { timeline.siteCount(hitBy: .region($0)) == 0 }
        let cities = Set(regions.compactMap(\.cityOfCounty)).subtracting(regions).sorted()
        return empty.map { "nobody in the register ships from \(named($0)); nothing stops there" }
            + cities.compactMap { city -> String? in
                let count = timeline.siteCount(hitBy: .only(city))
                guard count > 0 else { return nil }
                let sites = English.counted(
                    count, one: "site is known only by its city", many: "sites are known only by their city")
                return
                    "\(sites), \(named(city)), and may stand in the county that stops;"
                    + " nothing of that stops here: let the city stop to see the worst"
            }
    }

    private func scenario(
        _ question: WhatIf, in chains: Chains, now: Timestamp, _ warn: (String) -> Void
    ) throws -> Scenario {
        let network = chains.network
        var shocks: [Shock] = []
        if question.startsFromStatus {
            let rates = OperatingRates(chains, try standingStatus(at: now))
            if rates.isEmpty {
                warn(
                    "nobody reported in the last \(Answer.numeral(statusDays)) days; every firm starts from normal"
                )
            }
            shocks = rates.shocks(days: question.days)
        }
        shocks += try eventShocks(question.events, now: now)
        for text in question.regions {
            shocks.append(Shock(.region(try region(text)), loss: question.loss, days: question.days))
        }
        for text in question.firms {
            shocks.append(Shock(.firm(try firm(text, in: network)), loss: question.loss, days: question.days))
        }
        guard let file = question.scenarioFile else {
            return Scenario(shocks, untilDay: question.untilDay, isMitigated: question.isMitigated)
        }
        guard FileManager.default.fileExists(atPath: file) else { throw QueryFault.noScenario(file) }
        let document = try YAMLDocument(contentsOf: URL(filePath: file))
        let written = try ScenarioReader(self, network).read(document)
        let scenario = Scenario(
            written.shocks.map(\.shock) + shocks, untilDay: question.untilDay ?? written.untilDay,
            isMitigated: question.isMitigated || written.isMitigated)
        for line in written.lateShocks(untilDay: scenario.untilDay) { warn(line) }
        return scenario
    }
}

/// A course drawn as a line of bars.
enum BarLine {
    /// Columns of the longest line; a longer course shows the lowest output of several days in each.
    static let widthLimit = 60

    private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// One bar a day or a few; only a full bar is normal output.
    static func text(_ output: [Double]) -> String {
        let daysPerBar = max(1, (output.count + widthLimit - 1) / widthLimit)
        return String(
            stride(from: 0, to: output.count, by: daysPerBar).map { first -> Character in
                let lowest = output[first..<min(first + daysPerBar, output.count)].min() ?? 1
                if lowest >= 1 - Course.leastLoss { return bars[bars.count - 1] }
                return bars[min(bars.count - 2, Int(max(0, lowest) * Double(bars.count - 1)))]
            })
    }
}
