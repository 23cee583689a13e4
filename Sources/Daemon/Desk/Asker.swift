/// Who is told a sentence: it names what can be given, and where to look, in the words of what was asked with.
enum Asker {
    case commandLine, api
    /// The API, by messages that it signs: it sees nothing but what it is sent.
    case sender

    /// Something that can be given: an option of a command, or a parameter or field of the API.
    func named(_ option: String) -> String {
        switch self {
        case .commandLine: "--\(option)"
        case .api, .sender: "'\(option.replacing("-", with: "_"))'"
        }
    }

    /// The same with a value.
    func named(_ option: String, as value: String) -> String {
        switch self {
        case .commandLine: "\(named(option)) \(value)"
        case .api, .sender: "\(named(option)) as \(value)"
        }
    }

    /// Where something is shown.
    func place(_ place: Place) -> String {
        switch self {
        case .commandLine: "`tierwatch \(place.rawValue)`"
        case .api, .sender: "GET /api/v1/\(place.path)"
        }
    }

    /// By the command that shows it.
    enum Place: String {
        case firms = "suppliers --search TEXT"
        case firm = "firm"
        case alerts = "alerts list"
        case alert = "alerts show"
        case silences = "alerts silences"
        case invitations = "invite list --all"
        case requests = "aid list --all"
        case request = "aid show"
        case consents = "aid consents --all"

        fileprivate var path: String {
            switch self {
            case .firms: "firms?search=TEXT"
            case .firm: "links?buyer=ID"
            case .alerts: "alerts"
            case .alert: "alerts/{fingerprint}"
            case .silences: "silences"
            case .invitations: "invitations?all=true"
            case .requests: "aid?all=true"
            case .request: "aid/{request}"
            case .consents: "aid/consents?all=true"
            }
        }
    }
}
