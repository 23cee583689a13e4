/// On which day each firm is next to be worked out, up to a horizon.
struct DayCalendar {
    /// By firm; `never` where nothing is awaited.
    private var next: ContiguousArray<Int32>
    /// By day: firms that were to be worked out then when they were entered; some have a newer day.
    private var days: ContiguousArray<ContiguousArray<Int32>>
    private var awaited = 0

    private static let never = Int32.max

    init(firmCount: Int, horizon: Int) {
        next = ContiguousArray(repeating: Self.never, count: firmCount)
        days = ContiguousArray(repeating: [], count: horizon)
    }

    /// Whether no firm awaits a day.
    var isEmpty: Bool { awaited == 0 }

    /// Enters a firm for some days from now, in place of what it awaited before; beyond the horizon is never.
    mutating func enter(_ firm: Int, _ day: Int, wait: Double) {
        let wanted = Double(day) + wait < Double(days.count) ? Int32(day) + Int32(wait) : Self.never
        guard next[firm] != wanted else { return }
        if next[firm] == Self.never { awaited += 1 }
        if wanted == Self.never {
            awaited -= 1
        } else {
            days[Int(wanted)].append(Int32(firm))
        }
        next[firm] = wanted
    }

    /// Takes out the firms of a day.
    mutating func due(_ day: Int) -> ContiguousArray<Int32> {
        guard days[day].count > 0 else { return [] }
        var due: ContiguousArray<Int32> = []
        swap(&due, &days[day])
        due.removeAll { next[Int($0)] != Int32(day) }
        for firm in due where next[Int(firm)] != Self.never {
            next[Int(firm)] = Self.never
            awaited -= 1
        }
        return due
    }

    /// Forgets everything.
    mutating func reset() {
        for day in days.indices where !days[day].isEmpty {
            for firm in days[day] { next[Int(firm)] = Self.never }
            days[day].removeAll(keepingCapacity: true)
        }
        awaited = 0
    }
}
