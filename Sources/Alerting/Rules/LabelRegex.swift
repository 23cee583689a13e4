/// A pattern that a whole label value must match, in time linear in the value.
///
/// Patterns have `.`, `[a-z]`, `[^a-z]`, `\d`, `\w`, `\s`, `(…)`, `|`, `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}`. Label
/// values come from registers of others: an engine that backtracks could be held for hours by one of them, and
/// nothing here needs what only those can do.
///
/// Compiles to a program for a machine that follows all alternatives at once (Thompson 1968, in the form of
/// Russ Cox, "Regular Expression Matching: the Virtual Machine Approach"). O(value × program).
public struct LabelRegex: Equatable, Sendable, CustomStringConvertible {
    /// One step; jumps are relative, so that fragments can be copied and joined.
    enum Step: Equatable, Sendable {
        case one(ScalarSet)
        case jump(Int)
        case split(Int, Int)
    }

    /// Steps of a compiled pattern.
    public static let stepLimit = 2_000

    /// The pattern as written between the slashes.
    public let description: String
    private let program: [Step]

    /// Compiles a pattern.
    ///
    /// - Throws: what is wrong with it, and at which character.
    public init(_ pattern: String) throws(PatternFault) {
        description = pattern
        var compiler = PatternCompiler(pattern)
        program = try compiler.compile()
    }

    /// Whether the whole value matches.
    public func matches(_ value: String) -> Bool {
        var mark = [Int](repeating: -1, count: program.count + 1)
        var threads: [Int] = []
        follow(from: 0, at: 0, &threads, &mark)
        var position = 0
        for scalar in value.unicodeScalars {
            position += 1
            var next: [Int] = []
            for thread in threads where thread < program.count {
                guard case .one(let set) = program[thread], set.contains(scalar) else { continue }
                follow(from: thread + 1, at: position, &next, &mark)
            }
            threads = next
            if threads.isEmpty { return false }
        }
        return threads.contains(program.count)
    }

    /// Adds the steps that are reached without reading; each once a position.
    private func follow(from start: Int, at position: Int, _ threads: inout [Int], _ mark: inout [Int]) {
        var open = [start]
        while let index = open.popLast() {
            guard mark[index] < position else { continue }
            mark[index] = position
            guard index < program.count else {
                threads.append(index)
                continue
            }
            switch program[index] {
            case .one: threads.append(index)
            case .jump(let offset): open.append(index + offset)
            case .split(let first, let second): open += [index + second, index + first]
            }
        }
    }
}

/// Why a pattern cannot be read.
public struct PatternFault: Error, Equatable, Sendable {
    /// 1-based position of the character.
    public var position: Int
    public var reason: String
}
