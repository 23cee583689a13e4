/// A firm's name in its parts: what makes it this firm's, and what many names share.
///
/// Left out are the marks between words, the legal form (有限公司, Co., Ltd.), and the place with which it begins or that stands in
/// brackets. Numbers are taken out of the rest and kept beside it, 第一 as 1: firms that differ in them are different firms. What it
/// does not do: read pinyin, or judge whether two names mean the same.
struct FirmName {
    /// The whole name without spaces and marks, in lower case.
    let whole: String
    /// The place that the name names.
    let place: RegionCode
    /// What is left, each number as `#`.
    let core: [Character]
    /// The numbers of the core, in their order, as plain digits.
    let numbers: [String]
    /// Whether it names a part of a firm, such as 分公司.
    let isBranch: Bool
    let isChinese: Bool

    init(_ name: String) {
        let text = IdentityText.normalisedName(name).lowercased()
        isChinese = text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
        whole = text.filter(Self.isPart)
        guard isChinese else {
            (place, isBranch) = (.unknown, false)
            (core, numbers) = Self.numbered(Self.withoutForms(words: text)[...])
            return
        }
        let (bare, inBrackets) = Self.withoutBrackets(text)
        let named = Self.withoutForm(bare.filter(Self.isPart))
        let prefix = PlacePrefix(named[...], leastRest: Self.leastCore)
        place = prefix.region == .unknown ? inBrackets : prefix.region
        isBranch = Self.branches.contains { named.hasSuffix($0) }
        (core, numbers) = Self.numbered(prefix.rest)
    }

    /// Characters that the core has at least: a place is left in where less would remain.
    private static let leastCore = 2

    private static func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    /// Takes places and `中国` in brackets out of a name; other brackets stay.
    private static func withoutBrackets(_ text: String) -> (text: String, place: RegionCode) {
        guard let open = text.firstIndex(of: "("), let close = text[open...].firstIndex(of: ")") else {
            return (text, .unknown)
        }
        let inside = text[text.index(after: open)..<close]
        let prefix = PlacePrefix(inside, leastRest: 0)
        guard prefix.rest.isEmpty || inside == "中国" || inside == "china" else { return (text, .unknown) }
        return (String(text[..<open] + text[text.index(after: close)...]), prefix.region)
    }

    private static let forms = [
        "股份有限责任公司", "有限责任公司", "股份有限公司", "有限公司", "股份公司", "总公司", "公司", "株式会社", "株式會社",
    ]
    private static let branches = ["分公司", "分厂", "分行", "分店", "分部", "分院", "分所", "办事处"]

    /// The name without its legal form, at its end or before what names a branch.
    private static func withoutForm(_ name: String) -> String {
        let isBranch = branches.contains { name.hasSuffix($0) }
        for form in forms where form != "公司" || !isBranch {
            if !isBranch {
                if name.hasSuffix(form), name.count > form.count { return String(name.dropLast(form.count)) }
            } else if let range = name.firstRange(of: form), range.lowerBound > name.startIndex {
                return String(name[..<range.lowerBound] + name[range.upperBound...])
            }
        }
        return name
    }

    private static let formWords: Set<Substring> = [
        "co", "ltd", "limited", "inc", "incorporated", "corp", "corporation", "company", "gmbh", "ag", "llc",
        "plc", "sa", "bv", "nv", "spa", "kg", "pte", "pty", "oy", "ab", "as", "kk",
    ]

    /// The words of a name in Latin letters, joined, without those of its legal form.
    private static func withoutForms(words text: String) -> String {
        var words = text.split { !isPart($0) }
        while words.count > 1, let last = words.last, formWords.contains(last) { words.removeLast() }
        return words.joined()
    }

    // MARK: - Numbers

    private static let numerals: [Character: Int] = [
        "零": 0, "〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    ]
    /// What Chinese numerals count where they stand before it.
    private static let counted: Set<Character> = [
        "厂", "分", "车", "期", "号", "院", "所", "部", "处", "队", "组", "区", "线", "局", "公", "建", "站", "店",
    ]

    /// Takes the numbers out of a text: digits, and Chinese numerals after 第 or before what they count.
    private static func numbered(_ text: Substring) -> (core: [Character], numbers: [String]) {
        let characters = Array(text)
        var core: [Character] = []
        var numbers: [String] = []
        var index = 0
        while index < characters.count {
            let isDigit = characters[index].isASCII && characters[index].isNumber
            let end =
                characters[index...].firstIndex { character in
                    isDigit ? !(character.isASCII && character.isNumber) : numerals[character] == nil
                } ?? characters.count
            let isOrdinal = core.last == "第"
            let isCounting = isOrdinal || (end < characters.count && counted.contains(characters[end]))
            guard end > index, isDigit || isCounting else {
                core.append(characters[index])
                index += 1
                continue
            }
            if isOrdinal { core.removeLast() }
            numbers.append(isDigit ? plain(characters[index..<end]) : String(value(characters[index..<end])))
            core.append("#")
            index = end
        }
        return (core, numbers)
    }

    /// Digits without zeros before them.
    private static func plain(_ digits: ArraySlice<Character>) -> String {
        let kept = digits.drop { $0 == "0" }
        return kept.isEmpty ? "0" : String(kept)
    }

    /// What the first `numeralLimit` Chinese numerals say: 二十一 is 21, 二〇一 is 201.
    private static func value(_ characters: ArraySlice<Character>) -> Int {
        let digits = characters.prefix(numeralLimit).map { numerals[$0] ?? 0 }
        let isCounted = digits.contains(10)
        return digits.reduce(0) { value, digit in
            if digit == 10 { return max(1, value) * 10 }
            return isCounted ? value + digit : value * 10 + digit
        }
    }

    private static let numeralLimit = 8
}
