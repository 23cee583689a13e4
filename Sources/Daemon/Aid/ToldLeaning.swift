internal import MutualAid
internal import Resilience

/// Which candidates count as one, and on which plants they lean together, as far as that may be told.
///
/// It is worked out from those alone of whom may be told on whom they lean: that one of them leans on a plant together with somebody
/// hidden would tell on whom that one leans.
struct ToldLeaning {
    /// By match its class, numbered in the order in which they are shown; nil where nothing is told of its chain.
    private(set) var classes: [Int?]
    /// By match a plant on which it leans with another firm.
    private(set) var plants: [Plant?]

    /// `told`: the places of those among the matches of whom it may be told, in the order in which they are shown.
    init(_ matches: [Match], among told: [Int]) {
        classes = [Int?](repeating: nil, count: matches.count)
        plants = [Plant?](repeating: nil, count: matches.count)
        func isOneFirm(_ one: Int, _ other: Int) -> Bool {
            matches[one].candidate.supplier == matches[other].candidate.supplier
        }
        for index in told {
            let others = told.filter { !isOneFirm($0, index) }
            plants[index] = matches[index].leansOn.first { plant in
                others.contains { matches[$0].leansOn.contains(plant) }
            }
        }
        var count = 0
        for first in told where classes[first] == nil {
            count += 1
            var joined = [first]
            while let index = joined.popLast() {
                classes[index] = count
                let plants = Set(matches[index].leansOn)
                joined += told.filter {
                    classes[$0] == nil
                        && (isOneFirm($0, index) || !plants.isDisjoint(with: matches[$0].leansOn))
                }
            }
        }
    }

    /// Whether several members of a plan lean on one plant, or are one firm; nil where none that is told does, and not all is told.
    func isOnOnePlant(_ plan: StandInPlan) -> Bool? {
        let told = plan.members.compactMap { classes[$0.match] }
        if Set(told).count < told.count { return true }
        return told.count == plan.members.count ? false : nil
    }
}
