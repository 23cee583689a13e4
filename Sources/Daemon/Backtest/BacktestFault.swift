public import SupplyModel

/// Why the past was not replayed.
public enum BacktestFault: Error, Equatable, CustomStringConvertible {
    case endsBeforeStart(since: Timestamp, until: Timestamp)
    case noRuns(since: Timestamp, until: Timestamp)
    case tooManyRuns(Int)
    case unknownRule(String, known: [String])

    public var description: String {
        switch self {
        case .endsBeforeStart(let since, let until):
            "it would end at \(until), before it starts at \(since); correct --since or --until"
        case .noRuns(let since, let until):
            "no run was kept between \(since) and \(until); name an earlier --since, or a later --until"
        case .tooManyRuns(let count):
            "\(count) runs were kept until then, more than the \(Backtest.runLimit) that are replayed;"
                + " name an earlier --until"
        case .unknownRule(let name, let known):
            "'\(name)' is no rule of either folder; they have \(known.joined(separator: ", "))"
        }
    }

    /// Whether the command was wrong; else the store has nothing to replay.
    var isUsage: Bool {
        if case .noRuns = self { false } else { true }
    }
}
