internal import Digest
internal import SupplyModel

/// Teams workflows: an adaptive card; 202 says that the flow took it, not that anybody saw it.
struct Teams: ChatAdapter {
    /// Bytes of the sentence or the list; a body may have 28 kB.
    static let wordsLimit = 16_000
    static let titleLimit = 1_000

    func say(
        _ text: MessageText, url: String, secret: String?, time: Timestamp
    ) throws(DigestError) -> (url: String, body: [UInt8]) {
        let colours = ["critical": "Attention", "warning": "Warning", "info": "Accent"]
        let title: [String: Any] = [
            "type": "TextBlock", "text": Cut.units(text.title, Self.titleLimit), "weight": "Bolder",
            "size": "Medium", "wrap": true,
            "color": text.isFiring ? colours[text.severity] ?? "Default" : "Good",
        ]
        let words: [String: Any] = [
            "type": "TextBlock", "text": text.body(within: Self.wordsLimit, .bytes), "wrap": true,
        ]
        let facts: [String: Any] = [
            "type": "FactSet", "facts": text.facts.map { ["title": $0.name, "value": $0.value] },
        ]
        let card: [String: Any] = [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard",
            "version": "1.2", "body": [title, words, facts], "msteams": ["width": "full"],
        ]
        let attachment: [String: Any] = [
            "contentType": "application/vnd.microsoft.card.adaptive", "content": card,
        ]
        return (url, JSONBytes.of(["type": "message", "attachments": [attachment]]))
    }

    func read(_ response: HTTPResponse) -> Judgement { .delivered }
}
