internal import SupplyModel

/// What may stand as `type` of a channel, and the keys that each has beside those of all.
enum ChannelType: String, CaseIterable {
    case console, webhook, dingtalk, wecom, feishu, slack, teams, pagerduty, email, alertmanager
    case alertmanagerWebhook = "alertmanager_webhook"
    case cloudevents, file

    /// What it is over HTTP; nil where it is spoken to in another way.
    var service: Channel.Service? { Channel.Service(rawValue: rawValue) }

    private static let url = ["url", "url_env", "url_file", "allow"]
    private static let signed = ["secret", "secret_env", "secret_file"]
    private static let worded = ["language", "template"]

    /// The keys that have a meaning for it.
    var keys: [String] {
        switch self {
        case .console: []
        case .file: ["path"]
        case .webhook: Self.url + Self.signed
        case .dingtalk, .feishu: Self.url + Self.signed + Self.worded
        case .wecom, .slack, .teams: Self.url + Self.worded
        case .pagerduty:
            Self.url + Self.worded + ["routing_key", "routing_key_env", "routing_key_file"]
        case .alertmanager, .alertmanagerWebhook: Self.url + ["language"]
        case .cloudevents: Self.url + ["mode", "source"]
        case .email:
            Self.url + Self.worded + [
                "from", "to", "starttls", "user", "user_env", "user_file", "password", "password_env",
                "password_file",
            ]
        }
    }
}
