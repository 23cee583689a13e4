import Alerting
import SupplyModel
import Testing

@Suite struct LifePropertyTests {
    static let shapes = [
        "", "for: 3m", "for: 3 runs", "clear: 35", "keep_firing_for: 2m", "keep_firing_for: 2 runs",
        "for: 2 runs\nclear: 30\nkeep_firing_for: 4m", "for: 2 of 4 runs\nreopen_within: 5m",
        "damping: {half_life: 10m, above: 3, below: 1}",
    ]

    /// 80 runs of four firms whose values wander round the thresholds, vanish and stop being numbers; the clock
    /// sometimes stands or goes back.
    private func runs(seed: UInt64) -> [(samples: [Sample], now: Timestamp)] {
        var random = Lehmer(state: seed)
        var time = 0
        return (0..<80).map { _ in
            time += [-2, 0, 1, 1, 1, 5].randomElement(using: &random) ?? 1
            let samples = ["a", "b", "c", "d"].compactMap { firm -> Sample? in
                let value = [nil, .nan, 0, 33, 35, 38, 40, 41, 41, 50].randomElement(using: &random) ?? nil
                return value.map { sample($0, firm: firm) }
            }
            return (samples, minute(time))
        }
    }

    @Test(arguments: shapes, 1...5 as ClosedRange<UInt64>)
    func `firing and resolved alternate, and firing comes first`(shape: String, seed: UInt64) throws {
        var monitor = Monitor([try rule(shape)])
        var last: [String: Notification.Kind] = [:]
        var count = 0
        for run in runs(seed: seed) {
            for told in try monitor.run(run.samples, at: run.now).notifications {
                #expect(told.kind != last[told.alert.fingerprint, default: .resolved])
                last[told.alert.fingerprint] = told.kind
                count += 1
            }
            for alert in monitor.open {
                #expect(alert.state.isActive == (last[alert.fingerprint] == .firing))
            }
        }
        #expect(count > 2)
    }

    @Test(arguments: shapes, 1...5 as ClosedRange<UInt64>)
    func `a restart at any run changes nothing`(shape: String, seed: UInt64) throws {
        let rules = [try rule(shape)]
        var steady = Monitor(rules)
        var restarted = Monitor(rules, restarts: true)
        for run in runs(seed: seed) {
            let expected = try steady.run(run.samples, at: run.now)
            #expect(try restarted.run(run.samples, at: run.now) == expected)
        }
    }

    @Test(arguments: shapes)
    func `the order of open alerts changes nothing`(shape: String) throws {
        let rules = [try rule(shape)]
        var monitor = Monitor(rules)
        for run in runs(seed: 9) {
            let known = Array(monitor.known.reversed())
            let reversed = evaluate(rules, samples: run.samples, known: known, now: run.now)
            #expect(try monitor.run(run.samples, at: run.now) == reversed)
        }
    }
}
