public import SupplyModel

/// Makes one attempt at a time to tell a channel something, and judges it.
///
/// What a channel's configuration names is fetched anew for each attempt. Not its job: keeping messages, choosing
/// which are due, and recording verdicts.
public struct Courier: Sendable {
    private let client: CurlClient
    private let channels: @Sendable () -> [Channel]
    private let resolver: ChannelResolver
    private let language: Language
    private let print: @Sendable (String) -> Void
    private let random: @Sendable () -> Double

    /// - Parameters:
    ///   - client: started by its owner.
    ///   - channels: those in force, asked anew for each message.
    ///   - environment: where `url_env` and `secret_env` are looked up.
    ///   - language: of the console's lines.
    ///   - print: takes the console's lines, without line ends.
    ///   - random: in 0..<1, for the jitter of retries.
    public init(
        client: CurlClient, channels: @escaping @Sendable () -> [Channel], environment: [String: String],
        language: Language, print: @escaping @Sendable (String) -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.client = client
        self.channels = channels
        resolver = ChannelResolver(environment: environment)
        self.language = language
        self.print = print
        self.random = random
    }

    /// Finds what is wrong with a channel's configuration before anything is sent.
    public func check(_ channel: Channel) throws(ChannelFault) {
        switch channel.kind {
        case .console: break
        case .http(let service, let target):
            let recipient = try resolver.recipient(channel: channel.name, target, language: language)
            try service.adapter.check(recipient)
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
        /// What was answered, and what must not be shown of it.
        var response: HTTPResponse?
        var hidden: [String] = []

        /// Characters of an answer that are kept.
        static let answerLimit = 300

        /// The beginning of an answer, in plain characters and without what is hidden.
        func shown(_ response: HTTPResponse) -> String {
            var text = String(decoding: response.body, as: UTF8.self)
            for secret in hidden where !secret.isEmpty { text = text.replacing(secret, with: "…") }
            return Cut.units(ConsoleLine.plain(text), Self.answerLimit)
        }
    }

    func attempt(
        _ message: OutboxMessage, to channel: Channel, now: @Sendable () -> Timestamp
    ) async -> Attempt {
        var target = ""
        var hidden: [String] = []
        var response: HTTPResponse?
        let outcome: AttemptOutcome
        do throws(ChannelFault) {
            switch channel.kind {
            case .console:
                print(ConsoleLine.text(message.body, id: message.id, language: language))
                outcome = .printed
            case .http(let service, let address):
                let recipient = try resolver.recipient(channel: channel.name, address, language: language)
                target = recipient.endpoint.redacted
                hidden = recipient.hidden
                let request = try service.adapter.request(message, to: recipient, at: now())
                let answer = await client.send(request)
                if case .response(let one) = answer { response = one }
                outcome = Self.judged(answer, by: service.adapter)
            }
        } catch {
            outcome = .misconfigured(error)
        }
        let verdict = RetryPolicy.next(
            attempts: message.attempts, outcome: outcome, now: now(), random: random())
        return Attempt(
            verdict: verdict.naming(target), outcome: outcome, response: response, hidden: hidden)
    }

    /// A service's words count where an answer came.
    private static func judged(_ outcome: HTTPOutcome, by adapter: any ServiceAdapter) -> AttemptOutcome {
        guard case .response(let response) = outcome, let judgement = adapter.judge(response) else {
            return .http(outcome)
        }
        return .judged(judgement)
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
