/// The one step that makes one text of another: a character changed, put in or left out, or two neighbours in each other's place.
struct OneEdit {
    /// The characters that differ: one of each text, one alone, or the two that changed places.
    let changed: [Character]
    let isTransposition: Bool

    /// Nil where it takes no step, or more than one.
    ///
    /// - Complexity: O(length).
    init?(_ left: [Character], _ right: [Character]) {
        guard left != right, abs(left.count - right.count) <= 1 else { return nil }
        let (short, long) = left.count <= right.count ? (left, right) : (right, left)
        let start = short.indices.first { short[$0] != long[$0] } ?? short.count
        if short.count < long.count {
            guard short[start...] == long[(start + 1)...] else { return nil }
            (changed, isTransposition) = ([long[start]], false)
        } else if short[(start + 1)...] == long[(start + 1)...] {
            (changed, isTransposition) = ([short[start], long[start]], false)
        } else {
            guard start + 1 < short.count, short[start] == long[start + 1], short[start + 1] == long[start],
                short[(start + 2)...] == long[(start + 2)...]
            else { return nil }
            (changed, isTransposition) = ([short[start], short[start + 1]], true)
        }
    }

    /// Whether the characters are words that tell siblings apart, such as 东 and 西; Latin letters are where the rest is Chinese.
    func isContrast(isChinese: Bool) -> Bool {
        guard !isTransposition, isChinese else { return false }
        if changed.allSatisfy({ $0.isASCII && $0.isLetter }) { return true }
        return Self.contrasts.contains { words in changed.allSatisfy(words.contains) }
    }

    private static let contrasts: [Set<Character>] = [
        "零〇一二三四五六七八九十#", "东西南北中", "上下", "大小", "新老旧", "内外", "前后", "左右", "春夏秋冬",
        "甲乙丙丁戊己庚辛壬癸", "金银铜铁锡铝锌钢", "水火电气油", "子母总分",
    ].map { Set($0) }
}
