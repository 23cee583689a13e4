internal import SupplyModel

/// A firm upstream of another, and what the other loses when it stops.
public struct RankedChokepoint: Equatable, Sendable {
    public var chokepoint: Chokepoint
    /// 0...1; 0 where nothing is lost.
    public var criticality: Double
}

/// What one firm hangs on.
public struct Dependence: Sendable {
    /// Every firm upstream: by criticality, chokepoint weight and sharing, largest first, then by number.
    public var chokepoints: [RankedChokepoint]
    /// Ascending by product.
    public var falseDualSources: [FalseDualSource]
    /// Stops of which a loop did not settle.
    public var unsettledCount: Int
}

extension Chains {
    /// Every firm upstream of a firm, worst first, and the products whose suppliers only seem to be several.
    ///
    /// `progress` is told which part of the stops is done, 0...1, from any thread.
    /// - Complexity: a stop of each firm upstream, of what lies between.
    public func dependence(
        of firm: Int32, workers: Int, progress: @Sendable (Double) -> Void = { _ in }
    ) -> Dependence {
        var measure = ChokepointMeasure(self)
        let chokepoints = measure.chokepoints(of: firm)
        let cascades = Cascades(self, upstreamOf: [firm], workers: workers)
        let stops = cascades.stops(of: chokepoints.map(\.firm), buyers: [firm], progress: progress)
        var criticality = ContiguousArray<Double>(repeating: 0, count: network.firms.count)
        for one in stops.criticalities { criticality[Int(one.supplier)] = Ties.settled(one.loss) }
        let ranked = chokepoints.map {
            RankedChokepoint(chokepoint: $0, criticality: criticality[Int($0.firm)])
        }
        let compared = ContiguousArray(criticality.map { Ties.compared($0) })
        return Dependence(
            chokepoints: ranked.sorted(by: Self.isWorse),
            falseDualSources: measure.falseDualSources(of: firm, criticality: compared),
            unsettledCount: stops.unsettledCount)
    }

    private static func isWorse(_ left: RankedChokepoint, _ right: RankedChokepoint) -> Bool {
        let (one, other) = (left.chokepoint, right.chokepoint)
        return (right.criticality, other.chokepointWeight, other.sharedBy, one.firm)
            < (left.criticality, one.chokepointWeight, one.sharedBy, other.firm)
    }

    /// Whether each firm is, or is upstream of, a supplier of one of a firm's products; paths through the firm
    /// itself do not count.
    ///
    /// - Complexity: O(links upstream).
    public func leadsTo(product: Int32, of firm: Int32) -> ContiguousArray<Bool> {
        var isMet = ContiguousArray<Bool>(repeating: false, count: network.firms.count)
        var open: ContiguousArray<Int32> = []
        func meetSuppliers(_ group: Int) {
            for link in groups.links(of: group) {
                let supplier = links[link].supplier
                if supplier != firm, !isMet[Int(supplier)] {
                    isMet[Int(supplier)] = true
                    open.append(supplier)
                }
            }
        }
        for group in groups.groups(of: firm) where groups.product[group] == product { meetSuppliers(group) }
        while let next = open.popLast() {
            for group in groups.groups(of: next) { meetSuppliers(group) }
        }
        return isMet
    }
}

/// Losses that differ only by the rounding of sums are equal when they are ranked.
enum Ties {
    /// To 12 decimals: what is told and sorted.
    static func settled(_ loss: Double) -> Double { (loss * 1e12).rounded() / 1e12 }

    /// To 9 decimals: what decides which of several firms is named.
    static func compared(_ loss: Double) -> Double { (loss * 1e9).rounded() / 1e9 }
}
