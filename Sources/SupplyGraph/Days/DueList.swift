/// A set of numbers below a limit that is filled, taken out whole, and filled again.
struct DueList {
    /// From one number in so many on they are taken in their order, which memory likes better than the order of filling.
    private static let orderedPart = 24

    private var isIn: ContiguousArray<Bool>
    private var numbers: ContiguousArray<Int32> = []

    init(count: Int) { isIn = ContiguousArray(repeating: false, count: count) }

    var isEmpty: Bool { numbers.isEmpty }

    mutating func insert(_ number: Int) {
        guard !isIn[number] else { return }
        isIn[number] = true
        numbers.append(Int32(number))
    }

    /// Empties the list; each number that was in it comes once.
    mutating func take() -> ContiguousArray<Int32> {
        var taken: ContiguousArray<Int32> = []
        swap(&taken, &numbers)
        if taken.count * Self.orderedPart > isIn.count {
            taken.removeAll(keepingCapacity: true)
            for number in isIn.indices where isIn[number] {
                isIn[number] = false
                taken.append(Int32(number))
            }
        } else {
            for number in taken { isIn[Int(number)] = false }
        }
        return taken
    }
}
