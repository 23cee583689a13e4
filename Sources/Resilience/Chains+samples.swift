internal import Foundation
internal import SupplyGraph
public import SupplyModel

extension Chains {
    /// Every figure of some firms, all but `market_hhi`, ordered by firm as given.
    ///
    /// Figures that are not defined are absent. `validityDays`: how long a declaration is valid.
    public func samples(
        of firms: [Int32], now: Timestamp, validityDays: Double = Link.usualValidDays
    ) -> [Sample] {
        guard !firms.isEmpty else { return [] }
        let moment = Moment(now: now, validityDays: validityDays)
        let figures = WalkFigures(self, firms: firms)
        let samples = Batches.map(
            count: firms.count, workers: ProcessInfo.processInfo.activeProcessorCount,
            scratch: { TierMeasure(self) }
        ) { measure, index in
            var sampler = FirmSampler(self, firms[index])
            figures.add(firmAt: index, at: moment, &measure, to: &sampler)
            return sampler.samples
        }
        return Array(samples.joined())
    }
}
