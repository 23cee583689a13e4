public import SupplyModel

/// What a rule's texts are like about figures: about one that would fire, and about the one that makes them longest.
public struct TextPreview: Sendable {
    /// Figures that one rule is looked at with.
    public static let sampleLimit = 100_000

    /// A text with the figure that it is about.
    public struct Rendering: Sendable {
        public var text: BilingualText
        public var sample: Sample
        /// Whether the figure was made up.
        public var isExample: Bool
    }

    public let rule: Rule
    /// About a figure that fires, where one was seen; else about one that the rule watches, or about an example.
    public private(set) var shown: Rendering
    /// The longest text of each language.
    public private(set) var longest: [Language: Rendering]
    private var filter: SampleFilter
    private var seenCount = 0

    /// Begins with an example.
    public init(_ rule: Rule) {
        self.rule = rule
        filter = SampleFilter(rule.match)
        let sample = rule.example
        shown = Rendering(
            text: rule.summary.render(sample, threshold: rule.value, names: Rule.exampleNames),
            sample: sample, isExample: true)
        longest = [.zh: shown, .en: shown]
    }

    /// Looks at a figure; one that the rule does not watch is passed over.
    public mutating func see(_ sample: Sample, names: LabelNames) {
        guard sample.metric == rule.metric, seenCount < Self.sampleLimit, filter.admits(sample.labels) else {
            return
        }
        seenCount += 1
        let rendering = Rendering(
            text: rule.summary.render(sample, threshold: rule.value, names: names), sample: sample,
            isExample: false)
        if shown.isExample || (rule.holds(sample.value) && !rule.holds(shown.sample.value)) {
            shown = rendering
        }
        for (language, known) in longest
        where rendering.text[language].unicodeScalars.count > known.text[language].unicodeScalars.count {
            longest[language] = rendering
        }
    }
}

extension BilingualText {
    /// The text in one language.
    public subscript(language: Language) -> String { language == .zh ? zh : en }
}
