internal import Resilience
public import SupplyModel

/// What a buyer lacks of one product when something stops.
public struct Need: Sendable {
    /// One of those who deliver it now.
    public struct Source: Equatable, Sendable {
        public var supplier: Int32
        public var region: RegionCode
        /// Of the buyer's need, 0...1.
        public var share: Double
        /// Of what it delivers, 0...1.
        public var loss: Double

        public init(supplier: Int32, region: RegionCode, share: Double, loss: Double) {
            self.supplier = supplier
            self.region = region
            self.share = share
            self.loss = loss
        }
    }

    public var firm: Int32
    /// The product's number, and its name.
    public var number: Int32
    public var product: String
    public var sources: [Source]
    /// The share of the need that no registered supplier covers; taken to arrive.
    public var unknown: Double

    public init(firm: Int32, number: Int32, product: String, sources: [Source], unknown: Double) {
        self.firm = firm
        self.number = number
        self.product = product
        self.sources = sources
        self.unknown = unknown
    }

    /// Losses that are no more than this are none.
    static let leastLoss = 1e-9

    /// What is lacking, as a fraction of the need.
    public var gap: Double {
        let gap = sources.reduce(0) { $0 + $1.share * $1.loss }
        return gap > Self.leastLoss ? min(1, gap) : 0
    }

    /// How much of what is lacking a part of the need covers, 0...1; all of it where nothing is lacking.
    public func covered(by part: Double) -> Double { gap > 0 ? min(1, part / gap) : 1 }

    /// What one of those who deliver it supplies.
    public func supply(of source: Source) -> OwnSupply {
        OwnSupply(supplier: source.supplier, region: source.region, product: number)
    }

    /// Those who supply it now and fail, wholly or in part.
    public var failed: [Source] { sources.filter { $0.loss > Self.leastLoss && $0.share > 0 } }
}
