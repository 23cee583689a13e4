internal import Foundation

/// The names of all places, and how a text is taken apart into them.
enum PlaceNames {
    /// A place that a text may stand for.
    struct Candidate: Hashable, Sendable {
        /// As `RegionCode.raw`.
        var code: UInt32
        /// Whether the text is the official name and not the short or English one.
        var isFullName: Bool
    }

    /// The form that names are compared in: NFKC, lower case, without spaces, marks and words for the kind of place.
    static func key(_ text: String) -> String {
        // Most names are plain, and are spared the slow steps, which change nothing of them.
        let isPlain = IdentityText.isPlainName(text)
        var folded = (isPlain ? text : text.precomposedStringWithCompatibilityMapping).lowercased()
        if !isPlain { folded = folded.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        for word in kindWords where folded.hasSuffix(word) { folded.removeLast(word.count) }
        var key = String(folded.filter { !marks.contains($0) })
        if !isPlain { key = key.replacingOccurrences(of: "ü", with: "u") }
        guard key.utf8.count > wholeCityWord.utf8.count, key.count > wholeCityWord.count else { return key }
        return key.replacingOccurrences(of: wholeCityWord, with: "")
    }

    /// Every place that the key may stand for: by its own name, or as a path such as `江苏省苏州市` and `江苏苏州昆山`.
    ///
    /// - Complexity: O(length²) look-ups for a key that is no name by itself.
    static func candidates(_ key: String) -> [Candidate] {
        if let own = byKey[key] { return own }
        let characters = Array(key)
        var found: Set<Candidate> = []
        for split in characters.indices.dropFirst() {
            guard let first = byKey[String(characters[..<split])] else { continue }
            let rest = byKey[String(characters[split...])] ?? []
            for inner in rest where first.contains(where: { contains($0.code, inner.code) }) {
                found.insert(inner)
            }
            for inner in first where rest.contains(where: { contains($0.code, inner.code) }) {
                found.insert(inner)
            }
            for second in characters.indices where second > split {
                guard let middle = byKey[String(characters[split..<second])],
                    let last = byKey[String(characters[second...])]
                else { continue }
                let cities = middle.filter { city in first.contains { contains($0.code, city.code) } }
                for inner in last where cities.contains(where: { contains($0.code, inner.code) }) {
                    found.insert(inner)
                }
            }
        }
        return Array(found)
    }

    /// Whether one place of China lies inside another; a municipality, being its own city, also in itself.
    static func contains(_ outer: UInt32, _ inner: UInt32) -> Bool {
        guard outer >= 100_000, inner >= 100_000, outer % 100 == 0 else { return false }
        if outer == inner { return outer % 10_000 == 0 && !RegionCode(raw: outer).isOnlyProvince }
        return outer % 10_000 == 0 ? inner / 10_000 == outer / 10_000 : inner / 100 == outer / 100
    }

    private static let kindWords = [" city", " shi", " province", " sheng"]
    /// Official addresses put it between a municipality and its district.
    private static let wholeCityWord = "市辖区"
    private static let marks: Set<Character> = [
        " ", "-", "/", ",", ".", "'", "’", "ʼ", "·", "・", "、", "。", "(", ")", "|", ">", "_",
    ]

    private static let byKey: [String: [Candidate]] = {
        var table: [String: [Candidate]] = [:]
        func add(_ name: String, _ code: UInt32, isFullName: Bool) {
            let candidate = Candidate(code: code, isFullName: isFullName)
            table[key(name), default: []].append(candidate)
        }
        for place in Divisions.places {
            add(place.name, place.code, isFullName: true)
            if place.stem != place.name { add(place.stem, place.code, isFullName: false) }
            guard let english = place.english else { continue }
            add(english, place.code, isFullName: false)
            if let bare = english.split(separator: " (").first, bare.count < english.count {
                add(String(bare), place.code, isFullName: false)
            }
        }
        for (code, country) in Countries.byCode {
            for name in Set(country.names.map(key)) { add(name, code, isFullName: false) }
        }
        return table
    }()
}
