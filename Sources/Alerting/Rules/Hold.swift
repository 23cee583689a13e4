/// How long something lasts: a time, or a number of monitoring runs in a row.
public enum Hold: Hashable, Sendable {
    case seconds(Int)
    case runs(Int)

    /// The longest time: a year.
    public static let secondsLimit = 366 * 86_400
    /// The most runs.
    public static let runsLimit = 10_000

    /// At once.
    public static let none = Hold.seconds(0)

    /// Reads `0s`, `90s`, `1h30m`, `2d` (s m h d, largest first, each once) or `3 runs`; nil for anything else.
    public init?(_ text: String) {
        var seconds = 0
        var largest = Int.max
        var rest = Substring(text)
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard digits.count <= 9, let number = Int(digits) else { return nil }
            if rest == " runs" || rest == " run", largest == .max {
                guard (1...Self.runsLimit).contains(number) else { return nil }
                self = .runs(number)
                return
            }
            guard let letter = rest.popFirst(), let unit = Self.secondsByUnit[letter], unit < largest else {
                return nil
            }
            largest = unit
            seconds += number * unit
        } while !rest.isEmpty
        guard seconds <= Self.secondsLimit else { return nil }
        self = .seconds(seconds)
    }

    /// Whether this much time, or this many runs, are enough.
    func isOver(seconds: Double, runs: Int) -> Bool {
        switch self {
        case .seconds(let needed): seconds >= Double(needed)
        case .runs(let needed): runs >= needed
        }
    }

    private static let secondsByUnit: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
}
