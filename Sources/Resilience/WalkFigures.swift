internal import SupplyModel

/// What the walks upstream of some firms find, to be put into samples firm by firm.
///
/// The walks of all firms share their passes over the links upstream of them.
struct WalkFigures: Sendable {
    /// By firm, in the order given: the part of its chain that is unknown upstream.
    let unknown: [Double]
    private let chains: Chains
    private let firms: [Int32]
    private let oldest: [Int64?]
    private let validFrom: [Int64?]
    private let lists: [List]

    /// The exposures of a kind at a level, by firm.
    private struct List {
        var kind: ExposureKind
        var level: RegionLevel
        var byFirm: [[Exposure]]
    }

    init(_ chains: Chains, firms: [Int32]) {
        let solver = ExposureSolver(chains, firms: firms)
        self.chains = chains
        self.firms = firms
        unknown = solver.unknown()
        oldest = solver.least(chains.oldestDeclaration)
        validFrom = solver.least(chains.leastValidFrom)
        lists = ExposureKind.allCases.flatMap { kind in
            zip(RegionLevel.allCases, solver.exposures(kind, RegionLevel.allCases)).map {
                List(kind: kind, level: $0, byFirm: $1)
            }
        }
    }

    /// Adds every figure of a firm that follows from the links in one pass to the firm's samples.
    func add(
        firmAt index: Int, at moment: Moment, _ measure: inout TierMeasure, to sampler: inout FirmSampler
    ) {
        sampler.addProducts()
        sampler.addIndustries()
        sampler.addSingleSourceRatio()
        sampler.addTiers(measure.figures(of: firms[index]))
        for list in lists {
            sampler.addExposures(
                list.byFirm[index], list.kind.rawValue, list.level, unknownUpstream: unknown[index])
        }
        if let oldest = oldest[index] { sampler.addRecordAge(oldestMilliseconds: oldest, moment.now) }
        if let validFrom = validFrom[index] { sampler.addValidity(fromMilliseconds: validFrom, moment) }
    }
}

/// When figures are asked for, and how long a declaration is valid then.
struct Moment: Sendable {
    var now: Timestamp
    var validityDays: Double
}
