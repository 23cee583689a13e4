public import SupplyModel

/// How the ids of labels are called in a sentence: samples carry ids, readers know names.
public struct LabelNames: Sendable {
    /// The name of a label's value in a language; nil where only the id is known.
    public var name: @Sendable (_ label: String, _ value: String, _ language: Language) -> String?

    public init(name: @escaping @Sendable (_ label: String, _ value: String, _ language: Language) -> String?)
    {
        self.name = name
    }

    /// Firms as a register calls them, events as their sources do, places as the gazetteer does, everything else as it is.
    public init(
        _ gazetteer: Gazetteer, event: @escaping @Sendable (_ id: String) -> String? = { _ in nil },
        firm: @escaping @Sendable (_ id: String, Language) -> String?
    ) {
        name = { label, value, language in
            switch label {
            case "event": event(value)
            case "firm", "supplier", "via": firm(value, language)
            case "region": RegionCode(value).flatMap { gazetteer.name(of: $0, in: language) }
            default: nil
            }
        }
    }

    /// Every id as it is.
    public static let ids = LabelNames { _, _, _ in nil }
}

extension Industry {
    /// As a sentence calls it.
    func title(_ language: Language) -> String {
        switch (self, language) {
        case (.auto, .zh): "汽车"
        case (.auto, .en): "automobiles"
        case (.chips, .zh): "集成电路"
        case (.chips, .en): "integrated circuits"
        case (.biopharma, .zh): "生物医药"
        case (.biopharma, .en): "biopharma"
        case (.other, .zh): "其他"
        case (.other, .en): "other industries"
        }
    }
}
