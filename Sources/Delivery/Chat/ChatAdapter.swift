internal import Digest
internal import SupplyModel

/// Speaks one chat service, whose answers of status 2xx may hide an error in their body.
protocol ChatAdapter: ServiceAdapter {
    /// The URL and the body of one attempt; both may carry its signature.
    func say(
        _ text: MessageText, url: String, secret: String?, time: Timestamp
    ) throws(DigestError) -> (url: String, body: [UInt8])

    /// What the body of an answer of status 2xx means.
    func read(_ response: HTTPResponse) -> Judgement
}

extension ChatAdapter {
    func request(
        _ message: OutboxMessage, to recipient: Recipient, at time: Timestamp
    ) throws(ChannelFault) -> HTTPRequest {
        let text = MessageText(
            message.body, id: message.id, language: recipient.language, texts: recipient.texts)
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

/// What a chat service answers in its own words.
enum ChatAnswer {
    /// The code and the words of an answer `{"errcode": 0, "errmsg": "ok"}`; nil where it is none.
    static func read(_ response: HTTPResponse, code: String, words: String) -> (code: Int, words: String)? {
        guard let fields = JSONBytes.fields(response.body), let number = fields[code] as? Int else {
            return nil
        }
        return (number, SafeText.of(fields[words] as? String ?? ""))
    }
}
