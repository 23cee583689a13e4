/// On which day each input is next to be looked at, up to a horizon.
struct DayCalendar {
    /// By input; `never` where nothing is awaited.
    private var next: ContiguousArray<Int32>
    /// By day: inputs that were to be looked at then when they were entered; some have a newer day.
    private var days: ContiguousArray<ContiguousArray<Int32>>
    private var awaited = 0

    private static let never = Int32.max

    init(inputCount: Int, horizon: Int) {
        next = ContiguousArray(repeating: Self.never, count: inputCount)
        days = ContiguousArray(repeating: [], count: horizon)
    }

    /// Whether no input awaits a day.
    var isEmpty: Bool { awaited == 0 }

    /// Enters an input for some days from now, in place of what it awaited before; beyond the horizon is never.
    mutating func enter(_ input: Int, _ day: Int, wait: Double) {
        let wanted = Double(day) + wait < Double(days.count) ? Int32(day) + Int32(wait) : Self.never
        guard next[input] != wanted else { return }
        if next[input] == Self.never { awaited += 1 }
        if wanted == Self.never {
            awaited -= 1
        } else {
            days[Int(wanted)].append(Int32(input))
        }
        next[input] = wanted
    }

    /// Takes out the inputs of a day.
    mutating func due(_ day: Int) -> ContiguousArray<Int32> {
        guard days[day].count > 0 else { return [] }
        var due: ContiguousArray<Int32> = []
        swap(&due, &days[day])
        due.removeAll { next[Int($0)] != Int32(day) }
        for input in due where next[Int(input)] != Self.never {
            next[Int(input)] = Self.never
            awaited -= 1
        }
        return due
    }

    /// The day on which an input is to be looked at; after all days where none is awaited.
    func day(of input: Int) -> Int { Int(next[input]) }

    /// Takes out an input if it is to be looked at on a day; whether it is.
    mutating func take(_ input: Int, _ day: Int) -> Bool {
        guard next[input] == Int32(day) else { return false }
        next[input] = Self.never
        awaited -= 1
        return true
    }

    /// Forgets everything.
    mutating func reset() {
        for day in days.indices where !days[day].isEmpty {
            for input in days[day] { next[Int(input)] = Self.never }
            days[day].removeAll(keepingCapacity: true)
        }
        awaited = 0
    }
}
