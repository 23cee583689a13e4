internal import Digest
internal import SupplyModel

/// Slack incoming webhooks: blocks, and a body of exactly `ok` where they are taken.
struct Slack: ChatAdapter {
    static let headerLimit = 150
    static let sectionLimit = 3_000

    func say(
        _ text: MessageText, url: String, secret: String?, time: Timestamp
    ) throws(DigestError) -> (url: String, body: [UInt8]) {
        let facts = text.facts.map { "\n\($0.name): \($0.value)" }.joined()
        let words = text.body(within: max(1, Self.sectionLimit - facts.utf16.count), .units)
        return (
            url,
            JSONBytes.of([
                "text": Cut.units("\(text.title) \(words)", Self.sectionLimit),
                "blocks": [
                    [
                        "type": "header",
                        "text": ["type": "plain_text", "text": Cut.units(text.title, Self.headerLimit)],
                    ] as [String: Any],
                    [
                        "type": "section",
                        "text": ["type": "mrkdwn", "text": Cut.units(words + facts, Self.sectionLimit)],
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
