internal import Foundation
internal import SupplyModel

/// A notification as its JSON tells it, which the alert's change fixed: what channels of words are made of.
struct AlertMessage: Decodable {
    var type: String
    var timestamp: String
    var data: Body

    struct Body: Decodable {
        var fingerprint: String
        var rule: String?
        var severity: String
        var startsAt: String?
        var endsAt: String?
        var mutualAid: Bool?
        var summary: Summary

        enum CodingKeys: String, CodingKey {
            case fingerprint, rule, severity, startsAt = "starts_at", endsAt = "ends_at", mutualAid =
                "mutual_aid"
            case summary
        }
    }

    struct Summary: Decodable {
        var zh: String
        var en: String
    }

    /// nil for a body that is no notification.
    init?(_ body: [UInt8]) {
        do {
            self = try JSONDecoder().decode(AlertMessage.self, from: Data(body))
        } catch {
            return nil
        }
    }

    /// `firing`, `resolved` or `test`.
    var state: String { type.split(separator: ".").last.map(String.init) ?? type }

    func summary(in language: Language) -> String { language == .zh ? data.summary.zh : data.summary.en }
}
