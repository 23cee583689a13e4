internal import Foundation

/// A JSON object that was sent, read strictly: what nobody asked for is a fault, like what cannot be read.
public struct JSONBody: Sendable {
    private let values: [String: Value]

    private enum Value: Decodable, Sendable {
        case text(String)
        case number(Double)
        case flag(Bool)
        case texts([String])
        /// A text, or texts, of which one has half of a character in it.
        case broken
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            func read<T: Decodable>(_ type: T.Type) -> T? { try? container.decode(type) }
            if let flag = read(Bool.self) {
                self = .flag(flag)
            } else if let number = read(Double.self) {
                self = .number(number)
            } else {
                self = Self.text(in: container)
            }
        }

        private static func text(in container: any SingleValueDecodingContainer) -> Value {
            do {
                return .text(try container.decode(String.self))
            } catch DecodingError.typeMismatch, DecodingError.valueNotFound {
                return texts(in: container)
            } catch {
                return .broken
            }
        }

        private static func texts(in container: any SingleValueDecodingContainer) -> Value {
            do {
                return .texts(try container.decode([String].self))
            } catch DecodingError.typeMismatch, DecodingError.valueNotFound {
                return .other
            } catch {
                return .broken
            }
        }
    }

    /// Characters of one text, and entries of one list.
    private static let textLimit = 10_000
    private static let listLimit = 1_000

    /// Nothing was sent.
    static let none = JSONBody()

    private init() { values = [:] }

    /// - Throws: `APIFault` where the bytes are no JSON object, or one that gives a name twice.
    init(_ bytes: [UInt8]) throws(APIFault) {
        do {
            values = try JSONDecoder().decode([String: Value].self, from: Data(bytes))
        } catch {
            throw APIFault(
                .invalid, "bad_json",
                "the body is no JSON object of whole characters; send one such as {\"days\": 14}")
        }
        if let name = JSONNames.repeated(in: bytes) {
            throw Self.fault(name, "is given twice; keep the one that is meant")
        }
    }

    /// - Throws: `APIFault` where a field is none of these.
    public func allow(_ names: String...) throws {
        for name in values.keys.sorted() where !names.contains(name) {
            let advice = names.isEmpty ? "send none" : "use \(names.joined(separator: ", "))"
            throw Self.fault(name, "is no field of this; \(advice)")
        }
    }

    public func text(_ name: String) throws -> String? {
        switch values[name] {
        case nil: return nil
        case .text(let text) where text.unicodeScalars.count <= Self.textLimit:
            return try Self.whole(text, of: name)
        case .broken: throw Self.half(name)
        default: throw Self.fault(name, "is no text of up to \(Self.textLimit) characters")
        }
    }

    public func needed(_ name: String) throws -> String {
        guard let text = try text(name), !text.isEmpty else { throw Self.fault(name, "is missing; add it") }
        return text
    }

    public func texts(_ name: String) throws -> [String] {
        switch values[name] {
        case nil: return []
        case .texts(let texts) where texts.count <= Self.listLimit:
            guard texts.allSatisfy({ $0.unicodeScalars.count <= Self.textLimit }) else {
                throw Self.fault(name, "has a text that is too long; shorten it")
            }
            return try texts.map { try Self.whole($0, of: name) }
        case .broken: throw Self.half(name)
        default: throw Self.fault(name, "is no list of up to \(Self.listLimit) texts")
        }
    }

    public func number(_ name: String, in range: ClosedRange<Double>) throws -> Double? {
        switch values[name] {
        case nil: return nil
        case .number(let number) where range.contains(number): return number
        default: throw Self.fault(name, "is no number from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    public func whole(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        let number = try number(name, in: Double(range.lowerBound)...Double(range.upperBound))
        guard let number else { return nil }
        guard number == number.rounded() else { throw Self.fault(name, "is no whole number") }
        return Int(number)
    }

    public func flag(_ name: String) throws -> Bool? {
        switch values[name] {
        case nil: return nil
        case .flag(let flag): return flag
        default: throw Self.fault(name, "is neither true nor false")
        }
    }

    /// A text where nothing ends it before its end.
    private static func whole(_ text: String, of name: String) throws(APIFault) -> String {
        guard !text.unicodeScalars.contains("\0") else {
            throw fault(name, "has a zero character in it; leave that out")
        }
        return text
    }

    private static func half(_ name: String) -> APIFault {
        fault(name, "has half of a surrogate pair in it; send both halves, or leave it out")
    }

    private static func fault(_ name: String, _ sentence: String) -> APIFault {
        APIFault(.invalid, "bad_field", "'\(APIFault.shown(name))' \(sentence)")
    }
}
