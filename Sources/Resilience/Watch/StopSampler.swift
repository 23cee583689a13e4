internal import SupplyGraph
public import SupplyModel

/// Puts what stops cost into samples.
struct StopSampler: Sendable {
    /// Among the firms that all suppliers of a product lean on, those that cost less than this are weighed one by one.
    static let leastVia = 1e-4
    /// What the kind of exposure is called that a cascade answers.
    private static let stoppage = "stoppage"
    /// Criticalities are compared to so many parts when the worst is named; among equals the smallest identity is.
    private static let viaParts = 1e9

    /// What one firm loses by the stop of a supplier, and from when on.
    struct Loss {
        var supplier: Int32
        /// 0...1.
        var loss: Double
        var survivalDays: Int?
    }

    private let chains: Chains
    private let cascades: Cascades
    private let leastLoss: Double

    init(_ cascades: Cascades, leastLoss: Double) {
        self.cascades = cascades
        self.leastLoss = leastLoss
        chains = cascades.chains
    }

    /// For each of some leading firms, all its samples: what follows from the links, then what each supplier that matters
    /// and each region costs it.
    func samples(of leaders: [Int32], _ book: StopBook, at moment: Moment) -> [[Sample]] {
        guard !leaders.isEmpty else { return [] }
        let chains = chains
        let (figures, (measure, losses)) = concurrently {
            WalkFigures(chains, firms: leaders)
        } _: {
            (ChokepointMeasure(chains, firms: leaders), book.losses(of: leaders))
        }
        let stoppages = RegionLevel.allCases.map { cascades.stoppages(of: leaders, level: $0) }
        return Batches.map(
            count: leaders.count, workers: cascades.workers, scratch: { (TierMeasure(chains), measure) }
        ) { scratch, index in
            let unknown = figures.unknown[index]
            var sampler = FirmSampler(chains, leaders[index])
            figures.add(firmAt: index, at: moment, &scratch.0, to: &sampler)
            addStops(of: leaders[index], losses[index], unknown: unknown, &scratch.1, to: &sampler)
            addStoppages(stoppages.map { $0[index] }, unknown: unknown, to: &sampler)
            return sampler.samples
        }
    }

    /// What some firms lose by the stop of each region; `unknown` is by firm.
    func stoppageSamples(of firms: [Int32], unknown: [Double]) -> [Sample] {
        let exposures = RegionLevel.allCases.map { cascades.stoppages(of: firms, level: $0) }
        return firms.indices.flatMap { index in
            var sampler = FirmSampler(chains, firms[index])
            addStoppages(exposures.map { $0[index] }, unknown: unknown[index], to: &sampler)
            return sampler.samples
        }
    }

    /// Adds what a firm loses by the stop of each region, by level and region: losses that are equal but for rounding would
    /// stand in another order after an edit.
    private func addStoppages(_ exposures: [[Exposure]], unknown: Double, to sampler: inout FirmSampler) {
        for (level, list) in zip(RegionLevel.allCases, exposures) {
            sampler.addExposures(
                list.sorted { $0.region < $1.region }, Self.stoppage, level, unknownUpstream: unknown)
        }
    }

    /// Adds what each supplier that matters costs one firm, of the losses that were found for it.
    func addStops(
        of leader: Int32, _ losses: [Loss], unknown: Double, _ measure: inout ChokepointMeasure,
        to sampler: inout FirmSampler
    ) {
        let kept = losses.filter { $0.loss >= leastLoss }
        let suppliers = kept.map { sampler.upstream($0.supplier) }
        for (one, supplier) in zip(kept, suppliers) {
            sampler.addSupplier(.criticality, supplier, one.loss, unknown: unknown)
        }
        for (one, supplier) in zip(kept, suppliers) {
            guard let days = one.survivalDays.map(Double.init) else { continue }
            sampler.addSupplier(.survivalDays, supplier, days, unknown: unknown)
            if let recovery = chains.network.firms[Int(one.supplier)].recoveryDays {
                sampler.addSupplier(.recoveryGapDays, supplier, recovery - days, unknown: unknown)
            }
        }
        let points = measure.chokepoints(of: leader, among: kept.map(\.supplier))
        for (point, supplier) in zip(points, suppliers) {
            guard let point else { continue }
            sampler.addSupplier(
                .chokepointWeight, supplier, Double(point.chokepointWeight), unknown: unknown)
            sampler.addSupplier(.sharedBy, supplier, Double(point.sharedBy), unknown: unknown)
        }
        for source in falseDualSources(of: leader, losses, &measure) {
            sampler.addFalseDualSource(source.product, via: source.via)
        }
    }

