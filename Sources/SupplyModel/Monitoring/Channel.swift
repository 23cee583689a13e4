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

    public var name: String
    public var kind: Kind
    public var severities: Set<Severity>
    public var sendsResolved: Bool

    public init(
        name: String, kind: Kind, severities: Set<Severity> = Set(Severity.allCases),
        sendsResolved: Bool = true
    ) {
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
