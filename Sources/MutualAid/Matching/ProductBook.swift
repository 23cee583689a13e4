internal import Foundation
internal import SupplyModel

/// Words that people use for one product, and the code of its kind where somebody gave one.
public struct ProductGroup: Equatable, Sendable {
    public var words: [String]
    /// Such as one of GB/T 4754.
    public var code: String?

    public init(words: [String], code: String? = nil) {
        self.words = words
        self.code = code
    }
}

/// How nearly one name of a product means another.
public enum ProductLikeness: String, CaseIterable, Sendable {
    case same
    case synonym
    case sameCode = "same_code"

    /// 0...1.
    public var score: Double {
        switch self {
        case .same: 1
        case .synonym: 0.9
        case .sameCode: 0.6
        }
    }
}

/// Which products can stand for which.
public struct ProductBook: Equatable, Sendable {
    /// Only equal names match.
    public static let empty = ProductBook([])

    private let groups: [ProductGroup]
    /// By normal form; of a word in several groups the first counts.
    private var groupOfWord: [String: Int] = [:]

    public init(_ groups: [ProductGroup]) {
        self.groups = groups
        for (index, group) in groups.enumerated() {
            for word in group.words {
                let word = Self.normalised(word)
                if groupOfWord[word] == nil { groupOfWord[word] = index }
            }
        }
    }

    /// Without regard to width, case and spaces.
    public static func normalised(_ name: String) -> String {
        IdentityText.normalisedName(name).lowercased().filter { $0 != " " }
    }

    /// Words that stand where a product should, in normal form: two firms of which no more is known make nothing in common.
    private static let nothingSaid: Set<String> = [
        "未公开", "未披露", "未知", "不详", "其他", "其它", "undisclosed", "unknown", "other", "n/a",
    ]

    /// Whether a name says which product is meant.
    public static func isProduct(_ name: String) -> Bool { !nothingSaid.contains(normalised(name)) }

    /// Whether two names are of one product: the same, or synonyms; what only has the same code is another.
    public func isOneProduct(_ name: String, _ other: String) -> Bool {
        [.same, .synonym].contains(likeness(of: name, to: other))
    }

    /// How one product's name means another's; nil where it does not, or says none.
    public func likeness(of name: String, to wanted: String) -> ProductLikeness? {
        let (name, wanted) = (Self.normalised(name), Self.normalised(wanted))
        guard !Self.nothingSaid.contains(name), !Self.nothingSaid.contains(wanted) else { return nil }
        if name == wanted { return .same }
        guard let one = groupOfWord[name], let other = groupOfWord[wanted] else { return nil }
        if one == other { return .synonym }
        guard let code = groups[one].code, code == groups[other].code else { return nil }
        return .sameCode
    }
}
