internal import MutualAid
internal import Resilience
internal import Store
public import SupplyModel

/// Whose output is short, and how much of it is left.
public struct SplitQuestion: Sendable {
    /// Identity or name.
    public var supplier: String
    /// Only its deliveries of this one; nil for all that it sells.
    public var product: String?
    /// Of its normal deliveries, 0...1; nil for what status reports, events and `ask` leave.
    public var remaining: Double?
    public var ask = StopQuestion()
    /// The one rule that is asked about; nil for all.
    public var rule: String?

    public init(supplier: String) { self.supplier = supplier }

    /// What a rule may be called.
    public static let rules = SplitRule.allCases.map(\.rawValue)

    /// The rule that somebody names, as the contract or as Chinese tables do; nil where there is none.
    public static func rule(named text: String) -> String? {
        TypedWords.word(text, in: "split_rule", of: rules)
    }
}

extension Inquiry {
    /// How what is left of a supplier's output can be split among its buyers, by each rule, and what each firm loses then.
    ///
    /// A table has a block for each rule. A registrant sees its own deliveries alone.
    public func splits(_ question: SplitQuestion, now: Timestamp) throws -> Answer {
        let network = try network()
        let (split, warnings) = try split(question, in: network, now: time ?? now)
        var answer = Answer(
            columns: [
                "split_rule", "total_lost_days", "firm", "name", "claim", "share", "need", "part",
                "line_stops_on",
                "lost_days",
            ],
            records: split.found.rules.filter { $0.rule.rawValue == question.rule ?? $0.rule.rawValue }
                .flatMap { records($0, of: split, in: network) })
        answer.hiddenInTable = ["firm"]
        answer.blockColumns = ["split_rule"]
        answer.warnings = warnings
        if !split.found.isByValue {
            answer.warnings.append("a delivery has no value in the register, so every buyer counts alike")
        }
        return answer
    }

    /// A split of a supplier's output, with what it is of.
    struct FoundSplit {
        var supplier: Int32
        var product: Int32?
        var remaining: Double
        var found: Allocations
        /// Day 0 of its courses: when the first of what stands still began.
        var origin: CalendarDay
    }

    func split(
        _ question: SplitQuestion, in network: Network, now: Timestamp
    ) throws -> (split: FoundSplit, warnings: [String]) {
        let chains = chains(network)
        let supplier = try firm(question.supplier, in: network)
        let id = network.firms[Int(supplier)].id.description
        let product = try question.product.map { try sold($0, by: supplier, id, in: network) }
        let buyers = Set(
            network.links.lazy.filter {
                $0.supplier == supplier && product.map { [$0] }?.contains($0.product) ?? true
            }
            .map(\.buyer))
        guard !buyers.isEmpty else { throw AidMatchFault.nobodyBuys(supplier: id, product: question.product) }
        guard buyers.count <= Allocations.claimLimit else {
            throw AidMatchFault.tooManyBuyers(supplier: id, count: buyers.count)
        }
        var warnings: [String] = []
        let stops = try aidStops(question.ask, in: chains, now: now, &warnings)
        guard
            let remaining = question.remaining ?? Self.remaining(of: supplier, product, stops, chains)
        else { throw AidMatchFault.nobodyBuys(supplier: id, product: question.product) }
        guard remaining < 1 else {
            throw AidMatchFault.delivers(supplier: id, product: question.product)
        }
        var asked = AllocationQuestion(
            supplier: supplier, product: product, remaining: remaining, days: question.ask.days,
            untilDay: question.ask.untilDay)
        asked.standing = stops.scenario
        asked.standing.today = stops.today
        asked.workers = Cores.count
        guard let found = chains.allocations(asked) else {
            throw AidMatchFault.nobodyBuys(supplier: id, product: question.product)
        }
        let split = FoundSplit(
            supplier: supplier, product: product, remaining: remaining, found: found,
            origin: CalendarDay(now).adding(days: -stops.today))
        return (split, warnings)
    }

    /// What a supplier still makes in the limit of what stands still; what is over by now, or is to come, takes nothing of it.
    private static func remaining(
        of supplier: Int32, _ product: Int32?, _ stops: AidStops, _ chains: Chains
    ) -> Double? {
        let shocks = stops.scenario.shocks.filter { $0.startDay <= stops.today && stops.today < $0.endDay }
        let limit = Cascades(chains, from: chains.firms(hitBy: shocks), to: [supplier], workers: Cores.count)
            .limit(of: shocks)
        return chains.remaining(of: supplier, product: product, limit)
    }

    /// The number of a product that a supplier sells.
    private func sold(
        _ text: String, by supplier: Int32, _ id: String, in network: Network
    ) throws(AidMatchFault) -> Int32 {
        let sold = Set(network.links.lazy.filter { $0.supplier == supplier }.map(\.product)).sorted()
        let wanted = IdentityText.normalisedName(text)
        let found =
            sold.first { network.products[Int($0)] == text }
            ?? sold.first { IdentityText.normalisedName(network.products[Int($0)]) == wanted }
        guard let found else { throw .unknownProduct(text, supplier: id) }
        return found
    }

    private func records(
        _ allocation: Allocation, of split: FoundSplit, in network: Network
    ) -> [[Answer.Field]] {
        allocation.courses.enumerated().map { index, course in
            let firm = network.firms[Int(course.firm)]
            let isClaim = index < allocation.claimCount
            var fields = [Answer.Field("split_rule", .text(allocation.rule.rawValue))]
            fields += Answer.Field.number("total_lost_days", allocation.lostDays)
            fields.append(Answer.Field("firm", .text(firm.id.description)))
            fields.append(Answer.Field("name", .text(Self.shownName(of: course.firm, in: network))))
            fields.append(Answer.Field("claim", .flag(isClaim)))
            if isClaim {
                let claim = split.found.claims[index]
                fields += Answer.Field.number("share", claim.share)
                fields += Answer.Field.number("need", split.found.isByValue ? claim.need : nil)
                fields += Answer.Field.number("part", allocation.fractions[index])
            }
            let stop = course.firstLossDay.map { split.origin.adding(days: $0) }
            return fields + Answer.Field.text("line_stops_on", stop?.description)
                + Answer.Field.number("lost_days", course.lostDays)
        }
    }
}
