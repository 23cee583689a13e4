/// Why a text is no identity of a firm.
///
/// The raw codes are what `problems` name.
public enum IdentityFault: Error, Hashable, Sendable {
    case empty
    case badLength(Int)
    case badCharacter(Character, position: Int)
    case badCheck(expected: Character)
    /// A 15-digit business registration number, replaced by the USCC in 2015.
    case oldRegistrationNumber
    /// A spreadsheet showed the code as a number, `9.13101E+17`: its digits are lost.
    case scientificNotation
    /// `local:` without a name after it.
    case incompleteLocal

    /// Stable name for machines.
    public var code: String {
        switch self {
        case .empty: "missing_id"
        case .badLength: "bad_length"
        case .badCharacter: "bad_char"
        case .badCheck: "bad_check"
        case .oldRegistrationNumber: "old_registration_number"
        case .scientificNotation: "scientific_notation"
        case .incompleteLocal: "bad_local_id"
        }
    }

    /// What is wrong and what to do, as one sentence.
    public var sentence: String {
        switch self {
        case .empty:
            "the firm has neither code nor name; give at least one"
        case .badLength(let count):
            "a unified social credit code has 18 characters and an LEI 20, this has \(count); copy it again"
        case .badCharacter(let character, let position):
            "character \(position) is \(Self.shown(character)), which these codes never contain"
                + " (I, O, S, V, Z are left out: 0 for O, 1 for I); correct it"
        case .badCheck(let expected):
            "the check character does not fit (it would be \(expected)): a character was mistyped; copy it again"
        case .oldRegistrationNumber:
            "this is a 15-digit registration number of before 2015; give the 18-character code that replaced it"
        case .scientificNotation:
            "a spreadsheet turned the code into a number and lost its digits;"
                + " format the column as text and enter the code again"
        case .incompleteLocal:
            "a local identity is 'local:' with a name, or registrant and code, after it; complete it"
        }
    }

    /// A character in quotes, or by its number where a terminal would obey it in place of showing it.
    private static func shown(_ character: Character) -> String {
        let scalars = character.unicodeScalars.prefix(shownScalars)
        let isHidden = scalars.contains { hidden.contains($0.properties.generalCategory) }
        guard isHidden || scalars.count < character.unicodeScalars.count else { return "'\(character)'" }
        return scalars.map { scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }.joined(separator: " ")
    }

    private static let hidden: Set<Unicode.GeneralCategory> = [
        .control, .format, .lineSeparator, .paragraphSeparator,
    ]
    /// Scalars of one character that are shown: one may be a heap of marks.
    private static let shownScalars = 4
}
