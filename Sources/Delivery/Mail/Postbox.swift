internal import Digest
internal import Foundation
internal import SupplyModel

/// A mail server with the values at hand that its channel only names, fetched for one attempt.
struct Postbox: Sendable {
    var endpoint: Endpoint
    var route: EmailRoute
    var account: MailRequest.Account?
    var addresses: AddressGuard
    var language: Language

    /// Bytes of the words of a mail.
    static let textLimit = 100_000

    /// What no answer may show, also in the forms in which a server is told it.
    var hidden: [String] {
        guard let account else { return [] }
        let said = [account.user, account.password, "\0\(account.user)\0\(account.password)"]
        return [account.password] + said.map { Data($0.utf8).base64EncodedString() }
    }

    /// One attempt.
    func mail(
        _ message: OutboxMessage, channel: String, at time: Timestamp
    ) throws(ChannelFault) -> MailRequest {
        let text = MessageText(message.body, id: message.id, language: language, texts: route.texts)
        let facts = text.facts.map { "\($0.name): \($0.value)" }
        let words = [text.title, text.body(within: Self.textLimit, .bytes), facts.joined(separator: "\n")]
        let content: [UInt8]
        do throws(DigestError) {
            let head = MailHead(
                from: route.from, to: route.to, subject: text.title, time: time, messageID: message.id)
            content = try head.bytes() + Self.encoded(words.filter { !$0.isEmpty }.joined(separator: "\n\n"))
        } catch {
            throw .unsigned(channel: channel, reason: error.description)
        }
        return MailRequest(
            endpoint: endpoint, from: route.from, to: route.to, account: account, startTLS: route.startTLS,
            content: content, addresses: addresses)
    }

    /// Base64 in lines of 76 characters: no byte of a text can end a line, a mail, or a command.
    private static func encoded(_ text: String) -> [UInt8] {
        let options: Data.Base64EncodingOptions = [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ]
        return Array(Data((text + "\n").utf8).base64EncodedData(options: options)) + [13, 10]
    }
}
