internal import Digest
internal import SupplyModel

/// A receiver of Standard Webhooks: the message as it is, signed; its status is its answer.
struct Webhook: ServiceAdapter {
    func check(_ recipient: Recipient) throws(ChannelFault) { _ = try signer(of: recipient) }

    func request(
        _ message: OutboxMessage, to recipient: Recipient, at time: Timestamp
    ) throws(ChannelFault) -> HTTPRequest {
        let signer = try signer(of: recipient)
        do throws(DigestError) {
            let signature = try signer.headers(id: message.id, time: time, body: message.body)
            return recipient.post(message.body, headers: signature)
        } catch {
            throw .unsigned(channel: recipient.channel, reason: error.description)
        }
    }

    private func signer(of recipient: Recipient) throws(ChannelFault) -> WebhookSigner {
        do throws(SecretFault) {
            return try recipient.signer.get()
        } catch {
            throw .badSecret(error, channel: recipient.channel)
        }
    }
}
