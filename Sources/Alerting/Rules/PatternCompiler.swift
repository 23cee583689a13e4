/// Turns a pattern into steps, left to right, with a stack of the groups that are open.
struct PatternCompiler {
    private typealias Steps = [LabelRegex.Step]

    private struct Group {
        var position: Int
        /// Alternatives that a `|` has ended.
        var ended: [Steps] = []
        /// The pieces of the alternative at hand; a repeat takes the last one.
        var pieces: [Steps] = []
    }

    private let pattern: [Unicode.Scalar]
    private var index = 0
    private var groups = [Group(position: 0)]

    init(_ pattern: String) {
        self.pattern = Array(pattern.unicodeScalars)
    }

    mutating func compile() throws(PatternFault) -> [LabelRegex.Step] {
        guard pattern.count <= LabelRegex.stepLimit else {
            throw fault("the pattern is too long; shorten it")
        }
        while let scalar = peek {
            index += 1
            switch scalar {
            case "(": try openGroup()
            case ")": try closeGroup()
            case "|":
                groups[groups.count - 1].ended.append(try joined(groups[groups.count - 1].pieces))
                groups[groups.count - 1].pieces = []
            case "*": try repeatLast(0...0, isOpen: true)
            case "+": try repeatLast(1...1, isOpen: true)
            case "?": try repeatLast(0...1, isOpen: false)
            case "{": try repeatCounted()
            case "[": add(.one(try characterClass()))
            case ".": add(.one(.any))
            case "\\": add(.one(try escape()))
            case "^", "$": throw fault("a pattern always matches the whole value; leave out '\(scalar)'")
            case "]", "}":
                throw fault("'\(scalar)' closes nothing; write '\\\(scalar)' for the character itself")
            default: add(.one(ScalarSet(ranges: [scalar...scalar])))
            }
        }
        guard groups.count == 1 else {
            throw PatternFault(
                position: groups[groups.count - 1].position, reason: "'(' is not closed; add ')'")
        }
        return try alternatives(groups[0])
    }

    private var peek: Unicode.Scalar? { index < pattern.count ? pattern[index] : nil }

    private func fault(_ reason: String) -> PatternFault {
        PatternFault(position: max(1, index), reason: reason)
    }

    private mutating func add(_ step: LabelRegex.Step) {
        groups[groups.count - 1].pieces.append([step])
    }

    private mutating func openGroup() throws(PatternFault) {
        groups.append(Group(position: index))
        guard peek == "?" else { return }
        index += 1
        guard peek == ":" else { throw fault("only plain groups are read; write '(' or '(?:'") }
        index += 1
    }

    private mutating func closeGroup() throws(PatternFault) {
        guard groups.count > 1, let group = groups.popLast() else {
            throw fault("')' closes nothing; write '\\)' for the character itself")
        }
        groups[groups.count - 1].pieces.append(try alternatives(group))
    }

    private func alternatives(_ group: Group) throws(PatternFault) -> Steps {
        var steps = try joined(group.pieces)
        for other in group.ended.reversed() {
            steps = try joined([[.split(1, other.count + 2)], other, [.jump(steps.count + 1)], steps])
        }
        return steps
    }

    private mutating func repeatLast(_ range: ClosedRange<Int>, isOpen: Bool) throws(PatternFault) {
        guard let piece = groups[groups.count - 1].pieces.popLast() else {
            throw fault("there is nothing to repeat; write a backslash before the character itself")
        }
        var parts = [Steps](repeating: piece, count: range.lowerBound)
        let optional: [Steps] = [[.split(1, piece.count + 1)], piece]
        for _ in range.lowerBound..<range.upperBound { parts += optional }
        if isOpen { parts += [[.split(1, piece.count + 2)], piece, [.jump(-piece.count - 1)]] }
        groups[groups.count - 1].pieces.append(try joined(parts))
    }

    private mutating func repeatCounted() throws(PatternFault) {
        let low = try count()
        var high: Int? = low
        if peek == "," {
            index += 1
            high = peek == "}" ? nil : try count()
        }
        guard peek == "}", high ?? low >= low else {
            throw fault("a repeat is written {2}, {2,} or {2,4}; correct it")
        }
        index += 1
        try repeatLast(low...(high ?? low), isOpen: high == nil)
    }

    private mutating func count() throws(PatternFault) -> Int {
        let digits = pattern[index...].prefix { ScalarSet.digits.contains($0) }
        index += digits.count
        guard digits.count <= 4, let number = Int(String(String.UnicodeScalarView(digits))) else {
            throw fault("a repeat is written {2}, {2,} or {2,4}; correct it")
        }
        return number
    }

    private mutating func escape() throws(PatternFault) -> ScalarSet {
        guard let scalar = peek else { throw fault("a backslash ends the pattern; write '\\\\' for itself") }
        index += 1
        switch scalar {
        case "d": return .digits
        case "w": return .word
        case "s": return .space
        default:
            guard !ScalarSet.word.contains(scalar) else {
                throw fault("'\\\(scalar)' has no meaning here; known are \\d, \\w, \\s")
            }
            return ScalarSet(ranges: [scalar...scalar])
        }
    }

    private mutating func characterClass() throws(PatternFault) -> ScalarSet {
        let start = index
        var set = ScalarSet()
        if peek == "^" {
            set.isNegated = true
            index += 1
        }
        while peek != nil, peek != "]" {
            let low = try classMember()
            if peek == "-", index + 1 < pattern.count, pattern[index + 1] != "]" {
                index += 1
                let high = try classMember()
                set.ranges.append(try range(from: low, to: high))
            } else {
                set.ranges += low.ranges
            }
        }
        guard peek == "]", !set.ranges.isEmpty else {
            throw PatternFault(position: start, reason: "'[' is empty or not closed; add characters and ']'")
        }
        index += 1
        return set
    }

    /// One character of a class, or what an escape stands for.
    private mutating func classMember() throws(PatternFault) -> ScalarSet {
        let scalar = pattern[index]
        index += 1
        return scalar == "\\" ? try escape() : ScalarSet(ranges: [scalar...scalar])
    }

    private func range(
        from low: ScalarSet, to high: ScalarSet
    ) throws(PatternFault) -> ClosedRange<Unicode.Scalar> {
        guard let first = low.single, let last = high.single, first <= last else {
            throw fault("a range goes from a character to a larger one; correct it")
        }
        return first...last
    }

    private func joined(_ parts: [Steps]) throws(PatternFault) -> Steps {
        guard parts.reduce(0, { $0 + $1.count }) <= LabelRegex.stepLimit else {
            throw fault("the pattern is too large; shorten it or repeat less")
        }
        return Array(parts.joined())
    }
}
