/// Why two firms may be one.
public enum LikenessReason: String, CaseIterable, Sendable {
    /// The whole names are equal but for marks and spaces.
    case sameName = "same_name"
    /// One's name is a former name of the other.
    case formerName = "former_name"
    /// The names are equal but for the legal form.
    case sameCore = "same_core"
    /// The same, and only one of them names a place.
    case sameCoreElsewhere = "same_core_one_place"
    /// One's name or short name is the other's short name.
    case shortName = "short_name"
    /// One character was put in, left out, changed, or changed places with the next.
    case oneCharacter = "one_character"
    /// The codes differ as a mistyped one does, and the names are alike.
    case similarCode = "similar_code"
    case sameAddress = "same_address"

    /// How likely the reason alone makes it, 0...1.
    public var weight: Double {
        switch self {
        case .sameName: 0.9
        case .formerName: 0.85
        case .sameCore: 0.75
        case .shortName, .similarCode: 0.6
        case .sameCoreElsewhere, .oneCharacter: 0.55
        case .sameAddress: 0.5
        }
    }

    /// Whether a doubt about the names weakens it: a whole or former name that is equal is not doubted.
    var isDoubtful: Bool { self != .sameName && self != .formerName }
}

/// Why two firms that are alike are rather two.
public enum LikenessDoubt: String, CaseIterable, Sendable {
    /// 第一 and 第二, 1 and 2.
    case otherNumber = "other_number"
    /// 上海 and 南京.
    case otherPlace = "other_place"
    /// The one character is a word that tells siblings apart: 东 and 西, 甲 and 乙, A and B.
    case contrast
    /// One is a branch of a firm, the other is not.
    case branch

    /// What is left of a reason.
    public var factor: Double { self == .branch ? 0.4 : 0.25 }
}

/// How alike two firms are, and why.
///
/// The score is 1 − Π (1 − weight), over the reasons, each weight first multiplied by the factors of all doubts: independent hints
/// add up, none alone is certain, and a doubt weakens all that it touches.
public struct Likeness: Equatable, Sendable {
    /// Heaviest first.
    public private(set) var reasons: [LikenessReason] = []
    public private(set) var doubts: [LikenessDoubt] = []
    /// 0...1.
    public private(set) var score = 0.0

    init(_ left: FirmFeatures, _ right: FirmFeatures) {
        var found: [LikenessReason] = []
        if let names = Self.names(left, right) { found.append(names) }
        let edit = Self.edit(left, right)
        if found.isEmpty, edit != nil { found.append(.oneCharacter) }
        if !found.isEmpty, Self.areSimilar(left.code, right.code) { found.append(.similarCode) }
        if let address = left.address, let other = right.address, address.isSame(other) {
            found.append(.sameAddress)
        }
        reasons = found.sorted { $0.weight > $1.weight }
        if let one = left.name, let other = right.name { doubts = Self.doubts(one, other, edit) }
        let doubt = doubts.reduce(1) { $0 * $1.factor }
        let unlikely = reasons.reduce(1) { $0 * (1 - $1.weight * ($1.isDoubtful ? doubt : 1)) }
        score = ((1 - unlikely) * 1_000).rounded() / 1_000
    }

    /// What the names have in common, at best.
    private static func names(_ left: FirmFeatures, _ right: FirmFeatures) -> LikenessReason? {
        if let one = left.name, let other = right.name, one.whole == other.whole, !one.whole.isEmpty {
            return .sameName
        }
        func isCalled(_ names: [FirmName], _ firm: FirmFeatures) -> Bool {
            firm.name.map { name in names.contains { $0.whole == name.whole || $0.isSameCore(name) } }
                ?? false
        }
        if isCalled(left.formerNames, right) || isCalled(right.formerNames, left) { return .formerName }
        if let one = left.name, let other = right.name, one.core == other.core, one.numbers == other.numbers,
            one.core.count > 1
        {
            return (one.place == .unknown) == (other.place == .unknown) ? .sameCore : .sameCoreElsewhere
        }
        let shortNames = [left.shortName, right.shortName].compactMap(\.self)
        let isShort = shortNames.contains { short in
            [left, right].allSatisfy { $0.name?.whole == short || $0.shortName == short }
        }
        return isShort ? .shortName : nil
    }

    private static func edit(_ left: FirmFeatures, _ right: FirmFeatures) -> OneEdit? {
        guard let one = left.name, let other = right.name, one.numbers == other.numbers,
            min(one.core.count, other.core.count) >= one.leastComparable
        else { return nil }
        return OneEdit(one.core, other.core)
    }

    private static func doubts(_ one: FirmName, _ other: FirmName, _ edit: OneEdit?) -> [LikenessDoubt] {
        var doubts: [LikenessDoubt] = []
        if one.numbers != other.numbers { doubts.append(.otherNumber) }
        if PlaceRelation(one.place, other.place) == .apart { doubts.append(.otherPlace) }
        if let edit, edit.isContrast(isChinese: one.isChinese) { doubts.append(.contrast) }
        if one.isBranch != other.isBranch { doubts.append(.branch) }
        return doubts
    }

    /// Whether two unified social credit codes differ in one character, or in two neighbours that changed places, besides the two
    /// check characters.
    private static func areSimilar(_ left: [UInt8]?, _ right: [UInt8]?) -> Bool {
        guard let left, let right else { return false }
        let differing = (0..<16).filter { left[$0] != right[$0] }
        guard let first = differing.first, differing.count < 3 else { return false }
        return differing.count == 1
            || differing == [first, first + 1] && left[first] == right[first + 1]
                && left[first + 1] == right[first]
    }
}

extension FirmName {
    /// Characters of the core from which on one of them may be a slip.
    var leastComparable: Int { isChinese ? 4 : 8 }

    /// Whether only the legal form may differ.
    func isSameCore(_ other: FirmName) -> Bool {
        core == other.core && numbers == other.numbers && core.count > 1
            && PlaceRelation(place, other.place) != .apart && (place == .unknown) == (other.place == .unknown)
    }
}
