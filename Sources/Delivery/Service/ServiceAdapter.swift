internal import SupplyModel

/// Speaks one service over HTTP: makes its request, and alone tells from its answer whether another attempt helps.
protocol ServiceAdapter: Sendable {
    /// Finds what is wrong with the recipient's values before anything is sent.
    func check(_ recipient: Recipient) throws(ChannelFault)

    /// One attempt; `time` is that of the attempt, for signatures.
    func request(
        _ message: OutboxMessage, to recipient: Recipient, at time: Timestamp
    ) throws(ChannelFault) -> HTTPRequest

    /// What an answer means; nil where its status says it all.
    func judge(_ response: HTTPResponse) -> Judgement?
}

extension ServiceAdapter {
    func check(_ recipient: Recipient) throws(ChannelFault) {}

    func judge(_ response: HTTPResponse) -> Judgement? { nil }
}

/// What a service's own answer means for a message.
public enum Judgement: Equatable, Sendable {
    case delivered
    /// Something that passes by itself.
    case retry(String)
    /// It asks for fewer messages for so long.
    case throttled(seconds: Double, String)
    /// This message will never be taken.
    case permanent(String)
    /// Nothing will be taken until somebody changes the channel's configuration.
    case misconfigured(String)
}

extension Channel.Service {
    var adapter: any ServiceAdapter {
        switch self {
        case .webhook: Webhook()
        case .cloudevents: CloudEvents()
        case .pagerduty: PagerDuty()
        case .alertmanager: Alertmanager()
        case .alertmanagerWebhook: AlertmanagerWebhook()
        case .dingtalk: DingTalk()
        case .wecom: WeCom()
        case .feishu: Feishu()
        case .slack: Slack()
        case .teams: Teams()
        }
    }
}
