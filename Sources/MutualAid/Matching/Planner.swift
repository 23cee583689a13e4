/// Looks for the set of candidates that closes a gap with the least new concentration.
///
/// Sets are compared by what they leave open, then HHI among firms, HHI among cities, their size, and the ranks of their members. Of a
/// class, which leans on one plant or is one firm, a set has one member; only where that leaves more open than all members of all
/// classes would, several are taken. The exact search tries every set of at most `StandInPlan.exactLimit` candidates; the greedy one adds the best
/// candidate as long as the set becomes better.
struct Planner {
    /// What a set is worth; the least is the best.
    struct Worth: Comparable {
        var left: Double
        var hhi: Double
        var regionHHI: Double
        var members: [Int]

        static func < (one: Worth, other: Worth) -> Bool {
            if one.left != other.left { return one.left < other.left }
            if one.hhi != other.hhi { return one.hhi < other.hhi }
            if one.regionHHI != other.regionHHI { return one.regionHHI < other.regionHHI }
            if one.members.count != other.members.count { return one.members.count < other.members.count }
            return one.members.lexicographicallyPrecedes(other.members)
        }
    }

    /// A candidate that delivers something.
    private struct Option {
        var match: Int
        var delivers: Double
        var place: SwitchedGroup.Place
        var classNumber: Int
    }

    private let gap: Double
    private let group: SwitchedGroup
    private let options: [Option]
    private let isByClass: Bool

    /// The exact plan, where there are few enough candidates, and the greedy one.
    static func plans(for need: Need, _ matches: [Match]) -> [StandInPlan] {
        guard need.gap > 0 else { return [] }
        let planner = Planner(need, matches, isByClass: true)
        let plans = planner.plans()
        guard let left = plans.first?.left, left > 0 else { return plans }
        let free = Planner(need, matches, isByClass: false)
        let others = free.plans()
        return others.first.map { $0.left < left } ?? false ? others : plans
    }

    private init(_ need: Need, _ matches: [Match], isByClass: Bool) {
        gap = need.gap
        self.isByClass = isByClass
        var group = SwitchedGroup(need)
        options = matches.enumerated().compactMap { index, match in
            guard match.isOffered, let delivers = match.delivers else { return nil }
            let place = group.place(of: match.candidate.supplier, in: match.candidate.region)
            return Option(match: index, delivers: delivers, place: place, classNumber: match.classNumber)
        }
        self.group = group
    }

    private func plans() -> [StandInPlan] {
        guard !options.isEmpty else { return [] }
        let exact = options.count <= StandInPlan.exactLimit ? exact() : nil
        let greedy = greedy()
        let best = exact.map { plan($0, .exact) }
        var second = plan(greedy, .greedy)
        if let best { second.hhiAboveExact = (second.hhi ?? 0) - (best.hhi ?? 0) }
        return [best, second].compactMap { $0 }
    }

    private func plan(_ worth: Worth, _ method: StandInPlan.Method) -> StandInPlan {
        let chosen = worth.members
        let amounts = amounts(chosen)
        let figures = group.figures(adding: zip(chosen, amounts).map { (options[$0].place, $1) })
        return StandInPlan(
            method: method,
            members: zip(chosen, amounts).map { .init(match: options[$0].match, takes: $1) },
            left: worth.left, hhi: figures?.hhi, regionHHI: figures?.regionHHI)
    }

    /// What each of some options takes over.
    private func amounts(_ chosen: [Int]) -> [Double] {
        let sum = chosen.reduce(0) { $0 + options[$1].delivers }
        let part = sum > gap ? gap / sum : 1
        return chosen.map { options[$0].delivers * part }
    }

    /// Figures that differ by rounding alone are equal.
    private func worth(_ chosen: [Int]) -> Worth {
        let sum = chosen.reduce(0) { $0 + options[$1].delivers }
        let figures = group.figures(adding: zip(chosen, amounts(chosen)).map { (options[$0].place, $1) })
        func settled(_ value: Double, _ step: Double) -> Double { (value / step).rounded() * step }
        return Worth(
            left: settled(max(0, gap - sum), 1e-9), hhi: settled(figures?.hhi ?? 10_000, 1e-6),
            regionHHI: settled(figures?.regionHHI ?? 10_000, 1e-6), members: chosen)
    }

    private func exact() -> Worth {
        var best = worth([])
        for bits in 1..<(1 << options.count) {
            let chosen = options.indices.filter { bits >> $0 & 1 == 1 }
            guard isAllowed(chosen) else { continue }
            let sum = chosen.reduce(0) { $0 + options[$1].delivers }
            // What leaves more open than the best so far cannot be better.
            guard gap - sum <= best.left + 1e-9 else { continue }
            best = min(best, worth(chosen))
        }
        return best
    }

    private func greedy() -> Worth {
        var best = worth([])
        while true {
            let next = options.indices.compactMap { index -> Worth? in
                let chosen = (best.members + [index]).sorted()
                return best.members.contains(index) || !isAllowed(chosen) ? nil : worth(chosen)
            }.min()
            guard let next, next < best else { return best }
            best = next
        }
    }

    private func isAllowed(_ chosen: [Int]) -> Bool {
        !isByClass || Set(chosen.map { options[$0].classNumber }).count == chosen.count
    }
}
