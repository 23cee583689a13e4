internal import Digest
internal import SupplyModel

/// Slack incoming webhooks: blocks, and a body of exactly `ok` where they are taken.
struct Slack: ChatAdapter {
    static let headerLimit = 150
    static let sectionLimit = 3_000

    func say(
        _ text: ChatText, url: String, secret: String?, time: Timestamp
    ) throws(DigestError) -> (url: String, body: [UInt8]) {
        let facts = text.facts.map { "\n\($0.name): \($0.value)" }.joined()
        let room = Self.sectionLimit - facts.utf16.count
        return (
            url,
            ChatJSON.bytes([
                "text": Cut.units("\(text.title) \(text.sentence)", Self.sectionLimit),
                "blocks": [
                    [
                        "type": "header",
                        "text": ["type": "plain_text", "text": Cut.units(text.title, Self.headerLimit)],
                    ] as [String: Any],
                    [
                        "type": "section",
                        "text": ["type": "mrkdwn", "text": Cut.units(text.sentence, max(1, room)) + facts],
                    ],
                ],
            ])
        )
    }

    func read(_ response: HTTPResponse) -> Judgement {
        let answer = String(decoding: response.body.prefix(100), as: UTF8.self)
        return answer == "ok" ? .delivered : .retry("the answer is not Slack's 'ok'; check the URL")
    }
}
