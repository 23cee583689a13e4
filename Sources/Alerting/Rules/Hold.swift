public import SupplyModel

/// How long something lasts: a time, a number of monitoring runs in a row, or so many of the newest runs.
public enum Hold: Hashable, Sendable, CustomStringConvertible {
    case seconds(Int)
    case runs(Int)
    /// `count` of the newest `window` runs.
    case runsOf(count: Int, window: Int)

    /// The longest time: a year.
    public static let secondsLimit = 366 * 86_400
    /// The most runs.
    public static let runsLimit = 10_000
    /// The most runs of which some are counted.
    public static let windowLimit = 64

    /// At once.
    public static let none = Hold.seconds(0)

    /// Reads `0s`, `90s`, `1h30m`, `2d` (s m h d, largest first, each once), `3 runs` or `3 of 5 runs`; nil for anything
    /// else.
    public init?(_ text: String) {
        if let window = Self.window(text) {
            self = window
            return
        }
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

    /// As a file writes it.
    public var description: String {
        switch self {
        case .seconds(let seconds): Self.text(seconds)
        case .runs(let count): "\(count) runs"
        case .runsOf(let count, let window): "\(count) of \(window) runs"
        }
    }

    private static func text(_ seconds: Int) -> String {
        var rest = seconds
        var text = ""
        for (letter, unit) in secondsByUnit.sorted(by: { $0.value > $1.value }) where rest >= unit {
            text += "\(rest / unit)\(letter)"
            rest %= unit
        }
        return text.isEmpty ? "0s" : text
    }

    /// Whether the condition has held for long enough.
    public func isHeld(_ course: AlertCourse) -> Bool {
        switch self {
        case .seconds(let needed): course.heldSeconds >= Double(needed) && course.heldRuns > 0
        case .runs(let needed): course.heldRuns >= needed
        case .runsOf(let count, let window): course.heldCount(of: window) >= count
        }
    }

    /// Whether it has not held for long enough.
    public func isMissed(_ course: AlertCourse) -> Bool {
        switch self {
        case .seconds(let needed): course.missedSeconds >= Double(needed)
        case .runs(let needed), .runsOf(_, let needed): course.missedRuns >= needed
        }
    }

    /// Whether a condition that misses a run may still come to have held for long enough.
    public func isOpen(_ course: AlertCourse) -> Bool {
        guard case .runsOf(_, let window) = self else { return false }
        return course.heldCount(of: window) > 0
    }

    private static func window(_ text: String) -> Hold? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 4, words[1] == "of", words[3] == "runs", words[0].count <= 2,
            words[2].count <= 2,
            let count = Int(words[0]), let window = Int(words[2]), (1...windowLimit).contains(window),
            (1...window).contains(count)
        else { return nil }
        return .runsOf(count: count, window: window)
    }

    private static let secondsByUnit: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
}
