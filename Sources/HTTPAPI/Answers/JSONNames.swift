internal import Foundation

/// The names in a text of JSON, of which each object has one once.
///
/// A reader takes one of two values that go by the same name and says nothing of the other (RFC 8259, 4); whoever sent both meant one of
/// them, and nobody knows which.
public enum JSONNames {
    /// The first name that one object gives twice; nil where none does.
    ///
    /// `bytes`: JSON that a reader took; of anything else nothing is promised but an end.
    /// - Complexity: O(bytes).
    public static func repeated(in bytes: [UInt8]) -> String? {
        // The names of each object that is open.
        var names: [Set<String>] = []
        var last = 0..<0
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "{"): names.append([])
            case UInt8(ascii: "}"): _ = names.popLast()
            case UInt8(ascii: "\""):
                last = index..<end(ofTextAt: index, bytes)
                index = last.upperBound - 1
            case UInt8(ascii: ":"):
                guard !names.isEmpty, let name = name(bytes[last]) else { return nil }
                if !names[names.count - 1].insert(name).inserted { return name }
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Where a text ends that begins with the quote at an index.
    private static func end(ofTextAt start: Int, _ bytes: [UInt8]) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, bytes.count)
    }

    /// A name as it is meant: `"\u0061"` is `a`.
    private static func name(_ quoted: ArraySlice<UInt8>) -> String? {
        guard quoted.contains(UInt8(ascii: "\\")) else {
            return String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
        }
        return try? JSONDecoder().decode(String.self, from: Data(quoted))
    }
}
