// RE2 matches in time that grows with the text alone and in bounded memory, whatever the pattern: a rule or a silence
// that anybody may write can then not hold up a run. What costs more than that, back references and look-around, it
// does not have, and is refused.
internal import CRE2

/// A pattern of label values, in the syntax of RE2.
///
/// It must match the whole value, as in Prometheus. One that begins with `^` or ends with `$` says itself where it is
/// bound, and is free elsewhere: `/^32/` means what begins with 32.
public struct LabelRegex: Equatable, Sendable, CustomStringConvertible {
    /// Bytes that one pattern may take, compiled and while it is asked.
    static let memoryLimitBytes: Int64 = 1 << 20

    /// The pattern as written between the slashes.
    public let description: String
    private let expression: Expression
    private let isWhole: Bool

    /// Compiles a pattern.
    public init(_ pattern: String) throws(PatternFault) {
        expression = try Expression(pattern)
        isWhole = !pattern.hasPrefix("^") && !Self.endsWithAnchor(pattern)
        description = pattern
    }

    /// Whether the value matches; O(length of the value).
    public func matches(_ value: String) -> Bool { expression.matches(value, isWhole: isWhole) }

    public static func == (left: LabelRegex, right: LabelRegex) -> Bool {
        left.description == right.description
    }

    /// Whether a `$` stands at the end that no backslash makes a literal one.
    private static func endsWithAnchor(_ pattern: String) -> Bool {
        guard pattern.hasSuffix("$") else { return false }
        let backslashes = pattern.unicodeScalars.dropLast().reversed().prefix { $0 == "\\" }.count
        return backslashes.isMultiple(of: 2)
    }
}

/// A compiled pattern, freed with the last that uses it.
private final class Expression: Sendable {
    /// RE2 allows any number of threads to ask one pattern.
    nonisolated(unsafe) private let handle: OpaquePointer

    init(_ pattern: String) throws(PatternFault) {
        var text = pattern
        var fault = CRE2_NO_FAULT
        let compiled = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                cre2_compile($0.baseAddress, $0.count, LabelRegex.memoryLimitBytes, &fault)
            }
        }
        guard let compiled else { throw fault == CRE2_TOO_LARGE ? .tooLarge : .malformed }
        handle = compiled
    }

    deinit { cre2_free(handle) }

    func matches(_ value: String, isWhole: Bool) -> Bool {
        var text = value
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                cre2_matches(handle, $0.baseAddress, $0.count, isWhole)
            }
        }
    }
}

/// Why a text is no pattern that may be asked.
public enum PatternFault: Error, Equatable, Sendable {
    case malformed, tooLarge

    /// What is wrong with it, to stand behind the pattern, and what to do.
    var sentence: String {
        switch self {
        case .malformed:
            "is no regular expression; check its brackets and repeats, put a backslash before a literal one,"
                + " and write no back reference and no look-around"
        case .tooLarge: "needs too much memory; repeat less, at most 1000 times, or write several rules"
        }
    }
}
