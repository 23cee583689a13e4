internal import Resilience
internal import SupplyModel

/// Finds on whom candidates lean: the firms that they share with those who failed, and the plants that they share with each other.
///
/// Of everybody upstream of a candidate those are looked at whose stop reaches it most by a single way, at most `sourceLimit`; what they
/// cost is the limit of the downstream cascade. What costs a candidate less than `leastLoss` is not told.
struct Leaning {
    /// Firms upstream of one candidate that are stopped.
    static let sourceLimit = 32
    static let leastLoss = 0.01
    /// Shared firms that an answer names.
    static let namedLimit = 3
    /// Two candidates that each lose this much when one plant stops count as one.
    static let sharedPlantLoss = 0.5

    private let chains: Chains
    private let need: Need
    private let workers: Int

    init(_ chains: Chains, _ need: Need, workers: Int) {
        self.chains = chains
        self.need = need
        self.workers = workers
    }

    /// The same candidates with their shared firms, their independence and their classes.
    func judged(_ matches: [Match]) -> [Match] {
        var matches = matches
        let sources = matches.map { match in
            chains.heaviestSources(
                of: match.candidate.supplier, besides: need.firm, limit: Self.sourceLimit,
                least: Self.leastLoss)
        }
        let plants = Array(Set(sources.joined().map(\.firm))).sorted().flatMap(self.plants)
        let sites = matches.map { Plant(firm: $0.candidate.supplier, region: $0.candidate.region) }
        let losses = Cascades(
            chains, from: plants.map(\.firm), to: sites.map(\.firm), workers: workers
        ).losses(at: sites, whenStopped: plants)
        share(plants, losses, sources.map { Set($0.map(\.firm)) }, &matches)
        join(plants, losses, &matches)
        return matches
    }

    /// A firm as a whole, and where it has several sites each of these.
    private func plants(of firm: Int32) -> [Plant] {
        let regions = chains.regions(of: firm)
        return [Plant(firm: firm)] + (regions.count > 1 ? regions.map { Plant(firm: firm, region: $0) } : [])
    }

    /// Finds what each candidate shares with those who failed.
    ///
    /// Of another's sources it may lose something too, by ways through the firm in need: these do not count.
    private func share(
        _ plants: [Plant], _ losses: [[Double]], _ sources: [Set<Int32>], _ matches: inout [Match]
    ) {
        let isBehind = chains.isUpstream(of: need.failed.map(\.supplier))
        for (plant, losses) in zip(plants, losses) where plant.region == nil && isBehind[Int(plant.firm)] {
            for index in matches.indices
            where sources[index].contains(plant.firm) && losses[index] >= Self.leastLoss {
                matches[index].shared.append(SharedSource(firm: plant.firm, loss: losses[index]))
            }
        }
        for index in matches.indices {
            matches[index].shared.sort { ($1.loss, $0.firm) < ($0.loss, $1.firm) }
            matches[index].parts.independent = 1 - (matches[index].shared.first?.loss ?? 0)
            matches[index].shared = Array(matches[index].shared.prefix(Self.namedLimit))
        }
    }

    /// Puts candidates into one class that are one firm or lean on one plant.
    private func join(_ plants: [Plant], _ losses: [[Double]], _ matches: inout [Match]) {
        var classes = Array(matches.indices)
        func merge(_ members: [Int]) {
            guard let first = members.first else { return }
            let joined = Set(members.map { classes[$0] })
            for index in classes.indices where joined.contains(classes[index]) {
                classes[index] = classes[first]
            }
        }
        for group in Dictionary(grouping: matches.indices, by: { matches[$0].candidate.supplier }).values {
            merge(group)
        }
        for (plant, losses) in zip(plants, losses) {
            let isOne = plant.region != nil || chains.regions(of: plant.firm).count == 1
            let leaning = matches.indices.filter { losses[$0] >= Self.sharedPlantLoss }
            guard isOne, Set(leaning.map { matches[$0].candidate.supplier }).count > 1 else { continue }
            merge(leaning)
            let place = plant.region ?? chains.regions(of: plant.firm).first
            for index in leaning { matches[index].leansOn.append(Plant(firm: plant.firm, region: place)) }
        }
        for index in matches.indices { matches[index].classNumber = classes[index] }
    }
}
