public import Resilience
internal import SupplyModel

extension Chains {
    /// Who can stand in for one product of one buyer; nil where the firm does not buy the product.
    ///
    /// - Complexity: O(links), one cascade, and for each candidate that is looked at closely some stops and one run of days.
    public func matches(_ question: MatchQuestion) -> Matches? {
        group(of: question).map { Matchmaker(self, question).matches($0) }
    }

    /// Who in some provinces can be offered for what a buyer lacks of a product, by province, best first, without how it comes through with
    /// each.
    ///
    /// `firstLossDay`: when it loses output without any help. nil where nothing is lacking.
    func offers(
        _ question: MatchQuestion, until firstLossDay: Int?, in isWanted: (RegionCode) -> Bool
    ) -> (need: Need, matches: [RegionCode: [Match]])? {
        group(of: question).flatMap {
            Matchmaker(self, question).offers($0, until: firstLossDay, in: isWanted)
        }
    }

    private func group(of question: MatchQuestion) -> GroupView? {
        groups(of: question.firm).first { $0.product == question.product }
    }
}

/// Ranks who can stand in.
///
/// All candidates are judged by what follows from one cascade and from arithmetic. Only the best of them are looked at closely: which
/// firms they share with those who failed, which plants they lean on together, and how the buyer comes through with each alone.
struct Matchmaker {
    private let chains: Chains
    private let question: MatchQuestion
    /// The question's, without what they do to the buyer's own sites, or where nobody is.
    private let shocks: [Shock]
    /// Those of them that are not over when somebody decides.
    private var standing: [Shock] { shocks.filter { $0.endDay > question.decisionDay } }

    init(_ chains: Chains, _ question: MatchQuestion) {
        self.chains = chains
        self.question = question
        shocks = chains.shocks(question.scenario.shocks, sparing: question.firm)
    }

    func matches(_ group: GroupView) -> Matches {
        let situation = situation(group)
        let need = situation.need
        let now = SwitchedGroup(need, isWhole: true).figures()
        let alone = courses(among: [])
        let course = alone.course(with: [])
        var (matches, leftOutCount) = ranked(situation, until: course.firstLossDay)
        let courses = courses(among: matches.map(\.candidate.supplier))
        for index in matches.indices {
            guard let standIn = standIn(matches[index].candidate) else { continue }
            matches[index].course = courses.course(with: [standIn])
        }
        var answer = Matches(
            need: need, hhi: now?.hhi, regionHHI: now?.regionHHI, course: course,
            courseWithoutGap: alone.courseWithoutGap(), matches: matches, leftOutCount: leftOutCount,
            hasConverged: situation.limit.hasConverged, courses: alone, delayDays: delayDays)
        if question.isPlanned { answer.plans = plans(answer, courses) }
        return answer
    }

    /// Those in some provinces who can be offered, by province, best first; nil where nothing is lacking.
    ///
    /// `firstLossDay`: when the buyer loses output without any help. In each province the question's `top` are looked at closely.
    func offers(
        _ group: GroupView, until firstLossDay: Int?, in isWanted: (RegionCode) -> Bool
    ) -> (need: Need, matches: [RegionCode: [Match]])? {
        let situation = situation(group)
        guard situation.need.gap > 0 else { return nil }
        let rough = ranked(rough(situation, until: firstLossDay))
        let close = Dictionary(grouping: rough) { $0.candidate.region.at(.province) }
            .filter { isWanted($0.key) }.sorted { $0.key < $1.key }
            .flatMap { $0.value.prefix(question.top) }
        let offered = judged(close, situation.need).filter(\.isOffered)
        return (situation.need, Dictionary(grouping: offered) { $0.candidate.region.at(.province) })
    }

    /// The best, with all that speaks for and against each but for how the buyer comes through with it, and how many others there are.
    private func ranked(
        _ situation: Situation, until firstLossDay: Int?
    ) -> (best: [Match], leftOutCount: Int) {
        let rough = ranked(rough(situation, until: firstLossDay))
        let close = Array(rough.prefix(question.top))
        return (numbered(judged(close, situation.need)), rough.count - close.count)
    }

    private func judged(_ close: [Match], _ need: Need) -> [Match] {
        ranked(Leaning(chains, need, workers: question.workers).judged(close))
    }

    private func courses(among suppliers: [Int32]) -> StandInCourses {
        var scenario = question.scenario
        scenario.shocks = shocks
        scenario.today = question.decisionDay
        return StandInCourses(
            chains, of: question.firm, product: question.product, in: scenario, among: suppliers)
    }

    /// Days from the first shock until somebody decides; less than 0 where that comes first.
    private var delayDays: Double {
        Double(question.decisionDay - (shocks.map(\.startDay).min() ?? question.decisionDay))
    }

