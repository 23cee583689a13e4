public import SupplyModel

extension Chains {
    /// Every figure of some firms, all but `market_hhi`, ordered by firm as given.
    ///
    /// The walks of all firms share their passes over the links upstream of them. Figures that are not defined
    /// are absent.
    public func samples(of firms: [Int32], now: Timestamp) -> [Sample] {
        Array(samplesByFirm(firms, now: now).joined())
    }

    /// The same, apart for each firm.
    func samplesByFirm(_ firms: [Int32], now: Timestamp) -> [[Sample]] {
        guard !firms.isEmpty else { return [] }
        let solver = ExposureSolver(self, firms: firms)
        let unknown = solver.unknown()
        let oldest = solver.oldestDeclarations()
        var lists: [(kind: ExposureKind, level: RegionLevel, byFirm: [[Exposure]])] = []
        for kind in ExposureKind.allCases {
            let found = solver.exposures(kind, RegionLevel.allCases)
            for (level, byFirm) in zip(RegionLevel.allCases, found) { lists.append((kind, level, byFirm)) }
        }
        var measure = TierMeasure(self)
        var samples: [[Sample]] = []
        for (index, firm) in firms.enumerated() {
            var sampler = FirmSampler(self, firm)
            sampler.addProducts()
            sampler.addIndustries()
            sampler.addSingleSourceRatio()
            sampler.addTiers(measure.figures(of: firm))
            for list in lists {
                sampler.addExposures(
                    list.byFirm[index], list.kind.rawValue, list.level, unknownUpstream: unknown[index])
            }
            if let oldest = oldest[index] { sampler.addRecordAge(oldestMilliseconds: oldest, now) }
            samples.append(sampler.samples)
        }
        return samples
    }
}
