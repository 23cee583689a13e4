internal import Digest
internal import Foundation
internal import SupplyModel

/// DingTalk 钉钉 robots: Markdown, signed in the query; errors come inside of status 200.
struct DingTalk: ChatAdapter {
    /// Bytes of a text; the service refuses bodies of about 20 kB.
    static let textLimit = 16_000
    static let titleLimit = 100
    /// A robot that sent too fast is blocked for so long.
    static let blockedSeconds = 600.0

    func say(
        _ text: MessageText, url: String, secret: String?, time: Timestamp
    ) throws(DigestError) -> (url: String, body: [UInt8]) {
        let title = Cut.units(text.title, Self.titleLimit)
        let head = "### \(title)\n\n"
        let facts = text.facts.map { "\n- \($0.name): \($0.value)" }.joined()
        let room = Self.textLimit - head.utf8.count - facts.utf8.count - 1
        let markdown = head + text.body(within: room, .bytes) + (facts.isEmpty ? "" : "\n" + facts)
        let body = JSONBytes.of([
            "msgtype": "markdown",
            "markdown": [
                "title": title, "text": Cut.bytes(markdown, Self.textLimit),
            ],
            "at": ["atMobiles": [String](), "isAtAll": false],
        ])
        guard let secret else { return (url, body) }
        let code = try hmacSHA256(
            key: Array(secret.utf8), message: Array("\(time.milliseconds)\n\(secret)".utf8))
        let sign = Data(code).base64EncodedString()
            .replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
        let separator = url.contains("?") ? "&" : "?"
        return ("\(url)\(separator)timestamp=\(time.milliseconds)&sign=\(sign)", body)
    }

    func read(_ response: HTTPResponse) -> Judgement {
        guard let answer = ChatAnswer.read(response, code: "errcode", words: "errmsg") else {
            return .retry("the answer is not DingTalk's; check the URL")
        }
        let reason = "DingTalk error \(answer.code): \(answer.words)"
        return switch answer.code {
        case 0: .delivered
        case -1: .retry(reason)
        case 130_101, 130_102, 410_100: .throttled(seconds: Self.blockedSeconds, reason)
        case 310_000: .misconfigured("\(reason); check the robot's signing secret, keywords and IP addresses")
        case 300_001, 300_005, 400_101, 40_035: .misconfigured("\(reason); check the access token in the URL")
        case 400_105, 460_101, 43_004: .permanent(reason)
        default: .retry(reason)
        }
    }
}
