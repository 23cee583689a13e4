/// A foreign firm's Legal Entity Identifier, checked: 20 characters, modulo 97 = 1.
///
/// Source: ISO 17442 with the check of ISO 7064 MOD 97-10.
public struct LEI: Hashable, Sendable, CustomStringConvertible {
    /// The 20 characters.
    public let description: String

    /// - Throws: why the text, once normalised, is no identifier.
    public init(_ text: String) throws(IdentityFault) {
        let code = IdentityText.normalised(text)
        let bytes = Array(code.utf8)
        guard bytes.count == 20 else { throw IdentityText.lengthFault(bytes, text: code) }
        var remainder = 0
        for (position, byte) in bytes.enumerated() {
            switch byte {
            case 48...57: remainder = (remainder * 10 + Int(byte) - 48) % 97
            case 65...90 where position < 18: remainder = (remainder * 100 + Int(byte) - 55) % 97
            default: throw .badCharacter(Character(UnicodeScalar(byte)), position: position + 1)
            }
        }
        guard remainder == 1 else { throw .badCheck(expected: Self.lastCheckDigit(bytes)) }
        description = code
    }

    private static func lastCheckDigit(_ bytes: [UInt8]) -> Character {
        var remainder = 0
        for byte in bytes[..<18] {
            let isDigit = byte < 58
            remainder = (remainder * (isDigit ? 10 : 100) + Int(byte) - (isDigit ? 48 : 55)) % 97
        }
        let check = 98 - remainder * 100 % 97
        return Character(UnicodeScalar(UInt8(48 + check % 10)))
    }
}
