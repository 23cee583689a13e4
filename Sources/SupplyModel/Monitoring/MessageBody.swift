internal import Foundation

/// The bytes of a message that channels are told: JSON in UTF-8 with sorted keys, so that equal messages are equal bytes.
func messageBody(_ message: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(message))
}
