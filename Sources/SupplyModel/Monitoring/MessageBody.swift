internal import Foundation

/// The bytes of a message that channels are told, in the shape of the contract's section 8: JSON in UTF-8 with sorted keys, so that equal
/// messages are equal bytes.
func messageBody(_ type: String, at time: Timestamp, _ data: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(Message(type: type, timestamp: time, data: data)))
}

private struct Message<Content: Encodable>: Encodable {
    var type: String
    var timestamp: Timestamp
    var data: Content
}