    /// The products whose suppliers all lean on one firm, with the worst such firm.
    private func falseDualSources(
        of leader: Int32, _ losses: [Loss], _ measure: inout ChokepointMeasure
    ) -> [FalseDualSource] {
        var criticality = ContiguousArray<Double>(repeating: 0, count: chains.network.firms.count)
        for one in losses { criticality[Int(one.supplier)] = Self.rounded(one.loss) }
        var sources = measure.falseDualSources(of: leader, criticality: criticality)
        let isOpen = sources.contains { criticality[Int($0.via)] == 0 }
        guard isOpen else { return sources }
        // What none of the losses that are kept decides is stopped again, for this firm alone.
        let open = Set(sources.filter { criticality[Int($0.via)] == 0 }.map(\.product))
        let candidates = Set(
            measure.commonSources(of: leader).filter { open.contains($0.product) }.flatMap(\.common))
        for one in cascades.stops(of: candidates.sorted(), buyers: [leader]).criticalities {
            criticality[Int(one.supplier)] = Self.rounded(one.loss)
        }
        sources = measure.falseDualSources(of: leader, criticality: criticality)
        return sources
    }

    private static func rounded(_ loss: Double) -> Double { (loss * viaParts).rounded() / viaParts }

    /// The systemic risk of a firm that matters: a leading firm loses enough by its stop, or the economy does.
    func systemicSamples(_ stop: StopBook.Stop) -> [Sample] {
        guard chains.takesPart[Int(stop.risk.firm)] else { return [] }
        let matters = stop.risk.both >= leastLoss || stop.criticalities.contains { $0.loss >= leastLoss }
        guard matters else { return [] }
        let firm = chains.network.firms[Int(stop.risk.firm)]
        let provinces = chains.ownProvinces(of: stop.risk.firm)
        let channels = [("both", stop.risk.both), ("down", stop.risk.down), ("up", stop.risk.up)]
        return channels.map { channel, value in
            Sample(
                metric: .systemicRisk,
                labels: ["supplier": firm.id.description, "channel": channel],
                value: min(1, max(0, value)), unknown: 0, industry: firm.industry, provinces: provinces)
        }
    }
}

extension StopBook {
    /// By leading firm, in the order given: what it loses by the stops of others.
    fileprivate func losses(of leaders: [Int32]) -> [[StopSampler.Loss]] {
        var rank = ContiguousArray(repeating: -1, count: chains.network.firms.count)
        for (index, leader) in leaders.enumerated() { rank[Int(leader)] = index }
        var losses = [[StopSampler.Loss]](repeating: [], count: leaders.count)
        for firm in stops.indices where !stops[firm].criticalities.isEmpty {
            let stop = stops[firm]
            for (index, one) in stop.criticalities.enumerated() where rank[Int(one.firm)] >= 0 {
                let days = index < stop.survivalDays.count ? stop.survivalDays[index] : nil
                losses[rank[Int(one.firm)]].append(
                    .init(supplier: one.supplier, loss: one.loss, survivalDays: days))
            }
        }
        return losses
    }
}

extension Chains {
    /// What each supplier that matters costs one firm, leading or not, and how many stops reach a loop that did not settle;
    /// computed on the spot.
    public func stopSamples(
        of firm: Int32, leastLoss: Double = SampleBook.leastCriticality, workers: Int
    ) -> (samples: [Sample], unsettledCount: Int) {
        let cascades = Cascades(self, upstreamOf: [firm], workers: workers)
        let suppliers = tiers(of: firm).dropFirst().joined().sorted()
        let stops = cascades.stops(
            of: suppliers, buyers: [firm], leastLoss: min(leastLoss, StopSampler.leastVia))
        let found = stops.criticalities
        let mattering = found.filter { $0.loss >= leastLoss }.map(\.supplier)
        let survivals = Timeline(self, from: mattering, to: [firm])
            .survival(of: firm, suppliers: mattering, threads: workers)
        let days = Dictionary(uniqueKeysWithValues: survivals.map { ($0.supplier, $0.survivalDays) })
        let losses = found.map {
            StopSampler.Loss(supplier: $0.supplier, loss: $0.loss, survivalDays: days[$0.supplier])
        }
        var measure = ChokepointMeasure(self, firms: [firm])
        let unknown = ExposureSolver(self, firms: [firm]).unknown()
        let sampler = StopSampler(cascades, leastLoss: leastLoss)
        var ofFirm = FirmSampler(self, firm)
        sampler.addStops(of: firm, losses, unknown: unknown.first ?? 0, &measure, to: &ofFirm)
        return (ofFirm.samples + sampler.stoppageSamples(of: [firm], unknown: unknown), stops.unsettledCount)
    }

    /// What some firms lose by the stop of each region; computed on the spot.
    public func stoppageSamples(of firms: [Int32], workers: Int) -> [Sample] {
        let cascades = Cascades(self, upstreamOf: firms, workers: workers)
        return StopSampler(cascades, leastLoss: SampleBook.leastCriticality)
            .stoppageSamples(of: firms, unknown: ExposureSolver(self, firms: firms).unknown())
    }
}
