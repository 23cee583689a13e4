internal import Foundation
internal import SupplyGraph
public import SupplyModel

extension Chains {
    /// Every figure of some firms, all but `market_hhi`, ordered by firm as given.
    ///
    /// Figures that are not defined are absent.
    public func samples(of firms: [Int32], now: Timestamp) -> [Sample] {
        guard !firms.isEmpty else { return [] }
        let figures = WalkFigures(self, firms: firms)
        let samples = Batches.map(
            count: firms.count, workers: ProcessInfo.processInfo.activeProcessorCount,
            scratch: { TierMeasure(self) }
        ) { measure, index in
            var sampler = FirmSampler(self, firms[index])
            figures.add(firmAt: index, now: now, &measure, to: &sampler)
            return sampler.samples
        }
        return Array(samples.joined())
    }
}
