/// Where a value of the configuration comes from.
///
/// Secrets are never written in a file of rules themselves.
public enum ValueSource: Hashable, Sendable {
    case literal(String)
    case environment(String)
    case file(String)
}

/// A place where alerts are told, as `channels.yaml` names it.
public struct Channel: Equatable, Sendable {
    /// How it is spoken to.
    public enum Kind: Equatable, Sendable {
        /// Signed JSON by HTTP; `allow` lists CIDR ranges that are reachable though not public.
        case webhook(url: ValueSource, secret: ValueSource, allow: [String])
        /// A robot of a chat service; some sign with a secret.
        case chat(Bot, url: ValueSource, secret: ValueSource?, allow: [String], language: Language?)
        /// Lines on standard output.
        case console

        /// What `channels.yaml` calls it.
        public var name: String {
            switch self {
            case .webhook: "webhook"
            case .chat(let bot, _, _, _, _): bot.rawValue
            case .console: "console"
            }
        }
    }

    /// Chat services whose robots are spoken to.
    public enum Bot: String, CaseIterable, Sendable {
        case dingtalk, wecom, feishu, slack, teams

        /// Whether the robot may sign: the others' keys are their URLs.
        public var mayHaveSecret: Bool { self == .dingtalk || self == .feishu }
    }

    /// Who is told where a channel cannot be.
    public struct Fallback: Equatable, Sendable {
        /// Where the file does not say how long a message waits first.
        public static let usualSeconds = 900.0

        public var channel: String
        /// How long a message waits for a channel that does not answer before it goes to the other too.
        public var afterSeconds: Double

        public init(channel: String, afterSeconds: Double = usualSeconds) {
            self.channel = channel
            self.afterSeconds = afterSeconds
        }
    }

    public var name: String
    public var kind: Kind
    public var severities: Set<Severity>
    public var sendsResolved: Bool
    /// How much it takes; nil where the file leaves it to its kind.
    public var rate: SendingRate?
    public var fallback: Fallback?

    public init(
        name: String, kind: Kind, severities: Set<Severity> = Set(Severity.allCases),
        sendsResolved: Bool = true, rate: SendingRate? = nil, fallback: Fallback? = nil
    ) {
        self.rate = rate
        self.fallback = fallback
        self.name = name
        self.kind = kind
        self.severities = severities
        self.sendsResolved = sendsResolved
    }

    /// Whether this channel wants to be told.
    public func wants(_ notification: Notification) -> Bool {
        severities.contains(notification.alert.severity) && (notification.kind == .firing || sendsResolved)
    }
}
