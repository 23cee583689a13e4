internal import Digest
internal import Foundation
internal import SupplyModel

/// Feishu 飞书 robots: a card, signed in the body; errors come inside of status 200.
struct Feishu: ChatAdapter {
    /// Bytes of the words; a body may have 20 kB.
    static let textLimit = 12_000
    static let titleLimit = 200
    static let throttledSeconds = 60.0

    func say(
        _ text: MessageText, url: String, secret: String?, time: Timestamp
    ) throws(DigestError) -> (url: String, body: [UInt8]) {
        let facts = text.facts.map { "\n**\($0.name)** \($0.value)" }.joined()
        let words = text.body(within: Self.textLimit - facts.utf8.count, .bytes) + facts
        let colours = ["critical": "red", "warning": "orange", "info": "blue"]
        var message: [String: Any] = [
            "msg_type": "interactive",
            "card": [
                "config": ["wide_screen_mode": true],
                "header": [
                    "template": text.isFiring ? colours[text.severity] ?? "blue" : "green",
                    "title": ["tag": "plain_text", "content": Cut.units(text.title, Self.titleLimit)],
                ] as [String: Any],
                "elements": [
                    [
                        "tag": "div",
                        "text": [
                            "tag": "lark_md", "content": Cut.bytes(words, Self.textLimit),
                        ],
                    ] as [String: Any]
                ],
            ] as [String: Any],
        ]
        if let secret {
            let seconds = time.milliseconds / 1_000
            // The text that others sign is the key here, and nothing is signed with it.
            let code = try hmacSHA256(key: Array("\(seconds)\n\(secret)".utf8), message: [])
            message["timestamp"] = "\(seconds)"
            message["sign"] = Data(code).base64EncodedString()
        }
        return (url, JSONBytes.of(message))
    }

    func read(_ response: HTTPResponse) -> Judgement {
        guard let answer = ChatAnswer.read(response, code: "code", words: "msg") else {
            return .retry("the answer is not Feishu's; check the URL")
        }
        let reason = "Feishu error \(answer.code): \(answer.words)"
        return switch answer.code {
        case 0: .delivered
        case 11_232: .throttled(seconds: Self.throttledSeconds, reason)
        case 19_021: .misconfigured("\(reason); check the robot's signing secret and this machine's clock")
        case 19_022: .misconfigured("\(reason); allow this machine's address in the robot's settings")
        case 19_024: .misconfigured("\(reason); the robot asks for a keyword, use its signing secret instead")
        case 19_001: .misconfigured("\(reason); check the URL")
        case 9_499: .permanent(reason)
        default: .retry(reason)
        }
    }
}
