public import SupplyModel

/// The keys by which messages of others are verified, each fetched at the moment of use: one that changes needs no restart.
public struct SenderKeys: Sendable {
    private let resolver: ChannelResolver

    /// `environment`: where `secret_env` is looked up.
    public init(environment: [String: String]) {
        resolver = ChannelResolver(environment: environment)
    }

    /// What verifies by the secret, or secrets, that a source leads to; `name`: whose it is, as a fault names it.
    public func signer(_ source: ValueSource, of name: String) throws(ChannelFault) -> WebhookSigner {
        let text = try resolver.read(source, as: .secret, name)
        do throws(SecretFault) {
            let signer = try WebhookSigner(secrets: text)
            guard signer.isShared else { throw .privateKey }
            return signer
        } catch {
            throw .badSecret(error, channel: name)
        }
    }
}
