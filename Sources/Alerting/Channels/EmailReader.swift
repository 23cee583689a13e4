internal import StrictYAML
internal import SupplyModel

/// Reads a channel of mail: the server, who writes and to whom, and by which account.
struct EmailReader {
    let kind: KindReader

    /// The route; nil, with every fault of it added, where it has any.
    func read(_ faults: inout [ConfigurationFault]) -> EmailRoute? {
        let fields = kind.fields
        let url = SourceReader.read("url", literal: true, fields, schemes: ["smtp", "smtps"], &faults)
        let from = fields.required("from", &faults).flatMap { address($0, &faults) }
        let to = readRecipients(fields, &faults)
        let user = readAccount("user", fields, &faults)
        let password = readAccount("password", fields, &faults)
        if (user == nil) != (password == nil), fields["password"] == nil, let given = given(fields) {
            faults.append(given.fault("user and password go together; name both, or neither"))
        }
        let startTLS = fields["starttls"].map { $0.bool(&faults) } ?? true
        let allow = kind.readAllow(&faults)
        let language = kind.readLanguage(&faults)
        let texts = TextsReader.read(fields["template"], &faults)
        guard let url, let from, let to, let startTLS else { return nil }
        return EmailRoute(
            url: url, from: from, to: to, user: user, password: password, startTLS: startTLS, allow: allow,
            language: language, texts: texts)
    }

    private func readRecipients(
        _ fields: YAMLMapping, _ faults: inout [ConfigurationFault]
    ) -> [EmailAddress]? {
        guard let value = fields.required("to", &faults), let list = value.sequence(&faults) else {
            return nil
        }
        guard (1...EmailRoute.recipientLimit).contains(list.count) else {
            faults.append(
                value.fault("there are \(list.count) addresses; name 1 to \(EmailRoute.recipientLimit)"))
            return nil
        }
        var addresses: [EmailAddress] = []
        for item in list {
            guard let one = address(item, &faults) else { continue }
            if addresses.contains(one) {
                faults.append(item.fault("the address already stands in the list; remove one of them"))
            }
            addresses.append(one)
        }
        return addresses
    }

    private func address(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> EmailAddress? {
        guard let text = value.string(&faults) else { return nil }
        if let address = EmailAddress(text) { return address }
        faults.append(
            value.fault("'\(Excerpt.of(text))' is no mail address; write one such as ops@example.com"))
        return nil
    }

    private func readAccount(
        _ key: String, _ fields: YAMLMapping, _ faults: inout [ConfigurationFault]
    ) -> ValueSource? {
        let keys = (key == "user" ? [key] : []) + ["\(key)_env", "\(key)_file"]
        guard keys.contains(where: { fields[$0] != nil }) else { return nil }
        return SourceReader.read(key, literal: key == "user", fields, schemes: nil, &faults)
    }

    private func given(_ fields: YAMLMapping) -> YAMLValue? {
        let keys = ["user", "user_env", "user_file", "password_env", "password_file"]
        return fields.entries.first { keys.contains($0.key) }?.value
    }
}
