internal import SupplyModel

/// A firm upstream of another, by what its stop does there.
public struct RankedSupplier: Equatable, Sendable {
    public var supplier: Int32
    /// What the other loses, 0...1; 0 where nothing is lost.
    public var criticality: Double
    /// The first day of loss; nil where it goes on.
    public var survivalDays: Int?

    /// From this loss on, what a stop does is worth a figure of its own.
    public static let criticalLoss = 0.01

    /// Whether its stop is one that matters: it costs much, or it is felt within the days that are looked at.
    public var isCritical: Bool { criticality >= Self.criticalLoss || survivalDays != nil }
}

/// What some firms hang on.
public struct SupplierRanking: Sendable {
    /// For each firm, in their order: by criticality, largest first, then by survival, shortest first, then by number.
    public var suppliers: [[RankedSupplier]]
    /// Stops of which a loop did not settle.
    public var unsettledCount: Int
}

extension Chains {
    /// What a ranking is at.
    public enum RankingStage: Sendable { case stops, days }

    /// Ranks every firm upstream of some firms by what its stop does to them; a stop is worked out once for all of them.
    ///
    /// `top`: how many are kept for each firm. `progress` is told which part of a stage is done, 0...1, from any thread.
    /// - Complexity: a stop of each firm upstream, and the days until it is felt of each that is.
    public func ranking(
        of firms: [Int32], top: Int = .max, workers: Int,
        progress: @Sendable (RankingStage, Double) -> Void = { _, _ in }
    ) -> SupplierRanking {
        let upstream = firms.map { tiers(of: $0).dropFirst().joined().sorted() }
        let suppliers = Set(upstream.joined()).sorted()
        let cascades = Cascades(self, upstreamOf: firms, workers: workers)
        let stops = cascades.stops(of: suppliers, buyers: firms, leastLoss: Exposure.leastValue) {
            progress(.stops, $0)
        }
        var losses = [[Int32: Double]](repeating: [:], count: firms.count)
        let place = Dictionary(uniqueKeysWithValues: zip(firms, firms.indices))
        for one in stops.criticalities {
            if let place = place[one.firm] { losses[place][one.supplier] = Ties.settled(one.loss) }
        }
        var lists = zip(upstream, losses).map { suppliers, losses in
            Self.kept(
                suppliers.map { RankedSupplier(supplier: $0, criticality: losses[$0] ?? 0) }.sorted {
                    ($1.criticality, $0.supplier) < ($0.criticality, $1.supplier)
                }, top: top)
        }
        endure(&lists, firms, workers) { progress(.days, $0) }
        return SupplierRanking(
            suppliers: lists.map { Array($0.sorted(by: Self.mattersMore).prefix(top)) },
            unsettledCount: stops.unsettledCount)
    }

    /// The first of a list, with all that are as critical as the last of them.
    private static func kept(_ list: [RankedSupplier], top: Int) -> [RankedSupplier] {
        guard top < list.count, top > 0 else { return top > 0 ? list : [] }
        let least = list[top - 1].criticality
        return Array(list.prefix { $0.criticality >= least })
    }

    /// Finds how long each firm goes on without those whose stop costs it something.
    private func endure(
        _ lists: inout [[RankedSupplier]], _ firms: [Int32], _ workers: Int,
        progress: @Sendable (Double) -> Void
    ) {
        var places: [Int32: [(list: Int, number: Int)]] = [:]
        for list in lists.indices {
            for (number, one) in lists[list].enumerated() where one.criticality > 0 {
                places[one.supplier, default: []].append((list, number))
            }
        }
        let suppliers = places.keys.sorted()
        let timeline = Timeline(self, from: suppliers, to: firms)
        let stops = suppliers.map { supplier in
            timeline.watch(supplier, (places[supplier] ?? []).map { firms[$0.list] })
        }
        let found = timeline.survivals(of: stops, workers: workers, progress: progress)
        for (supplier, days) in zip(suppliers, found) {
            for (place, days) in zip(places[supplier] ?? [], days) {
                lists[place.list][place.number].survivalDays = days
            }
        }
    }

    private static func mattersMore(_ left: RankedSupplier, _ right: RankedSupplier) -> Bool {
        (right.criticality, left.survivalDays ?? .max, left.supplier)
            < (left.criticality, right.survivalDays ?? .max, right.supplier)
    }
}
