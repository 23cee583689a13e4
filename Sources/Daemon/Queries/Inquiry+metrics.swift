internal import Resilience
internal import Store
public import SupplyModel

/// Which samples are listed.
public struct MetricFilter: Sendable {
    /// Identity or legal name of a firm; nil for every leading firm and the markets.
    public var firm: String?
    public var metric: Metric?
    public var industry: Industry?
    /// Labels that a sample must carry.
    public var labels: [String: String] = [:]

    public init() {}
}

extension Inquiry {
    /// The figures as they stand, or stood at a time; computed from the register, not read from history.
    public func metrics(
        _ filter: MetricFilter, now: Timestamp, progress: @escaping Progress = { _, _ in }
    ) throws -> Answer {
        let found = try samples(filter, in: try network(), at: time ?? now, progress: progress)
        var answer = Answer(
            columns: ["metric", "labels", "value", "unit", "unknown"],
            records: found.samples.map(Self.record))
        answer.warnings = Self.warnings(unsettled: found.unsettledCount)
        return answer
    }

    /// The samples of a network that a filter lets through, and how many stops did not settle.
    func samples(
        _ filter: MetricFilter, in network: Network, at time: Timestamp, progress: @escaping Progress
    ) throws -> (samples: [Sample], unsettledCount: Int) {
        let chains = chains(network)
        let asksStops = filter.metric?.isOfStops ?? true
        var samples: [Sample] = []
        var unsettled = 0
        if let text = filter.firm {
            let firm = try firm(text, in: network)
            samples = chains.samples(of: [firm], now: time, validityDays: validityDays)
            if asksStops {
                let found = chains.stopSamples(of: firm, workers: Cores.count)
                samples += found.samples
                unsettled = found.unsettledCount
            }
        } else if asksStops {
            var book = SampleBook(workers: Cores.count, validityDays: validityDays)
            samples = book.samples(of: chains, now: time) { progress("stopping firms", $0) }
            unsettled = book.unsettledCount
        } else {
            samples = chains.samples(of: chains.leaders, now: time, validityDays: validityDays)
            samples += chains.marketSamples()
        }
        // A cascade for each region, but not for each firm, where no other figure of stops is asked about.
        if !asksStops, filter.metric == .regionalExposure {
            let firms = try filter.firm.map { [try firm($0, in: network)] } ?? chains.leaders
            samples += chains.stoppageSamples(of: firms, workers: Cores.count)
        }
        if filter.metric ?? .operatingRate == .operatingRate {
            let rates = OperatingRates(chains, try standingStatus(at: time))
            if let text = filter.firm {
                let asked = try firm(text, in: network)
                let id = network.firms[Int(asked)].id.description
                samples += rates.samples(tiersOf: [asked]).filter { $0.labels["firm"] == id }
            } else {
                samples += rates.samples
            }
        }
        if filter.metric?.isOfEvents ?? true {
            samples += try eventSamples(in: chains, of: filter.firm, at: time)
        }
        samples = samples.filter { sample in
            (filter.metric.map { $0 == sample.metric } ?? true)
                && (filter.industry.map { $0 == sample.industry } ?? true)
                && filter.labels.allSatisfy { sample.labels[$0.key] == $0.value }
        }
        return (samples, unsettled)
    }

    private static func record(_ sample: Sample) -> [Answer.Field] {
        let labels = sample.labels.pairs.map { Answer.Field($0.name, .text($0.value)) }
        return [
            Answer.Field("metric", .text(sample.metric.rawValue)), Answer.Field("labels", .record(labels)),
            Answer.Field("value", .number(sample.value)),
            Answer.Field("unit", .text(sample.metric.unit.rawValue)),
            Answer.Field("unknown", .number(sample.unknown)),
        ]
    }
}
