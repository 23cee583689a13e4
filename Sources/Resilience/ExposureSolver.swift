internal import Foundation
internal import SupplyGraph
public import SupplyModel

/// Solves the exposures of some firms, all in the same passes over the links upstream of them.
struct ExposureSolver {
    private let chains: Chains
    private let firms: [Int32]
    private let tags: ChainTags
    private let plan: WalkPlan

    /// Batches of regions that are solved at the same time; each needs 64 to 128 bytes a firm.
    private static let threadLimit = 8

    init(_ chains: Chains, firms: [Int32]) {
        self.chains = chains
        self.firms = firms
        tags = ChainTags(placeCount: chains.places.codes.count)
        plan = WalkPlan(chains.graph, from: firms)
    }

    /// For each firm its exposures of a kind at each of some levels, largest first, then by code.
    func exposures(_ kind: ExposureKind, _ levels: [RegionLevel]) -> [[[Exposure]]] {
        switch kind {
        case .direct: return levels.map { level in firms.map { direct($0, level) } }
        case .touch: return levels.map { touch($0) }
        case .origin:
            let cities = originCities()
            return levels.map { origin(cities, $0) }
        }
    }

    /// For each firm the part of its chain that is unknown upstream: u_b = (1 − Σ S) + Σ S · u_s.
    ///
    /// All of it where loops did not settle: then exposures are too small by an amount that nobody knows.
    func unknown() -> [Double] {
        var result = [Double](repeating: 0, count: firms.count)
        let lanes = tags.table(unknown: Int32(0)) { _, _ in -1 }
        let settled = solve(lanes, laneCount: 1) { firm, _, value in result[firm] = min(1, value) }
        return settled ? result : result.map { _ in 1 }
    }

    /// The least of the milliseconds that the nodes of each firm and upstream of it have; nil where none has any.
    func least(_ milliseconds: ContiguousArray<Int64>) -> [Int64?] {
        plan.least(milliseconds, graph: chains.graph, roots: firms).map { $0 == .max ? nil : $0 }
    }

    private func direct(_ firm: Int32, _ level: RegionLevel) -> [Exposure] {
        let regionOf = chains.places.regionOf(level)
        var sums: [Int: Double] = [:]
        for arc in chains.graph.arcs[chains.graph.row(of: firm)] where arc.tag != tags.unknown {
            sums[Int(regionOf[Int(arc.tag / 2)]), default: 0] += arc.weight
        }
        return listed(sums.map { ($0.key, $0.value) }, level)
    }

    private func touch(_ level: RegionLevel) -> [[Exposure]] {
        var found = [[(Int, Double)]](repeating: [], count: firms.count)
        eachTouch(level) { lanes in
            for firm in firms.indices {
                let mine = lanes[firm]
                for (lane, region) in lanes.regions.indices.enumerated() where mine[lane] > 0 {
                    found[firm].append((region, mine[lane]))
                }
            }
        }
        return found.map { listed($0, level) }
    }

    /// Touch exposures of the firms, eight regions at a time; the result is whether all loops settled.
    @discardableResult
    func eachTouch(_ level: RegionLevel, _ body: (TouchLanes) -> Void) -> Bool {
        let regions = chains.places.regions(level)
        let regionOf = chains.places.regionOf(level)
        let lanes = tags.table(unknown: Int32(-1)) { place, _ in regionOf[place] }
        let solver = WalkSolver(plan, laneOfTag: lanes, laneCount: regions.count)
        return solver.solve(threads: threads) { first, values in
            let mine = regions[first..<min(first + WalkSolver.Lanes.scalarCount, regions.count)]
            body(TouchLanes(regions: mine, slots: plan.rootSlots, values: values))
        }
    }

    private var threads: Int { min(ProcessInfo.processInfo.activeProcessorCount, Self.threadLimit) }

    /// Where the value starts, by firm, then city.
    ///
    /// Cities add up to provinces, so only they are solved.
    private func originCities() -> [[(city: Int, value: Double)]] {
        let places = chains.places
        let lanes = tags.table(unknown: Int32(-1)) { place, isOrigin in isOrigin ? places.cityOf[place] : -1 }
        var found = [[(city: Int, value: Double)]](repeating: [], count: firms.count)
        solve(lanes, laneCount: places.cities.count) { firm, city, value in found[firm].append((city, value))
        }
        for (index, firm) in firms.enumerated() where chains.isOrigin[Int(firm)] {
            found[index] = chains.sites.sites(of: firm).map { site in
                (Int(places.cityOf[Int(chains.sites.place[site])]), chains.sites.part[site])
            }
        }
        return found
    }

    private func origin(_ cities: [[(city: Int, value: Double)]], _ level: RegionLevel) -> [[Exposure]] {
        let numbers = Dictionary(uniqueKeysWithValues: zip(chains.places.regions(level), 0...))
        let regionOfCity = chains.places.cities.map { numbers[$0.at(level)] ?? 0 }
        return cities.map { mine in
            var sums: [Int: Double] = [:]
            for (city, value) in mine { sums[regionOfCity[city], default: 0] += value }
            return listed(sums.map { ($0.key, $0.value) }, level)
        }
    }

    /// Hands out every value above 0; whether all loops settled is the result.
    @discardableResult
    private func solve(
        _ lanes: ContiguousArray<Int32>, laneCount: Int,
        _ body: (_ firm: Int, _ lane: Int, _ value: Double) -> Void
    ) -> Bool {
        let solver = WalkSolver(plan, laneOfTag: lanes, laneCount: laneCount)
        return solver.solve(threads: threads) { firstLane, values in
            let lanes = 0..<min(WalkSolver.Lanes.scalarCount, laneCount - firstLane)
            for (firm, slot) in plan.rootSlots.enumerated() {
                let mine = values[Int(slot)]
                for lane in lanes where mine[lane] > 0 { body(firm, firstLane + lane, mine[lane]) }
            }
        }
    }

    private func listed(_ values: [(region: Int, value: Double)], _ level: RegionLevel) -> [Exposure] {
        let regions = chains.places.regions(level)
        return values.filter { $0.value >= Exposure.leastValue }
            .sorted { ($1.value, $0.region) < ($0.value, $1.region) }
            .map { Exposure(region: regions[$0.region], value: min(1, $0.value)) }
    }
}

extension Chains {
    /// The exposures of one firm, largest first, then by code; those below `Exposure.leastValue` are left out.
    public func exposures(of firm: Int32, kind: ExposureKind, level: RegionLevel) -> [Exposure] {
        exposures(of: [firm], kind: kind, level: level).first ?? []
    }

    /// The same of several firms, in their order: they share the passes over the links upstream of them.
    public func exposures(of firms: [Int32], kind: ExposureKind, level: RegionLevel) -> [[Exposure]] {
        ExposureSolver(self, firms: firms).exposures(kind, [level]).first ?? []
    }
}
