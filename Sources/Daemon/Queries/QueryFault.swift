internal import StrictYAML

/// Why a question cannot be answered.
public enum QueryFault: Error, Equatable, CustomStringConvertible {
    case notAnID(String, reason: String)
    case unknownFirm(String)
    case ambiguousName(String, ids: [String])
    case badRegion(String, reason: String)
    case badTime(String)
    case noScenario(String)
    case unknownAlert(String)
    case ambiguousAlert(String)
    case unknownProduct(String, firm: String, some: [String])
    case ownSupplier(String)
    case unknownDelivery(String)
    case onlyForAll(String)
    case noConsent(String)
    case tooManyCourses(firmCount: Int, dayCount: Int, limit: Int)

    public var description: String { sentence(for: .commandLine) }

    /// What is wrong and what to do.
    func sentence(for asker: Asker) -> String {
        switch self {
        case .notAnID(let text, let reason):
            // Who wrote no digit meant a name.
            "'\(Excerpt.of(text))' is neither the name of a registered firm nor an identity"
                + (text.contains { $0.isASCII && $0.isNumber }
                    ? ": \(reason)" : "; \(asker.place(.firms)) finds firms by a part of the name")
        case .unknownFirm(let id):
            "\(Excerpt.of(id)): the register does not know this firm; \(asker.place(.firms)) finds firms by name"
        case .ambiguousName(let name, let ids):
            "'\(Excerpt.of(name))' is the name of several firms; give one of their identities: \(ids.joined(separator: ", "))"
        case .badRegion(let text, let reason): "'\(Excerpt.of(text))': \(reason)"
        case .badTime(let text):
            "'\(Excerpt.of(text))' is no time; write RFC 3339, such as 2026-01-31T12:00:00+08:00, or a date such as 2026-01-31"
        case .noScenario(let file):
            "\(file): there is no such file; name a scenario file, such as Drills/typhoon.yaml"
        case .ambiguousAlert(let text):
            "\(Excerpt.of(text)): several alerts' fingerprints begin so; give more of the digits"
        case .unknownProduct(let text, let firm, let some):
            some.isEmpty
                ? "'\(Excerpt.of(text))': the register knows no product that \(firm) buys"
                : "'\(Excerpt.of(text))' is no product that \(firm) buys; it buys \(some.joined(separator: ", ")), …;"
                    + " \(asker.place(.firm)) lists all"
        case .ownSupplier(let id): "\(id): a firm's own stop needs no explanation; name one of its suppliers"
        case .unknownDelivery(let id):
            "\(Excerpt.of(id)): no message has this id; `tierwatch deliveries list` shows them"
        case .onlyForAll(let question):
            "\(question) follow from what several registrants declare, so no view of one has them;"
                + " ask without a view, or with a token that may coordinate"
        case .noConsent(let registrant):
            "\(registrant) does not let its own declarations count, so it learns nothing of others';"
                + " `tierwatch consent give` lets them"
        case .tooManyCourses(let firmCount, let dayCount, let limit):
            "\(dayCount) days of \(firmCount) leading firms are more than the \(limit) numbers of one answer;"
                + " name one firm with 'firm', or look fewer days ahead with 'until'"
        case .unknownAlert(let text):
            "\(Excerpt.of(text)): no alert's fingerprint begins so; \(asker.place(.alerts)) shows them"
        }
    }
}
