internal import Foundation
internal import StrictYAML
internal import SupplyModel

/// Reads what a channel's type asks for: where it is, what signs for us there, and what it is told in.
struct KindReader {
    /// Ranges of an `allow`.
    static let rangeLimit = 64
    /// Bytes of a path, and of a source of events.
    static let textLimit = 1_024

    let type: ChannelType
    let fields: YAMLMapping

    /// The keys of all types.
    static let keys = ChannelType.allCases.flatMap(\.keys).reduce(into: [String]()) { keys, key in
        if !keys.contains(key) { keys.append(key) }
    }
    /// Values that are kept elsewhere.
    private static let secretKeys = ["secret", "routing_key", "password"]

    private enum Mode: String, CaseIterable { case structured, binary }

    /// The kind; nil, with every fault of it added, where it has any.
    func read(_ faults: inout [ConfigurationFault]) -> Channel.Kind? {
        for (key, value) in fields.entries where Self.keys.contains(key) {
            if Self.secretKeys.contains(key) {
                faults.append(
                    value.fault(
                        "a secret is never written in this file; name where it is kept with \(key)_env or"
                            + " \(key)_file, and change the one that stood here"))
            } else if !type.keys.contains(key) {
                faults.append(
                    value.fault("it has no meaning for a channel of type \(type.rawValue); remove it"))
            }
        }
        switch type {
        case .console: return .console
        case .file: return readPath(&faults).map { .file(path: $0) }
        case .email: return EmailReader(kind: self).read(&faults).map { .email($0) }
        default:
            guard let service = type.service else { return nil }
            return readTarget(of: service, &faults).map { .http(service, $0) }
        }
    }

    private func readTarget(
        of service: Channel.Service, _ faults: inout [ConfigurationFault]
    ) -> Channel.Target? {
        let url: ValueSource?
        let isNamed = ["url", "url_env", "url_file"].contains { fields[$0] != nil }
        if let common = service.commonURL, !isNamed {
            url = .literal(common)
        } else {
            url = SourceReader.read("url", literal: true, fields, &faults)
        }
        let secret = readSecret(of: service, &faults)
        let allow = readAllow(&faults)
        let language = readLanguage(&faults)
        let texts = TextsReader.read(meaningful("template"), &faults)
        let mode = meaningful("mode").map { $0.choice(of: Mode.self, &faults) } ?? .structured
        let source = meaningful("source").map { readSource($0, &faults) }
        guard let url else { return nil }
        return Channel.Target(
            url: url, secret: secret, allow: allow, language: language, texts: texts,
            source: source.flatMap(\.self), isBinary: mode == .binary)
    }

    private func readSecret(
        of service: Channel.Service, _ faults: inout [ConfigurationFault]
    ) -> ValueSource? {
        switch service {
        case .webhook: return SourceReader.read("secret", literal: false, fields, &faults)
        case .pagerduty: return SourceReader.read("routing_key", literal: false, fields, &faults)
        case .dingtalk, .feishu:
            guard fields["secret_env"] != nil || fields["secret_file"] != nil else { return nil }
            return SourceReader.read("secret", literal: false, fields, &faults)
        case .wecom, .slack, .teams, .cloudevents, .alertmanager, .alertmanagerWebhook: return nil
        }
    }

    /// The value of a key, where it has a meaning; else the key itself is the fault.
    func meaningful(_ key: String) -> YAMLValue? { type.keys.contains(key) ? fields[key] : nil }

    func readLanguage(_ faults: inout [ConfigurationFault]) -> Language? {
        meaningful("language").flatMap { $0.choice(of: Language.self, &faults) }
    }

    func readAllow(_ faults: inout [ConfigurationFault]) -> [String] {
        var allow: [String] = []
        guard let value = meaningful("allow"), let ranges = value.sequence(&faults) else { return [] }
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
        return allow
    }

    private func readPath(_ faults: inout [ConfigurationFault]) -> String? {
        guard let value = fields.required("path", &faults), let path = value.string(&faults) else {
            return nil
        }
        guard path.utf8.first == 47, path.utf8.last != 47, path.utf8.count <= Self.textLimit,
            !path.unicodeScalars.contains(where: { $0.value < 32 })
        else {
            faults.append(
                value.fault(
                    "this is no path of a file from the root; write one such as /var/log/tierwatch/alerts.jsonl"
                ))
            return nil
        }
        return path
    }

    /// Who speaks in a CloudEvent: a reference to a place, in visible characters.
    private func readSource(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> String? {
        guard let text = value.string(&faults) else { return nil }
        guard !text.isEmpty, text.utf8.count <= Self.textLimit,
            text.utf8.allSatisfy({ (33...126).contains($0) }), URLComponents(string: text) != nil
        else {
            faults.append(value.fault("this is no URI reference; write one such as /tierwatch/shanghai"))
            return nil
        }
        return text
    }
}
