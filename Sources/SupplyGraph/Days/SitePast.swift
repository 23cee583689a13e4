/// What a site loses, or what a shock takes of it, from a day on.
struct LossMark {
    var site: Int32
    var day: Int32
    var loss: Double
}

/// Marks by site, each site's in the order of their days.
struct MarkTable {
    /// The marks of site s are `marks[starts[s]..<starts[s + 1]]`.
    private var starts: ContiguousArray<Int32> = []
    private(set) var marks: ContiguousArray<LossMark> = []

    /// Of no one.
    init() {}

    /// Sorts marks that come in the order of their days.
    ///
    /// - Complexity: O(sites + marks).
    init(_ all: ContiguousArray<LossMark>, siteCount: Int) {
        starts = ContiguousArray(repeating: 0, count: siteCount + 1)
        for mark in all { starts[Int(mark.site) + 1] += 1 }
        for site in 0..<siteCount { starts[site + 1] += starts[site] }
        marks = all
        var next = starts
        for mark in all {
            marks[Int(next[Int(mark.site)])] = mark
            next[Int(mark.site)] += 1
        }
    }

    /// The places in `marks` of a site's.
    func places(of site: Int) -> Range<Int> {
        marks.isEmpty ? 0..<0 : Int(starts[site])..<Int(starts[site + 1])
    }

    /// Of one site's places that of the first mark after a day, or else their end; found by halving.
    func place(in places: Range<Int>, after day: Int) -> Int {
        var (low, high) = (places.lowerBound, places.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if Int(marks[middle].day) <= day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// What a site heard and what hit it, by day: all that is needed to work it out by itself.
struct SitePast {
    /// What a supplier delivers less of an input than the day before.
    struct Word {
        let input: Int32
        /// The place of another word of the same day.
        let other: Int32
        /// In units of 1 / `DayFront.wholeGap`.
        let gap: Int64
    }

    private static let none: Int32 = -1

    private var words: ContiguousArray<Word> = []
    /// By day: the place of one of its words.
    private var places: ContiguousArray<Int32>
    private var lastWordDay = -1
    /// What hit it, in the order of the days; some may be of days to come.
    private(set) var turns: ContiguousArray<LossMark>.SubSequence = []
    /// No day before it tells of anything.
    private(set) var firstDay = Int.max

    init(horizon: Int) { places = ContiguousArray(repeating: Self.none, count: horizon) }

    /// Forgets everything, for a site that these shocks hit.
    mutating func start(_ turns: ContiguousArray<LossMark>.SubSequence) {
        for day in stride(from: firstDay, through: lastWordDay, by: 1) { places[day] = Self.none }
        words.removeAll(keepingCapacity: true)
        lastWordDay = -1
        self.turns = turns
        firstDay = turns.first.map { Int($0.day) } ?? Int.max
    }

    /// Adds what was heard of an input at the end of a day.
    mutating func add(_ input: Int32, on day: Int, _ gap: Int64) {
        words.append(Word(input: input, other: places[day], gap: gap))
        places[day] = Int32(words.count - 1)
        firstDay = min(firstDay, day)
        lastWordDay = max(lastWordDay, day)
    }

    /// Whether something was heard at the end of a day.
    func hasWord(on day: Int) -> Bool { day >= 0 && places[day] != Self.none }

    /// Hands out what was heard at the end of a day.
    func eachWord(on day: Int, _ body: (Word) -> Void) {
        guard day >= 0 else { return }
        var place = places[day]
        while place != Self.none {
            let word = words[Int(place)]
            body(word)
            place = word.other
        }
    }
}
