/// On which day each site is next to be worked out, up to a horizon.
struct DayCalendar {
    /// By site; `never` where nothing is awaited.
    private var next: ContiguousArray<Int32>
    /// By day: sites that were to be worked out then when they were entered; some have a newer day.
    private var days: ContiguousArray<ContiguousArray<Int32>>
    private var awaited = 0

    private static let never = Int32.max

    init(siteCount: Int, horizon: Int) {
        next = ContiguousArray(repeating: Self.never, count: siteCount)
        days = ContiguousArray(repeating: [], count: horizon)
    }

    /// Whether no site awaits a day.
    var isEmpty: Bool { awaited == 0 }

    /// Enters a site for some days from now, in place of what it awaited before; beyond the horizon is never.
    mutating func enter(_ site: Int, _ day: Int, wait: Double) {
        let wanted = Double(day) + wait < Double(days.count) ? Int32(day) + Int32(wait) : Self.never
        guard next[site] != wanted else { return }
        if next[site] == Self.never { awaited += 1 }
        if wanted == Self.never {
            awaited -= 1
        } else {
            days[Int(wanted)].append(Int32(site))
        }
        next[site] = wanted
    }

    /// Takes out the sites of a day.
    mutating func due(_ day: Int) -> ContiguousArray<Int32> {
        guard days[day].count > 0 else { return [] }
        var due: ContiguousArray<Int32> = []
        swap(&due, &days[day])
        due.removeAll { next[Int($0)] != Int32(day) }
        for site in due where next[Int(site)] != Self.never {
            next[Int(site)] = Self.never
            awaited -= 1
        }
        return due
    }

    /// Forgets everything.
    mutating func reset() {
        for day in days.indices where !days[day].isEmpty {
            for site in days[day] { next[Int(site)] = Self.never }
            days[day].removeAll(keepingCapacity: true)
        }
        awaited = 0
    }
}
