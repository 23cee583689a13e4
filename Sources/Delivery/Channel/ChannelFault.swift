/// Why a channel cannot be used as it is configured.
///
/// No case carries a secret or a URL.
public enum ChannelFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The values that come from outside the file of channels, as its keys name them.
    public enum Value: String, Sendable { case url, secret, routingKey = "routing_key", user, password }

    case unknownChannel(String)
    case missingVariable(Value, channel: String, variable: String)
    case unreadableFile(Value, channel: String, file: String, reason: String)
    case emptyFile(Value, channel: String, file: String)
    case emptyValue(Value, channel: String)
    case badURL(channel: String)
    case badMailURL(channel: String)
    /// A name and a password that anybody on the way could read.
    case openLogin(channel: String)
    case badRoutingKey(channel: String)
    case badSecret(SecretFault, channel: String)
    case badRange(String, channel: String)
    case unsigned(channel: String, reason: String)

    public var description: String {
        switch self {
        case .unknownChannel(let name):
            "unknown channel \(name): no channel of that name is configured; put it back in channels.yaml"
        case .missingVariable(let value, let channel, let variable):
            "missing \(value.rawValue): channel \(channel), environment variable \(variable) is not set;"
                + " set it or name a file by \(value.rawValue)_file"
        case .unreadableFile(let value, let channel, let file, let reason):
            "missing \(value.rawValue): channel \(channel), \(file) cannot be read (\(reason));"
                + " check that it exists and who may read it"
        case .emptyFile(let value, let channel, let file):
            "missing \(value.rawValue): channel \(channel), \(file) is empty; write the \(value.rawValue) into it"
        case .emptyValue(let value, let channel):
            "missing \(value.rawValue): channel \(channel), the value is empty; write the \(value.rawValue)"
        case .badURL(let channel):
            "bad URL: channel \(channel), what is given is no http:// or https:// URL with a host; correct it"
        case .badMailURL(let channel):
            "bad URL: channel \(channel), what is given is no smtp:// or smtps:// URL with a host alone;"
                + " name user and password by user_env and password_env"
        case .openLogin(let channel):
            "open login: channel \(channel), the password would go out unencrypted;"
                + " use smtps://, remove starttls: false, or remove user and password"
        case .badRoutingKey(let channel):
            "bad routing key: channel \(channel), it does not have 32 letters and digits;"
                + " copy the integration key of PagerDuty's Events API v2 again"
        case .badSecret(let fault, let channel):
            "bad secret: channel \(channel), \(fault.sentence)"
        case .badRange(let text, let channel):
            "bad range: channel \(channel), '\(text)' under 'allow' is no range of addresses;"
                + " write one such as 10.0.0.0/8"
        case .unsigned(let channel, let reason):
            "cannot sign: channel \(channel), \(reason)"
        }
    }
}
