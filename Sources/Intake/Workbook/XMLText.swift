internal import CExpat
internal import Glibc

/// The name of an element without its prefix or namespace; it lives as long as the call that brought it.
struct XMLName {
    private let text: UnsafePointer<XML_Char>
    private let whole: UnsafePointer<XML_Char>

    /// Stands between a namespace and a name; no namespace holds it.
    static let separator = XML_Char(UInt8(ascii: "\n"))

    init(_ name: UnsafePointer<XML_Char>) {
        whole = name
        var start = name
        var next = name
        while next.pointee != 0 {
            if next.pointee == CChar(UInt8(ascii: ":")) || next.pointee == Self.separator { start = next + 1 }
            next += 1
        }
        text = start
    }

    func callAsFunction(_ word: StaticString) -> Bool { XMLText.equal(text, word) }

    var string: String { String(cString: text) }

    /// The namespace, of a reader that knows them; empty where there is none.
    var namespace: String {
        String(decoding: String(cString: whole).utf8.dropLast(strlen(text) + 1), as: UTF8.self)
    }
}

/// The attributes of an element; they live as long as the call that brought them.
struct XMLAttributes {
    private let list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?

    init(_ list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) { self.list = list }

    /// The value of an attribute without a prefix.
    func value(_ name: StaticString) -> UnsafePointer<XML_Char>? {
        guard var pair = list else { return nil }
        while let found = pair[0] {
            if XMLText.equal(found, name) { return pair[1].map { UnsafePointer($0) } }
            pair += 2
        }
        return nil
    }

    /// The value of an attribute of another vocabulary, whatever its prefix.
    func prefixed(_ name: StaticString) -> String? {
        guard var pair = list else { return nil }
        while let found = pair[0] {
            if let colon = XMLText.colon(in: found), XMLText.equal(colon + 1, name) {
                return pair[1].map { String(cString: $0) }
            }
            pair += 2
        }
        return nil
    }

    func text(_ name: StaticString) -> String? { value(name).map { String(cString: $0) } }

    /// Whether an attribute says `1` or `true`.
    func flag(_ name: StaticString) -> Bool {
        value(name).map { XMLText.equal($0, "1") || XMLText.equal($0, "true") } ?? false
    }
}

/// Comparisons of texts that expat hands over.
private enum XMLText {
    static func equal(_ text: UnsafePointer<XML_Char>, _ word: StaticString) -> Bool {
        let wanted = word.utf8Start
        var position = 0
        while position < word.utf8CodeUnitCount {
            guard UInt8(bitPattern: text[position]) == wanted[position] else { return false }
            position += 1
        }
        return text[position] == 0
    }

    static func colon(in text: UnsafePointer<XML_Char>) -> UnsafePointer<XML_Char>? {
        var next = text
        while next.pointee != 0 {
            if next.pointee == CChar(UInt8(ascii: ":")) { return next }
            next += 1
        }
        return nil
    }
}
