internal import SupplyGraph
public import SupplyModel

/// One way in which a stop reaches a firm.
public struct StoppagePath: Equatable, Sendable {
    /// One delivery that fails on the way.
    public struct Step: Equatable, Sendable {
        public var buyer: Int32
        public var supplier: Int32
        public var product: Int32
        public var importance: Importance
        /// Of what the buyer loses, by this input alone: weight times the supplier's loss, 0...1.
        public var loss: Double
    }

    /// From the firm that was asked about to the one that is stopped.
    public var steps: [Step]
    /// The part of the loss that comes this way, 0...1.
    public var part: Double

    /// All firms on the way.
    public var firms: [Int32] { steps.prefix(1).map(\.buyer) + steps.map(\.supplier) }
}

extension Cascades {
    /// How the stop of a region reaches a firm, heaviest way first: along the inputs that bind.
    ///
    /// The firm's own sites go on. The parts of all ways sum to the firm's loss of `stoppages`.
    public func stoppagePaths(
        of firm: Int32, region: RegionCode, level: RegionLevel, limit: Int
    ) -> [StoppagePath] {
        var explainer = StoppageExplainer(self)
        let stopped = sites(in: region, level).filter { nodes.firmOfSite[$0] != firm }
        return explainer.paths(to: [firm], stopped: stopped, limit: limit).joined().map { $0 }
    }

    /// How the stop of a supplier reaches a firm, heaviest way first.
    public func stoppagePaths(of firm: Int32, supplier: Int32, limit: Int) -> [StoppagePath] {
        var explainer = StoppageExplainer(self)
        let stopped = Array(chains.sites.sites(of: supplier))
        return explainer.paths(to: [firm], stopped: stopped, limit: limit).joined().map { $0 }
    }

    /// The sites in a region of a level, ascending.
    func sites(in region: RegionCode, _ level: RegionLevel) -> [Int] {
        let isInside = chains.places.codes.map { $0.at(level) == region }
        return (0..<nodes.siteCount).filter { isInside[Int(chains.sites.place[$0])] }
    }
}
