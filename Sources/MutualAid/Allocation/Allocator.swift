public import Resilience
internal import SupplyModel

/// Which supplier's output is short, for how long, and how much of it is left.
public struct AllocationQuestion: Sendable {
    public var supplier: Int32
    /// Only its deliveries of this product; nil for all that it sells.
    public var product: Int32?
    /// Of its normal deliveries, 0...1.
    public var remaining: Double
    public var days: Int
    public var untilDay: Int
    /// What stands still, with stocks full on its day 0; `days` and `untilDay` count from its today.
    public var standing = Scenario([])
    /// Threads that answer; no figure depends on it.
    public var workers = 1

    public init(supplier: Int32, product: Int32? = nil, remaining: Double, days: Int, untilDay: Int? = nil) {
        self.supplier = supplier
        self.product = product
        self.remaining = remaining
        self.days = days
        self.untilDay = min(untilDay ?? days + Scenario.usualAfterDays, Scenario.dayLimit)
    }
}

/// What one rule gives to whom, and what that costs.
public struct Allocation: Sendable {
    public var rule: SplitRule
    /// In the order of the claims, 0...1 of what each normally gets.
    public var fractions: [Double]
    /// Of the claims, in their order, then of the leading firms above them, by number; what they lose from today on; their days are those of
    /// what stands still.
    public var courses: [Course]
    /// How many of the courses are of claims.
    public var claimCount: Int

    /// What all claims lose together, in days.
    public var lostDays: Double { courses.prefix(claimCount).reduce(0) { $0 + $1.lostDays } }
}

/// The answer to a question: every rule's split.
public struct Allocations: Sendable {
    /// Buyers of one supplier among whom a split is looked for.
    public static let claimLimit = 500

    /// By number of the firm.
    public var claims: [Claim]
    /// Whether the needs are money; else each buyer counts alike.
    public var isByValue: Bool
    /// In the order of the rules.
    public var rules: [Allocation]
}

extension Chains {
    /// How what is left of a supplier's output can be split among its buyers, by every rule; nil where nobody buys from it.
    ///
    /// - Complexity: O(links), and a run of days for each claim and each unit that it can take.
    public func allocations(_ question: AllocationQuestion) -> Allocations? {
        Allocator(self, question)?.answer()
    }

    /// What is left of a supplier's deliveries of a product, or of all that it sells, 0...1, when its sites lose so much for ever.
    ///
    /// Of a product the sites count by what they deliver of it, as the claims on it do; nil where nobody has a claim.
    public func remaining(of supplier: Int32, product: Int32?, _ losses: LimitLosses) -> Double? {
        let sales = SaleSums(self, of: supplier, product: product)
        guard !sales.firms.isEmpty else { return nil }
        let loss = product == nil ? losses.loss(of: supplier) : sales.loss(losses)
        return loss > Course.leastLoss ? 1 - loss : 1
    }
}

/// Splits what is left of a supplier's output.
///
/// For the rule of the fewest lost days, what is left is cut into `unitCount` units, and each claim's loss is followed day by day for
/// each number of units that it can take, all others getting everything, before today too: what one buyer loses is taken not to depend on what another
/// gets. What is shown of each rule is followed for all together.
struct Allocator {
    /// Parts into which what is left is cut.
    static let unitCount = 100

    private let question: AllocationQuestion
    private let claims: [Claim]
    private let isByValue: Bool
    private let courses: SplitCourses
    /// Leading firms that make no claim.
    private let leaders: [Int32]

    init?(_ chains: Chains, _ question: AllocationQuestion) {
        self.question = question
        let sales = SaleSums(chains, of: question.supplier, product: question.product)
        guard !sales.firms.isEmpty else { return nil }
        (claims, isByValue) = sales.claims
        let buyers = sales.firms
        leaders = chains.leaders.filter { !buyers.contains($0) && $0 != question.supplier }
        courses = SplitCourses(
            chains, of: question.supplier, product: question.product, to: leaders,
            standing: question.standing,
            days: question.days, untilDay: question.untilDay)
    }

    func answer() -> Allocations {
        Allocations(
            claims: claims, isByValue: isByValue,
            rules: SplitRule.allCases.map { rule in
                let fractions = fractions(rule)
                let found = follow(fractions)
                return Allocation(
                    rule: rule, fractions: fractions,
                    courses: Array(found.prefix(claims.count))
                        + found.dropFirst(claims.count).filter { $0.firstLossDay != nil },
                    claimCount: claims.count)
            })
    }

