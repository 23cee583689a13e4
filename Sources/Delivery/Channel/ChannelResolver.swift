internal import Foundation
internal import SupplyModel
internal import Synchronization

/// Fetches what a channel's configuration only names, at the moment of use: a secret that changes needs no restart.
///
/// What it makes of the values is kept while they stay as they are: a key is decoded once, not once a message.
struct ChannelResolver: Sendable {
    private let environment: [String: String]
    private let made = Made()

    init(environment: [String: String]) { self.environment = environment }

    /// Bytes of a file that holds a URL or a secret.
    static let fileLimit = 16 << 10

    func recipient(
        channel: String, _ service: Channel.Service, _ target: Channel.Target, language: Language
    ) throws(ChannelFault) -> Recipient {
        let url = try read(target.url, as: .url, channel)
        var secret: String?
        if let source = target.secret { secret = try read(source, as: value(of: service), channel) }
        let values = Made.Values(
            service: service, target: target, url: url, secret: secret, language: language)
        if let known = made.recipient(channel, values) { return known }
        let addresses = try addresses(channel, target.allow)
        guard let endpoint = Endpoint(url) else { throw .badURL(channel: channel) }
        let recipient = Recipient(
            channel: channel, endpoint: endpoint, secret: secret, addresses: addresses,
            language: target.language ?? language, texts: target.texts, source: target.source,
            isBinary: target.isBinary)
        made.keep(recipient, values)
        return recipient
    }

    func mail(channel: String, _ route: EmailRoute, language: Language) throws(ChannelFault) -> Postbox {
        let addresses = try addresses(channel, route.allow)
        let url = try read(route.url, as: .url, channel)
        guard let endpoint = Endpoint(url, schemes: Endpoint.mailSchemes), endpoint.isHostAlone else {
            throw .badMailURL(channel: channel)
        }
        var account: MailRequest.Account?
        if let user = route.user, let password = route.password {
            account = MailRequest.Account(
                user: try read(user, as: .user, channel), password: try read(password, as: .password, channel)
            )
        }
        guard account == nil || endpoint.scheme == "smtps" || route.startTLS else {
            throw .openLogin(channel: channel)
        }
        return Postbox(
            endpoint: endpoint, route: route, account: account, addresses: addresses,
            language: route.language ?? language)
    }

    private func value(of service: Channel.Service) -> ChannelFault.Value {
        service == .pagerduty ? .routingKey : .secret
    }

    private func addresses(_ channel: String, _ allow: [String]) throws(ChannelFault) -> AddressGuard {
        var ranges: [AddressRange] = []
        for text in allow {
            guard let range = AddressRange(text) else { throw .badRange(text, channel: channel) }
            ranges.append(range)
        }
        return AddressGuard(allowed: ranges)
    }

    /// The text that a source leads to, trimmed; never empty.
    func read(
        _ source: ValueSource, as value: ChannelFault.Value, _ channel: String
    ) throws(ChannelFault) -> String {
        switch source {
        case .literal(let text):
            let trimmed = Self.trimmed(text)
            guard !trimmed.isEmpty else { throw .emptyValue(value, channel: channel) }
            return trimmed
        case .environment(let variable):
            let trimmed = Self.trimmed(environment[variable] ?? "")
            guard !trimmed.isEmpty else {
                throw .missingVariable(value, channel: channel, variable: variable)
            }
            return trimmed
        case .file(let path):
            let trimmed = Self.trimmed(try readFile(path, as: value, channel))
            guard !trimmed.isEmpty else { throw .emptyFile(value, channel: channel, file: path) }
            return trimmed
        }
    }

    private func readFile(
        _ path: String, as value: ChannelFault.Value, _ channel: String
    ) throws(ChannelFault) -> String {
        func fault(_ reason: String) -> ChannelFault {
            .unreadableFile(value, channel: channel, file: path, reason: reason)
        }
        let file = URL(filePath: path).resolvingSymlinksInPath()
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else {
                throw fault("not a regular file")
            }
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            let bytes = try handle.read(upToCount: Self.fileLimit + 1) ?? Data()
            guard bytes.count <= Self.fileLimit else { throw fault("more than \(Self.fileLimit) bytes") }
            guard let text = String(data: bytes, encoding: .utf8) else { throw fault("not UTF-8") }
            return text
        } catch let error as ChannelFault {
            throw error
        } catch {
            throw fault((error as NSError).localizedDescription)
        }
    }

    private static func trimmed(_ text: String) -> String {
        let isVisible: (UInt8?) -> Bool = { $0.map { (33..<127).contains($0) } ?? false }
        if isVisible(text.utf8.first), isVisible(text.utf8.last) { return text }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The newest recipient of each channel, with the values that it was made of.
    private final class Made: Sendable {
        struct Values: Equatable {
            var service: Channel.Service
            var target: Channel.Target
            var url: String
            var secret: String?
            var language: Language
        }

        private let known = Mutex<[String: (values: Values, recipient: Recipient)]>([:])

        func recipient(_ channel: String, _ values: Values) -> Recipient? {
            known.withLock { known in
                known[channel].flatMap { $0.values == values ? $0.recipient : nil }
            }
        }

        func keep(_ recipient: Recipient, _ values: Values) {
            known.withLock { $0[recipient.channel] = (values, recipient) }
        }
    }
}
