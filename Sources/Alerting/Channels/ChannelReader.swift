internal import StrictYAML
internal import SupplyModel

/// Reads one channel after another, and remembers their names so that each stands once.
struct ChannelReader {
    /// Ranges of an `allow`.
    static let rangeLimit = 64

    private enum Kind: String, CaseIterable { case console, webhook, dingtalk, wecom, feishu, slack, teams }
    /// Channels that a later version speaks.
    private static let planned: Set<String> = [
        "alertmanager", "email", "pagerduty",
    ]
    private static let commonKeys = ["name", "type", "severities", "send_resolved"] + FlowReader.keys
    private static let webhookKeys = [
        "url", "url_env", "url_file", "secret_env", "secret_file", "secret", "allow",
    ]
    private static let chatKeys = ["language"]

    private var lineByName: [String: Int] = [:]
    /// Rates and fallbacks; the latter are held to all names once every channel is read.
    private(set) var flow = FlowReader()

    /// Reads a channel; nil, with every fault of it added, where it has any.
    mutating func read(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Channel? {
        let before = faults.count
        guard let fields = value.mapping(keys: Self.commonKeys + Self.webhookKeys + Self.chatKeys, &faults)
        else {
            return nil
        }
        let name = readName(fields, &faults)
        let type = readType(fields, &faults)
        let kind: Channel.Kind?
        switch type {
        case .console: kind = readConsole(fields, &faults)
        case .webhook: kind = readWebhook(fields, &faults)
        case .dingtalk: kind = readChat(.dingtalk, fields, &faults)
        case .wecom: kind = readChat(.wecom, fields, &faults)
        case .feishu: kind = readChat(.feishu, fields, &faults)
        case .slack: kind = readChat(.slack, fields, &faults)
        case .teams: kind = readChat(.teams, fields, &faults)
        case nil: kind = nil
        }
        let severities = readSeverities(fields["severities"], &faults)
        let sendsResolved = fields["send_resolved"].map { $0.bool(&faults) } ?? true
        let rate = FlowReader.rate(fields["rate"], &faults)
        let fallback = flow.fallback(of: name, fields, &faults)
        guard faults.count == before, let name, let kind, let sendsResolved else { return nil }
        return Channel(
            name: name, kind: kind, severities: severities, sendsResolved: sendsResolved, rate: rate,
            fallback: fallback)
    }

    private mutating func readName(_ fields: YAMLMapping, _ faults: inout [ConfigurationFault]) -> String? {
        guard let value = fields.required("name", &faults), let name = ItemName.read(value, &faults) else {
            return nil
        }
        if let line = lineByName[name] {
            faults.append(
                value.fault("a channel of this name already stands in line \(line); name one of them anew"))
            return nil
        }
        lineByName[name] = value.place.line
        return name
    }

    private func readType(_ fields: YAMLMapping, _ faults: inout [ConfigurationFault]) -> Kind? {
        guard let value = fields.required("type", &faults) else { return nil }
        if let text = value.string(&faults), Self.planned.contains(text) {
            faults.append(
                value.fault(
                    "'\(text)' is not spoken yet; use one of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))"
                ))
            return nil
        }
        return value.isNull ? nil : value.choice(of: Kind.self, &faults)
    }

    private func readConsole(_ fields: YAMLMapping, _ faults: inout [ConfigurationFault]) -> Channel.Kind {
        for (key, value) in fields.entries where (Self.webhookKeys + Self.chatKeys).contains(key) {
            faults.append(value.fault("it has no meaning for a console channel; remove it"))
        }
        return .console
    }

    private func readWebhook(_ fields: YAMLMapping, _ faults: inout [ConfigurationFault]) -> Channel.Kind? {
        if let secret = fields["secret"] {
            faults.append(
                secret.fault(
                    "a secret is never written in this file; name where it is kept with secret_env or secret_file,"
                        + " and change the one that stood here"))
        }
        let url = SourceReader.read("url", literal: true, fields, &faults)
        let secret = SourceReader.read("secret", literal: false, fields, &faults)
        let allow = readAllow(fields, &faults)
        rejectLanguage(fields, &faults)
        guard let url, let secret else { return nil }
        return .http(.webhook, Channel.Target(url: url, secret: secret, allow: allow))
    }

    private func readChat(
        _ service: Channel.Service, _ fields: YAMLMapping, _ faults: inout [ConfigurationFault]
    ) -> Channel.Kind? {
        var secret: ValueSource?
        if let given = fields["secret"] {
            faults.append(
                given.fault(
                    "a secret is never written in this file; name where it is kept with secret_env or secret_file,"
                        + " and change the one that stood here"))
        } else if let given = fields["secret_env"] ?? fields["secret_file"] {
            if service == .dingtalk || service == .feishu {
                secret = SourceReader.read("secret", literal: false, fields, &faults)
            } else {
                faults.append(given.fault("a \(service.rawValue) channel signs nothing; remove it"))
            }
        }
        let url = SourceReader.read("url", literal: true, fields, &faults)
        let allow = readAllow(fields, &faults)
        let language = fields["language"].flatMap { $0.choice(of: Language.self, &faults) }
        guard let url else { return nil }
        return .http(
            service, Channel.Target(url: url, secret: secret, allow: allow, language: language))
    }

    private func rejectLanguage(_ fields: YAMLMapping, _ faults: inout [ConfigurationFault]) {
        guard let language = fields["language"] else { return }
        faults.append(language.fault("a webhook is told both languages; remove it"))
    }

    private func readAllow(_ fields: YAMLMapping, _ faults: inout [ConfigurationFault]) -> [String] {
        var allow: [String] = []
        if let value = fields["allow"], let ranges = value.sequence(&faults) {
            if ranges.count > Self.rangeLimit {
                faults.append(value.fault("there are more than \(Self.rangeLimit) ranges; merge some"))
            }
            for range in ranges.prefix(Self.rangeLimit) {
                guard let text = range.string(&faults) else { continue }
                do throws(CIDRFault) {
                    try CIDR.check(text)
                    allow.append(text)
                } catch {
                    faults.append(
                        range.fault("'\(Excerpt.of(text))' is no range of addresses: \(error.sentence)"))
                }
            }
        }
        return allow
    }

    private func readSeverities(_ value: YAMLValue?, _ faults: inout [ConfigurationFault]) -> Set<Severity> {
        guard let value, let list = value.sequence(&faults) else { return Set(Severity.allCases) }
        if list.isEmpty {
            faults.append(value.fault("the list is empty; name severities, or remove the key"))
        }
        var severities: Set<Severity> = []
        for item in list {
            guard let severity = item.choice(of: Severity.self, &faults) else { continue }
            if !severities.insert(severity).inserted {
                faults.append(
                    item.fault("'\(severity.rawValue)' already stands in the list; remove one of them"))
            }
        }
        return severities
    }
}
