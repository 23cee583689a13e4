internal import Foundation
internal import SupplyModel

/// CloudEvents 1.0 by HTTP, structured or binary; its receiver's status is its answer.
///
/// The message's id is the event's, so a repeat is known by source and id. The data are those of the message; the type
/// and the time go into the event's own attributes.
struct CloudEvents: ServiceAdapter {
    static let defaultSource = "/tierwatch"

    func request(
        _ message: OutboxMessage, to recipient: Recipient, at time: Timestamp
    ) throws(ChannelFault) -> HTTPRequest {
        let told = Self.parts(message)
        let attributes = [
            ("specversion", "1.0"), ("id", message.id), ("source", recipient.source ?? Self.defaultSource),
            ("type", told.type), ("time", told.time ?? time.description),
            ("subject", AlertMessage(message.body)?.subject ?? ""),
        ].filter { !$0.1.isEmpty }
        if recipient.isBinary {
            let headers = attributes.map { HTTPRequest.Header("ce-\($0.0)", Self.encoded($0.1)) }
            return recipient.post(told.data, headers: headers)
        }
        var body = Array("{\"datacontenttype\":\"application/json\"".utf8)
        for (name, value) in attributes { body += Array(",\"\(name)\":".utf8) + JSONBytes.text(value) }
        body += Array(",\"data\":".utf8) + told.data + [125]
        return recipient.post(body, type: "application/cloudevents+json; charset=utf-8")
    }

    /// Type, time and data of a message; what cannot be read is a text among the data.
    private static func parts(_ message: OutboxMessage) -> (type: String, time: String?, data: [UInt8]) {
        do {
            let told = try JSONDecoder().decode(Told.self, from: Data(message.body))
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return (told.type, told.timestamp, Array(try encoder.encode(told.data)))
        } catch {
            let text = String(decoding: message.body, as: UTF8.self)
            return ("tierwatch.message", nil, JSONBytes.text(text))
        }
    }

    private struct Told: Decodable {
        var type: String
        var timestamp: String
        var data: JSONValue
    }

    /// A header's value: what is not visible ASCII, and `"` and `%`, as the percent signs of its UTF-8.
    ///
    /// Source: CloudEvents HTTP Protocol Binding 1.0.2, section 3.1.3.2.
    static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            if (0x21...0x7E).contains(byte), byte != 0x22, byte != 0x25 {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }
}
