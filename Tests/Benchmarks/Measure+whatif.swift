import Resilience
import SupplyModel

extension Measure {
    /// A what-if of 60 days: Shanghai stops for 14 of them; what every leading firm loses, over a timeline that is laid out.
    static func whatIf(_ network: Network) -> [String: Any] {
        let timeline = Timeline(Chains(network))
        let shanghai = RegionCode(raw: 310_000)
        let scenario = Scenario([Shock(.region(shanghai), loss: 1, days: 14)], untilDay: 60)
        var courses: [Course] = []
        let time = ContinuousClock().measure {
            courses = timeline.courses(of: network.leaders, in: scenario) { _ in }
        }
        return [
            "seconds": seconds(time), "leaders": courses.count,
            "checksum": courses.reduce(0) { $0 + $1.lostDays },
        ]
    }
}
