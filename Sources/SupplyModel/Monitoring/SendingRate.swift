/// How many requests a channel takes in a time.
public struct SendingRate: Hashable, Sendable {
    public var count: Int
    public var seconds: Double

    public init(count: Int, seconds: Double) {
        self.count = count
        self.seconds = seconds
    }
}

extension Channel {
    /// The rates that all hold for this channel: its own where it says one, else what its service is known to take.
    ///
    /// Sources: the services' pages on their robots' limits; none is known for the kinds that are not here.
    public var rates: [SendingRate] {
        if let rate { return [rate] }
        guard case .http(let service, _) = kind else { return [] }
        return switch service {
        case .dingtalk, .wecom: [SendingRate(count: 20, seconds: 60)]
        case .feishu: [SendingRate(count: 100, seconds: 60), SendingRate(count: 5, seconds: 1)]
        case .slack: [SendingRate(count: 1, seconds: 1)]
        case .teams: [SendingRate(count: 4, seconds: 1)]
        case .webhook, .cloudevents, .pagerduty, .alertmanager, .alertmanagerWebhook: []
        }
    }
}
