internal import SupplyModel

/// Figures that nobody measured: a rule's texts can be looked at with them before there is a register.
extension Rule {
    /// A figure that the rule would fire at, with every label that its matchers leave open.
    var example: Sample {
        var labels: Labels = [:]
        for name in metric.labelNames { labels[name] = Self.exampleLabels[name] }
        for matcher in match {
            guard case .exactly(let value) = matcher.pattern else { continue }
            labels[matcher.label] = value.isEmpty ? nil : value
        }
        return Sample(
            metric: metric, labels: labels, value: op.example(value, metric.unit), unknown: 0.125,
            industry: .auto, provinces: [RegionCode(raw: 320_000)])
    }

    /// What the firms of examples are called.
    static let exampleNames = LabelNames(Gazetteer()) { id, language in
        exampleFirms[id].map { $0[language] }
    }

    private static let exampleLabels = [
        "firm": "local:buyer", "supplier": "local:supplier", "via": "local:source", "product": "电池",
        "region": "320500", "level": "city", "kind": "touch", "industry": "auto", "tier": "2",
        "basis": "value", "importance": "essential", "channel": "both", "event": "table:drill",
    ]

    private static let exampleFirms = [
        "local:buyer": BilingualText(zh: "示例汽车有限公司", en: "Example Motors"),
        "local:supplier": BilingualText(zh: "示例零部件有限公司", en: "Example Parts"),
        "local:source": BilingualText(zh: "示例材料有限公司", en: "Example Materials"),
    ]
}

extension Comparison {
    /// A value on the wrong side of a threshold, or on it where that is wrong.
    fileprivate func example(_ threshold: Double, _ unit: MetricUnit) -> Double {
        switch self {
        case .above: unit == .fraction && threshold < 1 ? (threshold + 1) / 2 : threshold + 1
        case .below: unit == .fraction ? threshold / 2 : threshold - 1
        case .atLeast, .atMost, .equal: threshold
        case .unequal: threshold + 1
        }
    }
}
