internal import Foundation
internal import SupplyModel

/// A webhook with its values at hand.
struct Webhook: Sendable {
    var endpoint: Endpoint
    var signer: WebhookSigner
    var addresses: AddressGuard
}

/// A chat robot with its values at hand.
struct Robot: Sendable {
    var endpoint: Endpoint
    var secret: String?
    var addresses: AddressGuard
}

/// Fetches what a channel's configuration only names, at the moment of use: a secret that changes needs no restart.
struct ChannelResolver: Sendable {
    let environment: [String: String]

    /// Bytes of a file that holds a URL or a secret.
    static let fileLimit = 16 << 10

    func webhook(
        channel: String, url: ValueSource, secret: ValueSource, allow: [String]
    ) throws(ChannelFault) -> Webhook {
        let (endpoint, addresses) = try target(channel, url, allow)
        let secrets = try read(secret, as: .secret, channel)
        do throws(SecretFault) {
            let signer = try WebhookSigner(secrets: secrets)
            return Webhook(endpoint: endpoint, signer: signer, addresses: addresses)
        } catch {
            throw .badSecret(error, channel: channel)
        }
    }

    func chat(
        channel: String, url: ValueSource, secret: ValueSource?, allow: [String]
    ) throws(ChannelFault) -> Robot {
        let (endpoint, addresses) = try target(channel, url, allow)
        guard let secret else { return Robot(endpoint: endpoint, secret: nil, addresses: addresses) }
        return Robot(endpoint: endpoint, secret: try read(secret, as: .secret, channel), addresses: addresses)
    }

    private func target(
        _ channel: String, _ url: ValueSource, _ allow: [String]
    ) throws(ChannelFault) -> (Endpoint, AddressGuard) {
        var ranges: [AddressRange] = []
        for text in allow {
            guard let range = AddressRange(text) else { throw .badRange(text, channel: channel) }
            ranges.append(range)
        }
        guard let endpoint = Endpoint(try read(url, as: .url, channel)) else {
            throw .badURL(channel: channel)
        }
        return (endpoint, AddressGuard(allowed: ranges))
    }

    /// The text that a source leads to, trimmed; never empty.
    private func read(
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
        text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