    /// What steps in when somebody decides; nil where nobody says what it can spare, or when.
    private func standIn(_ candidate: Candidate) -> StandIn? {
        guard let spare = candidate.spare, let bringUpDays = candidate.bringUpDays else { return nil }
        // Where the register has no site of it, no shock reaches what it would deliver from there.
        let isFollowed = chains.regions(of: candidate.supplier).contains(candidate.region)
        return StandIn(
            supplier: candidate.supplier, region: candidate.region,
            spare: isFollowed ? spare : spare * (1 - regionalLoss(at: candidate.region)),
            bringUpDays: bringUpDays + delayDays)
    }

    /// What a place loses by shocks on regions alone, whether or not anybody is known to ship from there.
    private func regionalLoss(at place: RegionCode) -> Double {
        question.scenario.shocks.filter { shock in
            guard shock.days > 0, shock.endDay > question.decisionDay else { return false }
            switch shock.target {
            case .region(let region):
                return region == place || region == place.at(.city) || region == place.at(.province)
            case .only(let region): return region == place
            case .firm, .site: return false
            }
        }.map { min(1, $0.loss) }.max() ?? 0
    }

    private func plans(_ answer: Matches, _ courses: StandInCourses) -> [StandInPlan] {
        Planner.plans(for: answer.need, answer.matches).map { plan in
            var plan = plan
            let standIns = plan.members.compactMap { standIn(answer.matches[$0.match].candidate) }
            if standIns.count == plan.members.count { plan.course = courses.course(with: standIns) }
            return plan
        }
    }

    /// What is lacking, who could help, and what the shocks do to both.
    private struct Situation {
        var need: Need
        var candidates: [Candidate]
        var limit: LimitLosses
    }

    private func situation(_ group: GroupView) -> Situation {
        var need = Need(group, of: question.firm, in: chains)
        let candidates = CandidateSearch.candidates(
            for: need, in: chains, book: question.book, capabilities: question.capabilities,
            others: question.others, isNamedOnly: question.isNamedOnly)
        let asked = need.sources.map(\.supplier) + candidates.map(\.supplier)
        let limit = Cascades(
            chains, from: chains.firms(hitBy: standing), to: asked, workers: question.workers
        ).limit(of: standing)
        need.take(limit)
        return Situation(need: need, candidates: candidates, limit: limit)
    }

    /// Every candidate by what needs no further cascade.
    private func rough(_ situation: Situation, until firstLossDay: Int?) -> [Match] {
        let (need, limit) = (situation.need, situation.limit)
        var switched = SwitchedGroup(need)
        let gap = need.gap
        let homes = chains.regions(of: need.firm)
        return situation.candidates.map { one in
            let loss = max(limit.loss(of: one.supplier, in: one.region), regionalLoss(at: one.region))
            let delivers = one.spare.map { $0 * (1 - loss) }
            let takes = min(gap, delivers ?? 0)
            let place = switched.place(of: one.supplier, in: one.region)
            let figures = switched.figures(adding: [(place, takes)])
            let distance = Distance.km(from: one.region, to: homes)
            let parts = MatchParts(
                product: one.likeness.score, notExposed: 1 - loss, independent: 1,
                capacity: delivers.map(need.covered),
                time: time(one.bringUpDays, until: firstLossDay),
                concentration: figures.map { 1 - $0.hhi / 10_000 } ?? 0,
                regionConcentration: figures.map { 1 - $0.regionHHI / 10_000 } ?? 0,
                recognised: question.isRecognised(one.supplier) ? 1 : 0,
                distance: distance.map { MatchParts.halfDistanceKm / (MatchParts.halfDistanceKm + $0) })
            return Match(
                candidate: one, parts: parts, delivers: delivers, takes: takes, hhi: figures?.hhi,
                regionHHI: figures?.regionHHI, distanceKm: distance)
        }
    }

    /// Whether it comes in time: 1 where it delivers before output is lost.
    private func time(_ bringUpDays: Double?, until firstLossDay: Int?) -> Double? {
        guard let bringUpDays else { return nil }
        guard let firstLossDay else { return 1 }
        let left = Double(max(0, firstLossDay - question.decisionDay))
        return bringUpDays <= left ? 1 : left / bringUpDays
    }

    /// Those that can be offered first, of these the ones of which it is known what they deliver; then by score, then by identity.
    private func ranked(_ matches: [Match]) -> [Match] {
        func rank(_ match: Match) -> (Int, Double) {
            (match.isOffered ? (match.delivers == nil ? 1 : 0) : 2, -(match.score * 1e12).rounded())
        }
        return matches.sorted { left, right in
            let (one, other) = (rank(left), rank(right))
            if one != other { return one < other }
            return (left.candidate.supplier, left.candidate.region)
                < (right.candidate.supplier, right.candidate.region)
        }
    }

    /// Numbers classes anew by the rank of their best.
    private func numbered(_ matches: [Match]) -> [Match] {
        var numbers: [Int: Int] = [:]
        return matches.map { match in
            var match = match
            let number = numbers[match.classNumber] ?? numbers.count + 1
            numbers[match.classNumber] = number
            match.classNumber = number
            return match
        }
    }
}
