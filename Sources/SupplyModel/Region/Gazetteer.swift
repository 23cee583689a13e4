/// Finds the code of a place by what people write, and the name of a code.
///
/// A code costs one look-up; names are found in a dictionary that the first name builds. A full name (`朝阳市`) goes
/// before a short one (`朝阳`). A short name means its province before all else, then its city if every other place
/// of that name lies inside it or the city is a provincial capital; else several places of a name are a fault.
public struct Gazetteer: Sendable {
    public init() {}

    /// The place that a code or name stands for: `320583`, `KR`, `昆山`, `江苏省苏州市`, `South Korea`, or `?`.
    ///
    /// - Throws: why it stands for none, or for several.
    public func code(named text: String) throws(RegionFault) -> RegionCode {
        if let code = RegionCode(text), isInUse(code) { return code }
        guard text.utf8.count <= Self.nameLimitBytes else { throw .unknown }
        let key = PlaceNames.key(text)
        if let code = RegionCode(key.uppercased()), isInUse(code) { return code }
        let candidates = PlaceNames.candidates(key)
        guard !candidates.isEmpty else { throw .unknown }
        let codes = Self.choose(among: candidates)
        guard codes.count == 1 else { throw .ambiguous(codes.map(described)) }
        return RegionCode(raw: codes[0])
    }

    /// The name of a province, city, county or country; nil for a code that is not in use, `?`, and counties in English.
    public func name(of region: RegionCode, in language: Language) -> String? {
        guard region.isChinese else {
            guard let country = Countries.byCode[region.raw] else { return nil }
            return language == .zh ? country.chinese : country.english
        }
        let known = Divisions.place(region.raw) ?? Divisions.place(region.at(.city).raw)
        guard let place = known, place.code == region.raw || isInUse(region) else { return nil }
        return language == .zh ? place.name : place.english
    }

    /// Whether the code is one of Chaohu's, dissolved in 2011: still read, but its places are now elsewhere.
    public func isDissolved(_ region: RegionCode) -> Bool {
        Divisions.dissolvedCodes.contains(region.raw)
    }

    /// Bytes of the longest text that is looked up as a name.
    private static let nameLimitBytes = 160

    private func isInUse(_ code: RegionCode) -> Bool {
        guard code.isChinese else { return code == .unknown || Countries.byCode[code.raw] != nil }
        let isWholeProvince = code.at(.province) == code.at(.city) && code.raw % 10_000 == 100
        return Divisions.positions[code.raw] != nil || Divisions.dissolvedCodes.contains(code.raw)
            || (isWholeProvince && Divisions.positions[code.at(.province).raw] != nil)
    }

    /// The candidates that stand for the text, ascending; more than one where it is ambiguous.
    private static func choose(among candidates: [PlaceNames.Candidate]) -> [UInt32] {
        let full = candidates.filter(\.isFullName)
        let codes = Set((full.isEmpty ? candidates : full).map(\.code)).sorted()
        if let province = codes.first(where: { $0 % 10_000 == 0 && $0 >= 100_000 }) { return [province] }
        let cities = codes.filter { $0 % 100 == 0 && $0 >= 100_000 }
        guard cities.count == 1 else { return codes }
        let isCapital = cities[0] / 100 % 100 == 1
        let isAlone = codes.allSatisfy { $0 / 100 == cities[0] / 100 }
        return isCapital || isAlone ? cities : codes
    }

    private func described(_ code: UInt32) -> String {
        let region = RegionCode(raw: code)
        var above: [UInt32] = []
        if region.isChinese { above = [code / 10_000 * 10_000, code / 100 * 100] }
        let path = above.filter { $0 != code }.compactMap { Divisions.place($0)?.name }.joined()
        return path + (name(of: region, in: .zh) ?? "") + " (\(region))"
    }
}
