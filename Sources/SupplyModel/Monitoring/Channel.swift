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
        /// Lines on standard output.
        case console
        /// A line of JSON a message, at the end of a file; an absolute path.
        case file(path: String)
        /// A service that takes requests by HTTP.
        case http(Service, Target)
        /// Mail by SMTP.
        case email(EmailRoute)

        /// What `channels.yaml` calls it.
        public var name: String {
            switch self {
            case .console: "console"
            case .file: "file"
            case .http(let service, _): service.rawValue
            case .email: "email"
            }
        }

        /// Whether it keeps an incident open until its end, and wants to know who took it.
        public var keepsIncidents: Bool {
            if case .http(.pagerduty, _) = self { true } else { false }
        }
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

extension Channel {
    /// What takes messages by HTTP, under its name in `channels.yaml`.
    public enum Service: String, CaseIterable, Sendable {
        /// JSON, signed as Standard Webhooks.
        case webhook
        case cloudevents
        /// Events API v2.
        case pagerduty
        /// An Alertmanager, by its API v2.
        case alertmanager
        /// What an Alertmanager sends to, in its words.
        case alertmanagerWebhook = "alertmanager_webhook"
        /// The robots of group chats.
        case dingtalk, wecom, feishu, slack, teams

        /// Whether people read it in a group.
        public var isChat: Bool {
            switch self {
            case .dingtalk, .wecom, .feishu, .slack, .teams: true
            case .webhook, .cloudevents, .pagerduty, .alertmanager, .alertmanagerWebhook: false
            }
        }

        /// Where it is unless the file of channels says otherwise; nil where only the file knows.
        public var commonURL: String? {
            self == .pagerduty ? "https://events.pagerduty.com/v2/enqueue" : nil
        }
    }

    /// Where a service is, and what it asks of us.
    public struct Target: Equatable, Sendable {
        public var url: ValueSource
        /// What signs our messages, or PagerDuty's routing key; nil where there is none.
        public var secret: ValueSource?
        /// CIDR ranges that are reachable though not public.
        public var allow: [String]
        /// Of words; nil for the configuration's.
        public var language: Language?
        /// The channel's own words; nil for the plain ones.
        public var texts: ChannelTexts?
        /// Who speaks, in a CloudEvent; nil for the common one.
        public var source: String?
        /// Whether a CloudEvent's attributes go into headers.
        public var isBinary: Bool

        public init(
            url: ValueSource, secret: ValueSource? = nil, allow: [String] = [], language: Language? = nil,
            texts: ChannelTexts? = nil, source: String? = nil, isBinary: Bool = false
        ) {
            self.url = url
            self.secret = secret
            self.allow = allow
            self.language = language
            self.texts = texts
            self.source = source
            self.isBinary = isBinary
        }
    }
}
