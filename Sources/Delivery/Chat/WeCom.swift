internal import Digest
internal import SupplyModel

/// WeCom 企业微信 robots: Markdown of at most 4,096 bytes, the key in the URL; errors come inside of status 200.
struct WeCom: ChatAdapter {
    /// Bytes of the whole, and of its title.
    static let contentLimit = 4_096
    static let titleLimit = 500
    static let throttledSeconds = 60.0

    func say(
        _ text: MessageText, url: String, secret: String?, time: Timestamp
    ) throws(DigestError) -> (url: String, body: [UInt8]) {
        let colour = text.isFiring ? "warning" : "info"
        let facts = text.facts.map { "\n>\($0.name): <font color=\"comment\">\($0.value)</font>" }.joined()
        let head = "### <font color=\"\(colour)\">\(Cut.bytes(text.title, Self.titleLimit))</font>\n"
        let room = Self.contentLimit - head.utf8.count - facts.utf8.count
        let content = Cut.bytes(head + text.body(within: room, .bytes) + facts, Self.contentLimit)
        return (url, JSONBytes.of(["msgtype": "markdown", "markdown": ["content": content]]))
    }

    func read(_ response: HTTPResponse) -> Judgement {
        guard let answer = ChatAnswer.read(response, code: "errcode", words: "errmsg") else {
            return .retry("the answer is not WeCom's; check the URL")
        }
        let reason = "WeCom error \(answer.code): \(answer.words)"
        return switch answer.code {
        case 0: .delivered
        case 45_009, 45_033: .throttled(seconds: Self.throttledSeconds, reason)
        case 93_000, 93_008, 40_001, 40_014: .misconfigured("\(reason); check the key in the URL")
        case 40_058, 40_008, 44_004: .permanent(reason)
        default: .retry(reason)
        }
    }
}
