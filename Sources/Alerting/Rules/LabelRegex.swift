internal import Foundation

/// A pattern of label values, in the syntax of ICU.
///
/// It must match the whole value, as in Prometheus. One that begins with `^` or ends with `$` says itself where it is
/// bound, and is free elsewhere: `/^32/` means what begins with 32.
public struct LabelRegex: Equatable, Sendable, CustomStringConvertible {
    /// The pattern as written between the slashes.
    public let description: String
    private let expression: NSRegularExpression

    /// Compiles a pattern; throws `PatternFault` where it is none.
    public init(_ pattern: String) throws(PatternFault) {
        do {
            let asWritten = try NSRegularExpression(pattern: pattern)
            let isBound = pattern.hasPrefix("^") || pattern.hasSuffix("$")
            expression = isBound ? asWritten : try NSRegularExpression(pattern: "\\A(?:\(pattern))\\z")
        } catch {
            throw PatternFault()
        }
        description = pattern
    }

    /// Whether the value matches.
    public func matches(_ value: String) -> Bool {
        expression.firstMatch(in: value, range: NSRange(location: 0, length: value.utf16.count)) != nil
    }

    public static func == (left: LabelRegex, right: LabelRegex) -> Bool {
        left.description == right.description
    }
}

/// A text that is no regular expression.
public struct PatternFault: Error, Equatable, Sendable {}
