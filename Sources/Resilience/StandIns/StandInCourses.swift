internal import SupplyGraph
public import SupplyModel

/// Somebody who could deliver to a buyer in the place of those who fail.
public struct StandIn: Equatable, Sendable {
    public var supplier: Int32
    public var region: RegionCode
    /// What it can deliver when nothing is wrong with it, as a fraction of the buyer's need.
    public var spare: Double
    /// Days from the first shock on before it delivers.
    public var bringUpDays: Double

    public init(supplier: Int32, region: RegionCode, spare: Double, bringUpDays: Double) {
        self.supplier = supplier
        self.region = region
        self.spare = spare
        self.bringUpDays = bringUpDays
    }
}

/// A part of a buyer's need that is delivered every day from a day on, whoever does that.
public struct SteadyDelivery: Equatable, Sendable {
    /// 0...1.
    public var part: Double
    /// Days from the first shock on before it begins.
    public var bringUpDays: Double

    public init(part: Double, bringUpDays: Double) {
        self.part = part
        self.bringUpDays = bringUpDays
    }
}

/// How a buyer comes through a scenario with one set of stand-ins for one product after the other.
///
/// The backups that the network has do not act: only the stand-ins do, as section 6 of the contract has it. Only what lies between
/// the sites that are hit and the buyer and its stand-ins is laid out, which changes no figure.
public struct StandInCourses: Sendable {
    private let chains: Chains
    private let buyer: Int32
    private let product: Int32
    private let scenario: Scenario
    private let isWanted: ContiguousArray<Bool>

    /// `suppliers`: all who may stand in.
    ///
    /// - Complexity: O(links).
    public init(
        _ chains: Chains, of buyer: Int32, product: Int32, in scenario: Scenario, among suppliers: [Int32]
    ) {
        self.chains = chains
        self.buyer = buyer
        self.product = product
        var mitigated = scenario
        // Where no stand-in is laid out, nothing acts.
        mitigated.isMitigated = true
        self.scenario = mitigated
        isWanted = chains.between(chains.firms(hitBy: scenario.shocks), [buyer] + suppliers)
    }

    /// The buyer's course when these step in together; without any, the one that it has by itself.
    ///
    /// - Complexity: O(firms), and what changes from day to day.
    public func course(with standIns: [StandIn]) -> Course {
        let links = standIns.map { one in
            Link(
                supplier: one.supplier, buyer: buyer, product: product, region: one.region, tier: 1,
                industry: .other, declaredAt: Timestamp(milliseconds: 0), spareCapacity: one.spare,
                bringUpDays: one.bringUpDays)
        }
        return course(TimelineBuilder.graph(of: chains, among: isWanted, standIns: links))
    }

    /// The buyer's course when these arrive, of which nothing follows but from what they are.
    ///
    /// - Complexity: as with stand-ins.
    public func course(whenArrives deliveries: [SteadyDelivery]) -> Course {
        let links = deliveries.map { one in
            Link(
                supplier: buyer, buyer: buyer, product: product, region: .unknown, tier: 1, industry: .other,
                declaredAt: Timestamp(milliseconds: 0), spareCapacity: one.part,
                bringUpDays: one.bringUpDays)
        }
        return course(TimelineBuilder.graph(of: chains, among: isWanted, steadyStandIns: links))
    }

    private func course(_ graph: StockGraph) -> Course {
        Timeline(chains, part: graph).courses(of: [buyer], in: scenario) { _ in }[0]
    }

    /// The course that the buyer has when all of the product arrives, whoever delivers it: what other products make it lose.
    public func courseWithoutGap() -> Course {
        let product = product
        return course { $0 == product }
    }

    /// The course that the buyer has when all of every other product arrives: what this one alone makes it lose.
    public func courseByGap() -> Course {
        let product = product
        return course { $0 != product }
    }

    /// The course that the buyer has when all of some products arrives, whoever delivers them.
    private func course(whereAllArrivesOf isWhole: @escaping (Int32) -> Bool) -> Course {
        let everything = Int32(chains.sites.place.count)
        let buyer = buyer
        let graph = TimelineBuilder.graph(of: chains, among: isWanted, furtherSites: 1) {
            $0.buyer == buyer && isWhole($0.product) ? everything : nil
        }
        return course(graph)
    }
}
