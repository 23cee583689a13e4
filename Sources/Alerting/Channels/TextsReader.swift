internal import StrictYAML
internal import SupplyModel

/// Reads the `template` of a channel: a title, a text, or both.
enum TextsReader {
    /// The texts; nil where there is no template, or a fault in it.
    static func read(_ value: YAMLValue?, _ faults: inout [ConfigurationFault]) -> ChannelTexts? {
        let before = faults.count
        guard let value, let fields = value.mapping(keys: ["title", "text"], &faults) else { return nil }
        if fields.entries.isEmpty, faults.count == before {
            faults.append(value.fault("it is empty; write a title, a text, or both"))
        }
        let title = fields["title"].flatMap { template($0, &faults) }
        let text = fields["text"].flatMap { template($0, &faults) }
        return ChannelTexts(title: title, text: text)
    }

    private static func template(
        _ value: YAMLValue, _ faults: inout [ConfigurationFault]
    ) -> MessageTemplate? {
        guard let text = value.string(&faults) else { return nil }
        do throws(MessageTemplate.Fault) {
            return try MessageTemplate(text)
        } catch {
            faults.append(value.fault(sentence(error)))
            return nil
        }
    }

    private static func sentence(_ fault: MessageTemplate.Fault) -> String {
        switch fault {
        case .empty: "the text is empty; say something, or remove the key"
        case .tooLong: "the text is longer than \(MessageTemplate.lengthLimit) characters; shorten it"
        case .notClosed: "a placeholder is not closed; write '}}' after its name"
        case .controlCharacter: "it has control or formatting characters; remove them"
        case .unknown(let name):
            "'{{\(Excerpt.of(name))}}' is not known; "
                + Suggestion.advice(
                    for: name, among: MessageTemplate.facts + MessageTemplate.labels.sorted())
        }
    }
}
