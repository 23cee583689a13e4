/// A parameter of an operation: what it may be.
struct Parameter: Sendable {
    enum Kind: Sendable {
        case text(limit: Int)
        case word([String])
        case whole(ClosedRange<Int>)
        case flag
        /// Several of them, each a text.
        case texts(limit: Int, count: Int)
        /// Several of them, each one of these words.
        case words([String], count: Int)
    }

    let name: String
    let kind: Kind

    init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// Characters of a name or an identity.
    static let nameLimit = 300

    /// Why a value is none for this parameter; nil where it is one.
    func fault(_ value: String) -> String? {
        switch kind {
        case .text(let limit), .texts(let limit, _):
            if value.isEmpty { return "is empty; leave it out or give it a value" }
            if value.contains("\0") { return "has a zero character in it; leave that out" }
            return value.unicodeScalars.count > limit ? "is longer than \(limit) characters; shorten it" : nil
        case .word(let words), .words(let words, _):
            return words.contains(value)
                ? nil : "is none of \(words.joined(separator: ", ")); use one of them"
        case .whole(let range):
            let number = value.allSatisfy { $0.isASCII && $0.isNumber } ? Int(value) : nil
            if let number, range.contains(number) { return nil }
            return "is no whole number from \(range.lowerBound) to \(range.upperBound); use one"
        case .flag:
            return ["true", "false"].contains(value) ? nil : "is neither true nor false; use one of them"
        }
    }

    /// How often it may come.
    var countLimit: Int {
        switch kind {
        case .texts(_, let count), .words(_, let count): count
        case .text, .word, .whole, .flag: 1
        }
    }
}
