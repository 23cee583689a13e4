internal import Alerting
internal import Delivery
internal import Foundation
internal import Store
public import SupplyModel

/// What `rules check` finds: the rules with their texts as they would be sent, or every fault at once.
///
/// The texts are about the newest figures of the store, and about made-up ones where it has none or is not there.
public struct RuleCheck: Sendable {
    private let folder: String
    private let data: String

    /// `folder` holds the rules and channels, `data` the store.
    public init(folder: String, data: String) {
        self.folder = folder
        self.data = data
    }

    /// The rules that are in force with this folder; throws `ConfigurationFaults` with all that is wrong.
    public func answer(in language: Language) throws -> Answer {
        let content = try Watchbook.load(folder)
        var previews = content.rules.map { TextPreview($0) }
        var warnings: [String] = []
        do throws(StoreError) {
            try Self.look(&previews, in: Store(folder: data, isExpected: true))
        } catch .noStore {
            // Rules are written before there is a register.
        } catch {
            warnings.append("\(error); the texts are shown about made-up figures")
        }
        var answer = Answer(
            columns: [
                "rule", "metric", "severity", "threshold", "mutual_aid", "sample", "fires", "labels",
                "summary_zh",
                "summary_en",
            ],
            records: previews.map(Self.record))
        answer.hiddenInTable = ["sample", "fires", "labels", "summary_zh", "summary_en"]
        answer.footnotes = previews.flatMap { Self.lines($0, language) }
        answer.warnings = warnings + previews.flatMap(Self.cuts)
        return answer
    }

    /// Shows the rules the newest figures.
    private static func look(_ previews: inout [TextPreview], in store: Store) throws(StoreError) {
        let firmNames = FirmNames(try store.network())
        let events = try store.events(at: Clock.now())
        let titles = Dictionary(events.map { ($0.event, $0.report.title) }) { first, _ in first }
        let names = LabelNames(Gazetteer(), event: { titles[$0] }) { id, _ in firmNames.name(of: id) }
        var seen = previews
        try store.eachNewestSample { sample in
            for index in seen.indices { seen[index].see(sample, names: names) }
        }
        previews = seen
    }

    private static func record(_ preview: TextPreview) -> [Answer.Field] {
        let rule = preview.rule
        let labels = preview.shown.sample.labels.pairs.map { Answer.Field($0.name, .text($0.value)) }
        return [
            Answer.Field("rule", .text(rule.name)), Answer.Field("metric", .text(rule.metric.rawValue)),
            Answer.Field("severity", .text(rule.severity.rawValue)),
            Answer.Field("threshold", .text("\(rule.op.rawValue) \(Answer.numeral(rule.value))")),
            Answer.Field("mutual_aid", .flag(rule.isMutualAid)),
            Answer.Field("sample", .text(preview.shown.isExample ? "example" : "newest")),
            Answer.Field("fires", .flag(rule.holds(preview.shown.sample.value))),
            Answer.Field("labels", .record(labels)),
            Answer.Field("summary_zh", .text(preview.shown.text.zh)),
            Answer.Field("summary_en", .text(preview.shown.text.en)),
        ]
    }

    /// The texts as they would be sent.
    private static func lines(_ preview: TextPreview, _ language: Language) -> [String] {
        let isFiring = preview.rule.holds(preview.shown.sample.value)
        let heading =
            switch (language, preview.shown.isExample) {
            case (.zh, true): "，以示例数值："
            case (.zh, false): isFiring ? "，以库中数值：" : "，以库中数值（未触发）："
            case (.en, true): ", about an example:"
            case (.en, false):
                isFiring
                    ? ", about a figure of the store:" : ", about a figure of the store that does not fire:"
            }
        return [
            preview.rule.name + heading, "  zh  \(preview.shown.text.zh)", "  en  \(preview.shown.text.en)",
        ]
    }

    /// A warning for each text that a chat would cut.
    private static func cuts(_ preview: TextPreview) -> [String] {
        Language.allCases.compactMap { language in
            guard let longest = preview.longest[language] else { return nil }
            let count = longest.text[language].unicodeScalars.count
            guard count > SentenceLimit.scalars else { return nil }
            let labels = longest.sample.labels.pairs.map { "\($0.name)=\($0.value)" }
            return
                "\(preview.rule.name): the \(language.rawValue) text about {\(labels.joined(separator: ", "))}"
                + " has \(count) characters, and chats cut it at \(SentenceLimit.scalars); shorten it"
        }
    }
}