    private func fractions(_ rule: SplitRule) -> [Double] {
        switch rule {
        case .proportional: Split.proportional(claims, remaining: question.remaining)
        case .maxMin: Split.maxMin(claims, remaining: question.remaining)
        case .leastLostDays: leastLostDays()
        }
    }

    private func leastLostDays() -> [Double] {
        let all = claims.reduce(0) { $0 + $1.need }
        let unit = min(1, question.remaining) * all / Double(Self.unitCount)
        guard unit > 0 else { return claims.map { _ in 0 } }
        let unitsOfClaim = claims.map { min(Self.unitCount, Int(min(1e6, ($0.need / unit).rounded(.up)))) }
        var wishes: [(buyer: Int, fraction: Double)] = []
        for (index, claim) in claims.enumerated() {
            for units in 0...unitsOfClaim[index] {
                wishes.append((place(of: claim), min(1, Double(units) * unit / claim.need)))
            }
        }
        var lost = courses.lostDays(of: wishes, workers: question.workers)[...]
        let losses = unitsOfClaim.map { count in
            let mine = Array(lost.prefix(count + 1))
            lost = lost.dropFirst(count + 1)
            return mine
        }
        let given = Split.leastLoss(losses, units: Self.unitCount)
        let fractions = zip(given, claims).map { min(1, Double($0) * unit / $1.need) }
        return Split.topUp(fractions, claims, remaining: question.remaining)
    }

    /// The courses of all claims and leading firms; a buyer without a claim gets everything.
    private func follow(_ fractions: [Double]) -> [Course] {
        var given = [Double](repeating: 1, count: courses.buyers.count)
        for (claim, fraction) in zip(claims, fractions) { given[place(of: claim)] = fraction }
        return courses.courses(of: claims.map(\.firm) + leaders, fractions: given)
    }

    private func place(of claim: Claim) -> Int { courses.buyers.firstIndex(of: claim.firm) ?? 0 }
}

/// What a supplier sells to whom.
private struct SaleSums {
    private let supplier: Int32
    /// Who has a claim, ascending.
    private(set) var firms: [Int32] = []
    /// By claim: what is delivered, from each site.
    private var deliveries: [[GroupView.Supplier]] = []
    private var values: [Double] = []
    private var shares: [Double] = []

    init(_ chains: Chains, of supplier: Int32, product: Int32?) {
        self.supplier = supplier
        func isMeant(_ link: Link) -> Bool {
            link.supplier == supplier && product.map { link.product == $0 } ?? true
        }
        let buyers = Set(chains.network.links.lazy.filter(isMeant).map(\.buyer)).sorted()
        for buyer in buyers {
            var deliveries: [GroupView.Supplier] = []
            var share = 0.0
            for group in chains.groups(of: buyer) where product.map({ $0 == group.product }) ?? true {
                let mine = group.suppliers.filter { $0.firm == supplier }
                deliveries += mine
                share = max(share, mine.reduce(0) { $0 + $1.share })
            }
            guard share > 0 else { continue }
            firms.append(buyer)
            self.deliveries.append(deliveries)
            values.append(deliveries.reduce(0) { $0 + ($1.annualValue ?? .nan) })
            shares.append(min(1, share))
        }
    }

    private var isByValue: Bool { values.allSatisfy { $0 > 0 } && values.reduce(0, +).isFinite }

    /// By value where every claim has one, else equally.
    var claims: ([Claim], isByValue: Bool) {
        let isByValue = isByValue
        return (
            zip(firms, zip(values, shares)).map {
                Claim(firm: $0, need: isByValue ? $1.0 : 1, share: $1.1)
            }, isByValue
        )
    }

    /// The mean of what sites lose, by what the claims are to of each: its value, else its share; there is a claim.
    func loss(_ losses: LimitLosses) -> Double {
        let isByValue = isByValue
        var (lost, all) = (0.0, 0.0)
        for deliveries in deliveries {
            let parts = deliveries.map { isByValue ? $0.annualValue ?? 0 : $0.share }
            let whole = isByValue ? 1 : parts.reduce(0, +)
            for (delivery, part) in zip(deliveries, parts) {
                lost += part / whole * losses.loss(of: supplier, in: delivery.region)
                all += part / whole
            }
        }
        return min(1, lost / all)
    }
}
