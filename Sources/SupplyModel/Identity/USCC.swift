/// A mainland firm's Unified Social Credit Code, checked and in its normal form: 18 characters, upper case.
///
/// The last character is a weighted sum modulo 31 over an alphabet without I, O, S, V and Z. Characters 3–8 say where
/// the firm is *registered*, never where its plant stands, so no site's region is derived from them. A wrong inner
/// organisation code (GB 11714) is common in genuine codes and only a warning: see `hasValidOrganisationCode`.
///
/// Source: GB 32100-2015.
public struct USCC: Hashable, Sendable, CustomStringConvertible {
    /// The 18 characters.
    public let description: String

    /// - Throws: why the text, once normalised, is no code.
    public init(_ text: String) throws(IdentityFault) {
        let code = IdentityText.normalised(text)
        guard code.utf8.count == 18 else { throw IdentityText.lengthFault(Array(code.utf8), text: code) }
        let bytes = code.utf8.span
        var sum = 0
        var weight = 1
        for position in bytes.indices {
            let byte = bytes[position]
            guard let value = Self.values[Int(byte)] else {
                throw .badCharacter(Character(UnicodeScalar(byte)), position: position + 1)
            }
            guard position < 17 else { break }
            sum += value * weight
            weight = weight * 3 % 31
        }
        let expected = Self.alphabet[(31 - sum % 31) % 31]
        guard bytes[17] == expected else { throw .badCheck(expected: Character(UnicodeScalar(expected))) }
        description = code
    }

    /// Whether characters 9–17 are a valid organisation code of their own.
    ///
    /// Source: GB 11714-1997.
    public var hasValidOrganisationCode: Bool {
        let bytes = description.utf8.span
        var sum = 0
        // The weights are 3, 7, 9, 10, 5, 8, 4, 2: each six times the one before, modulo 11.
        var weight = 3
        for position in 8..<16 {
            let byte = bytes[position]
            sum += Int(byte < 58 ? byte - 48 : byte - 55) * weight
            weight = weight * 6 % 11
        }
        let check = 11 - sum % 11
        let expected = check == 11 ? 48 : check == 10 ? 88 : 48 + check
        return Int(bytes[16]) == expected
    }

    static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

    static let values: [Int?] = {
        var table = [Int?](repeating: nil, count: 256)
        for (value, byte) in alphabet.enumerated() { table[Int(byte)] = value }
        return table
    }()
}
