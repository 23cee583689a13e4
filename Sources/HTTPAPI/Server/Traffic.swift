internal import Synchronization

/// How many requests were answered, how, and how fast.
final class Traffic: Sendable {
    private let state = Mutex(State())

    /// Upper bounds of the times that are counted apart, in seconds.
    static let boundsSeconds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10]

    private struct State {
        var answers: [Answered: Int] = [:]
        var counts = [Int](repeating: 0, count: boundsSeconds.count + 1)
        var sumSeconds = 0.0
        var leftCount = 0
    }

    private struct Answered: Hashable {
        var operation: String
        var status: Int
    }

    func note(_ operation: OperationID?, status: Int, seconds: Double) {
        state.withLock { state in
            state.answers[Answered(operation: operation?.rawValue ?? "none", status: status), default: 0] += 1
            state.counts[Self.boundsSeconds.firstIndex { seconds <= $0 } ?? Self.boundsSeconds.count] += 1
            state.sumSeconds += seconds
        }
    }

    /// Counts a request whose work was left, because its asker went away.
    func noteLeft() { state.withLock { $0.leftCount += 1 } }

    /// All of it and how many streams are open, as Prometheus text.
    func text(streamCount: Int) -> String {
        let state = state.withLock { $0 }
        var lines = [
            "# HELP tierwatch_http_requests_total Requests answered, by operation and status.",
            "# TYPE tierwatch_http_requests_total counter",
        ]
        for (one, count) in state.answers.sorted(by: {
            ($0.key.operation, $0.key.status) < ($1.key.operation, $1.key.status)
        }) {
            lines.append(
                "tierwatch_http_requests_total{operation=\"\(one.operation)\",status=\"\(one.status)\"} \(count)"
            )
        }
        lines += [
            "# HELP tierwatch_http_request_seconds Seconds from a request's head to its answer.",
            "# TYPE tierwatch_http_request_seconds histogram",
        ]
        var total = 0
        for (bound, count) in zip(Self.boundsSeconds.map { "\($0)" } + ["+Inf"], state.counts) {
            total += count
            lines.append("tierwatch_http_request_seconds_bucket{le=\"\(bound)\"} \(total)")
        }
        lines += [
            "tierwatch_http_request_seconds_sum \(state.sumSeconds)",
            "tierwatch_http_request_seconds_count \(total)",
            "# HELP tierwatch_http_streams Event streams that are open.",
            "# TYPE tierwatch_http_streams gauge",
            "tierwatch_http_streams \(streamCount)",
            "# HELP tierwatch_http_requests_left_total Requests whose work was left, because the asker went away.",
            "# TYPE tierwatch_http_requests_left_total counter",
            "tierwatch_http_requests_left_total \(state.leftCount)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
