internal import Alerting
internal import Store
internal import SupplyModel

/// The figures of one run after another, put together from what history kept: their changes.
///
/// Those that no rule asks for are passed over, but for one a firm: that something is known of a firm also tells rules
/// something. Industry is what the labels say; provinces are not kept.
struct FigureReplay {
    private var samples: [Sample] = []
    /// When the value was written down; nil where the run has no such figure.
    private var notedAt: [Timestamp?]
    /// Of a figure that no rule asks for: the number of its firm.
    private var unaskedFirm: [Int?] = []
    private var firmCount = 0
    private var places: [Int64: Int] = [:]

    init(_ series: [HistorySeries], rules: [Rule]) {
        samples.reserveCapacity(series.count)
        notedAt = Array(repeating: nil, count: series.count)
        var firms: [String: Int] = [:]
        for one in series {
            places[one.key] = samples.count
            samples.append(
                Sample(
                    metric: one.metric, labels: one.labels, value: 0, unknown: 0,
                    industry: one.labels["industry"].flatMap(Industry.init(rawValue:)), provinces: []))
            let isAsked = rules.contains { $0.watches(one.metric, one.labels) }
            let firm = one.labels["firm"] ?? ""
            unaskedFirm.append(isAsked ? nil : firms[firm, default: firms.count])
            if !isAsked, firms[firm] == nil { firms[firm] = firms.count }
        }
        firmCount = firms.count
    }

    /// The figures of the next run.
    mutating func samples(of run: HistoryRun) -> [Sample] {
        for change in run.changes {
            guard let place = places[change.series] else { continue }
            notedAt[place] = change.value == nil ? nil : run.time
            samples[place].value = change.value ?? 0
            samples[place].unknown = change.unknown ?? 0
        }
        var present: [Sample] = []
        var isKnown = [Bool](repeating: false, count: firmCount)
        for (place, time) in notedAt.enumerated() {
            guard let time else { continue }
            if let firm = unaskedFirm[place] {
                if isKnown[firm] { continue }
                isKnown[firm] = true
            }
            present.append(Self.moved(samples[place], notedAt: time, to: run.time))
        }
        return present
    }

    /// A figure that moves with the clock is written down once a whole unit: in between it has moved by the days since.
    private static func moved(_ sample: Sample, notedAt: Timestamp, to now: Timestamp) -> Sample {
        guard sample.metric.movesWithClock else { return sample }
        let days = max(0, now.seconds(since: notedAt) / 86_400)
        let unit = sample.value.rounded(.down)
        var moved = sample
        moved.value = min((unit + 1).nextDown, max(unit, sample.metric.value(sample.value, afterDays: days)))
        return moved
    }
}
