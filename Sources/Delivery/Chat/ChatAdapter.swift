internal import Digest
internal import Foundation
internal import SupplyModel

/// Speaks one chat service, whose answers of status 2xx may hide an error in their body.
protocol ChatAdapter: ServiceAdapter {
    /// The URL and the body of one attempt; both may carry its signature.
    func say(
        _ text: ChatText, url: String, secret: String?, time: Timestamp
    ) throws(DigestError) -> (url: String, body: [UInt8])

    /// What the body of an answer of status 2xx means.
    func read(_ response: HTTPResponse) -> Judgement
}

extension ChatAdapter {
    func request(
        _ message: OutboxMessage, to recipient: Recipient, at time: Timestamp
    ) throws(ChannelFault) -> HTTPRequest {
        let text = ChatText(message.body, id: message.id, language: recipient.language)
        let made: (url: String, body: [UInt8])
        do throws(DigestError) {
            made = try say(text, url: recipient.endpoint.url, secret: recipient.secret, time: time)
        } catch {
            throw .unsigned(channel: recipient.channel, reason: error.description)
        }
        guard let endpoint = Endpoint(made.url) else { throw .badURL(channel: recipient.channel) }
        return recipient.post(made.body, type: "application/json; charset=utf-8", to: endpoint)
    }

    func judge(_ response: HTTPResponse) -> Judgement? {
        (200..<300).contains(response.status) ? read(response) : nil
    }
}

/// JSON in the shape of dictionaries and lists, keys sorted.
enum ChatJSON {
    static func bytes(_ object: [String: Any]) -> [UInt8] {
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? JSONSerialization.data(withJSONObject: object, options: options) else {
            preconditionFailure("a chat's message holds texts, numbers, lists and dictionaries alone")
        }
        return Array(data)
    }

    /// The code and the words of an answer `{"errcode": 0, "errmsg": "ok"}`; nil where it is none.
    static func answer(_ response: HTTPResponse, code: String, words: String) -> (code: Int, words: String)? {
        let object = try? JSONSerialization.jsonObject(with: Data(response.body))
        guard let fields = object as? [String: Any], let number = fields[code] as? Int else { return nil }
        return (number, ChatText.safe(fields[words] as? String ?? ""))
    }
}
