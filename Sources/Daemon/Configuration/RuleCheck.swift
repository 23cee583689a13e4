internal import Alerting
internal import Foundation
internal import SupplyModel

/// What `rules check` finds: how many rules and channels are good, or every fault at once.
public struct RuleCheck: Sendable {
    private let folder: String

    public init(folder: String) { self.folder = folder }

    /// The rules that are in force with this folder; throws `ConfigurationFaults` with all that is wrong.
    public func answer() throws -> Answer {
        let content = try Watchbook.load(folder)
        return Answer(
            columns: ["rule", "metric", "severity", "threshold", "mutual_aid"],
            records: content.rules.map { rule in
                [
                    Answer.Field("rule", .text(rule.name)),
                    Answer.Field("metric", .text(rule.metric.rawValue)),
                    Answer.Field("severity", .text(rule.severity.rawValue)),
                    Answer.Field("threshold", .text("\(rule.op.rawValue) \(Answer.numeral(rule.value))")),
                    Answer.Field("mutual_aid", .flag(rule.isMutualAid)),
                ]
            })
    }
}
