public import SupplyModel

/// Makes one attempt at a time to tell a channel something, and judges it.
///
/// What a channel's configuration names is fetched anew for each attempt. Not its job: keeping messages, choosing
/// which are due, and recording verdicts.
public struct Courier: Sendable {
    private let client: CurlClient
    private let mailClient: CurlClient
    private let files = LineFile()
    private let channels: @Sendable () -> [Channel]
    private let resolver: ChannelResolver
    private let language: Language
    private let print: @Sendable (String) -> Void
    private let random: @Sendable () -> Double

    /// - Parameters:
    ///   - client: started by its owner.
    ///   - mailClient: another, because a mail server that is slow to say goodbye holds up its thread; nil for the same.
    ///   - channels: those in force, asked anew for each message.
    ///   - environment: where `url_env` and `secret_env` are looked up.
    ///   - language: of the console's lines.
    ///   - print: takes the console's lines, without line ends.
    ///   - random: in 0..<1, for the jitter of retries.
    public init(
        client: CurlClient, mailClient: CurlClient? = nil, channels: @escaping @Sendable () -> [Channel],
        environment: [String: String],
        language: Language, print: @escaping @Sendable (String) -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.client = client
        self.mailClient = mailClient ?? client
        self.channels = channels
        resolver = ChannelResolver(environment: environment)
        self.language = language
        self.print = print
        self.random = random
    }

    /// Finds what is wrong with a channel's configuration before anything is sent.
    public func check(_ channel: Channel) throws(ChannelFault) {
        switch channel.kind {
        case .console, .file: break
        case .http(let service, let target):
            let recipient = try resolver.recipient(
                channel: channel.name, service, target, language: language)
            try service.adapter.check(recipient)
        case .email(let route): _ = try resolver.mail(channel: channel.name, route, language: language)
        }
    }

    /// One attempt at a message; every fault, also one of configuration, becomes a verdict.
    public func attempt(_ message: OutboxMessage, now: @Sendable () -> Timestamp) async -> DeliveryVerdict {
        await report(message, now: now).verdict
    }

    /// The same, with what was answered: never a secret of ours, even where the receiver says it back.
    public func report(_ message: OutboxMessage, now: @Sendable () -> Timestamp) async -> DeliveryAttempt {
        let start = now()
        guard let channel = channels().first(where: { $0.name == message.channel }) else {
            let outcome = AttemptOutcome.misconfigured(.unknownChannel(message.channel))
            return DeliveryAttempt(
                RetryPolicy.next(
                    attempts: message.attempts, outcome: outcome, now: now(), random: random()))
        }
        let attempt = await attempt(message, to: channel, now: now)
        return DeliveryAttempt(
            attempt.verdict, status: attempt.response?.status, answer: attempt.response.map(attempt.shown),
            durationSeconds: max(0, now().seconds(since: start)),
            sign: RetryPolicy.sign(attempt.outcome, now: now()))
    }

    /// What came of an attempt, with what it was made of.
    struct Attempt {
        var verdict: DeliveryVerdict
        var outcome: AttemptOutcome
        /// Without any secret of ours.
        var response: HTTPResponse?
        /// Who was not told all the same; nil where everybody was.
        var remark: String?

        /// Characters of an answer that are kept.
        static let answerLimit = 300

        /// The remark and the beginning of an answer, in plain characters.
        func shown(_ response: HTTPResponse) -> String {
            let text = (remark.map { "\($0); " } ?? "") + String(decoding: response.body, as: UTF8.self)
            return Cut.units(ConsoleLine.plain(text), Self.answerLimit)
        }
    }

    func attempt(
        _ message: OutboxMessage, to channel: Channel, now: @Sendable () -> Timestamp
    ) async -> Attempt {
        var sent: Sent
        do throws(ChannelFault) {
            switch channel.kind {
            case .console:
                print(ConsoleLine.text(message.body, id: message.id, language: language))
                sent = Sent(outcome: .printed)
            case .file(let path): sent = Sent(outcome: .judged(files.append(message, to: path)))
            case .http(let service, let target):
                sent = try await post(message, to: service, target, channel.name, at: now())
            case .email(let route): sent = try await mail(message, by: route, channel.name, at: now())
            }
        } catch {
            sent = Sent(outcome: .misconfigured(error))
        }
        let verdict = RetryPolicy.next(
            attempts: message.attempts, outcome: sent.outcome, now: now(), random: random())
        return Attempt(
            verdict: verdict.naming(sent.target), outcome: sent.outcome, response: sent.response,
            remark: sent.remark)
    }

    /// What was sent where, and what was answered.
    private struct Sent {
        var outcome: AttemptOutcome
        /// As it may be shown.
        var target = ""
        var response: HTTPResponse?
        /// Who was not told all the same.
        var remark: String?
    }

    private func post(
        _ message: OutboxMessage, to service: Channel.Service, _ target: Channel.Target, _ channel: String,
        at time: Timestamp
    ) async throws(ChannelFault) -> Sent {
        let recipient = try resolver.recipient(channel: channel, service, target, language: language)
        let adapter = service.adapter
        let request = try adapter.request(message, to: recipient, at: time)
        return Self.sent(
            await client.send(request), to: recipient.endpoint, hidden: recipient.hidden,
            judge: adapter.judge)
    }

    private func mail(
        _ message: OutboxMessage, by route: EmailRoute, _ channel: String, at time: Timestamp
    ) async throws(ChannelFault) -> Sent {
        let postbox = try resolver.mail(channel: channel, route, language: language)
        let mail = try postbox.mail(message, channel: channel, at: time)
        let answer = await mailClient.send(mail)
        var sent = Self.sent(answer, to: postbox.endpoint, hidden: postbox.hidden) {
            SMTPReply.judge($0, recipientCount: route.to.count)
        }
        sent.remark = sent.response.flatMap { SMTPReply.remark($0, recipientCount: route.to.count) }
        return sent
    }

    /// A service's words count where an answer came; what is hidden is taken out of them before anybody reads them.
    private static func sent(
        _ answer: HTTPOutcome, to endpoint: Endpoint, hidden: [String],
        judge: (HTTPResponse) -> Judgement?
    ) -> Sent {
        guard case .response(let full) = answer else {
            return Sent(outcome: .http(answer), target: endpoint.redacted)
        }
        let response = full.without(hidden)
        let outcome = judge(response).map(AttemptOutcome.judged) ?? .http(.response(response))
        return Sent(outcome: outcome, target: endpoint.redacted, response: response)
    }
}

extension HTTPResponse {
    /// The same with a mark in place of each of these texts, where a receiver says one back.
    fileprivate func without(_ hidden: [String]) -> HTTPResponse {
        guard !body.isEmpty else { return self }
        var text = String(decoding: body, as: UTF8.self)
        for secret in hidden where !secret.isEmpty { text = text.replacing(secret, with: "…") }
        var response = self
        response.body = Array(text.utf8)
        return response
    }
}

extension DeliveryVerdict {
    /// The same with the target before its reason.
    fileprivate func naming(_ target: String) -> DeliveryVerdict {
        guard !target.isEmpty else { return self }
        return switch self {
        case .delivered: .delivered
        case .retry(let at, let reason): .retry(at: at, reason: "\(target): \(reason)")
        case .failed(let reason): .failed(reason: "\(target): \(reason)")
        }
    }
}
