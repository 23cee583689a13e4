internal import Digest
internal import Foundation
internal import SupplyModel

/// Speaks one chat service: makes its request, and alone tells from its answer whether another attempt helps.
protocol ChatAdapter: Sendable {
    /// The URL and the body of one attempt; both may carry its signature.
    func request(
        _ text: ChatText, url: String, secret: String?, time: Timestamp
    ) throws(DigestError) -> (url: String, body: [UInt8])

    /// What an answer of status 2xx means.
    func judge(_ response: HTTPResponse) -> Judgement
}

/// What a service's own answer means for a message.
public enum Judgement: Equatable, Sendable {
    case delivered
    /// Something that passes by itself.
    case retry(String)
    /// It asks for fewer messages for so long.
    case throttled(seconds: Double, String)
    /// This message will never be taken.
    case permanent(String)
    /// Nothing will be taken until somebody changes the channel's configuration.
    case misconfigured(String)
}

extension Channel.Bot {
    var adapter: any ChatAdapter {
        switch self {
        case .dingtalk: DingTalk()
        case .wecom: WeCom()
        case .feishu: Feishu()
        case .slack: Slack()
        case .teams: Teams()
        }
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
