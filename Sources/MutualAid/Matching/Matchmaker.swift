public import Resilience
internal import SupplyModel

extension Chains {
    /// Who can stand in for one product of one buyer; nil where the firm does not buy the product.
    ///
    /// - Complexity: O(links), one cascade, and for each candidate that is looked at closely some stops and one run of days.
    public func matches(_ question: MatchQuestion) -> Matches? {
        guard let group = groups(of: question.firm).first(where: { $0.product == question.product }) else {
            return nil
        }
        return Matchmaker(self, question).matches(group)
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
        let (need, candidates, limit) = situation(group)
        let now = SwitchedGroup(need, isWhole: true).figures()
        let alone = courses(among: [])
        let course = alone.course(with: [])
        let rough = ranked(rough(candidates, need, limit, until: course.firstLossDay))
        let close = Array(rough.prefix(question.top))
        let courses = courses(among: close.map(\.candidate.supplier))
        var matches = Leaning(chains, need, workers: question.workers).judged(close)
        for index in matches.indices {
            guard let standIn = standIn(matches[index].candidate) else { continue }
            matches[index].course = courses.course(with: [standIn])
        }
        var answer = Matches(
            need: need, hhi: now?.hhi, regionHHI: now?.regionHHI, course: course,
            courseWithoutGap: alone.courseWithoutGap(),
            matches: numbered(ranked(matches)), leftOutCount: rough.count - close.count,
            hasConverged: limit.hasConverged, courses: alone, delayDays: delayDays)
        if question.isPlanned { answer.plans = plans(answer, courses) }
        return answer
    }

    private func courses(among suppliers: [Int32]) -> StandInCourses {
        var scenario = question.scenario
        scenario.shocks = shocks
        scenario.today = question.decisionDay
        return StandInCourses(
            chains, of: question.firm, product: question.product, in: scenario, among: suppliers)
    }

    /// Days from the first shock until somebody decides.
    private var delayDays: Double {
        let first = shocks.map(\.startDay).min() ?? 0
        return Double(max(0, question.decisionDay - first))
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
    private func situation(
        _ group: GroupView
    ) -> (need: Need, candidates: [Candidate], limit: LimitLosses) {
        var need = Need(group, of: question.firm, in: chains)
        let candidates = CandidateSearch.candidates(
            for: need, in: chains, book: question.book, capabilities: question.capabilities,
            isNamedOnly: question.isNamedOnly)
        let asked = need.sources.map(\.supplier) + candidates.map(\.supplier)
        let limit = Cascades(
            chains, from: chains.firms(hitBy: standing), to: asked, workers: question.workers
        ).limit(of: standing)
        need.take(limit)
        return (need, candidates, limit)
    }

    /// Every candidate by what needs no further cascade.
    private func rough(
        _ candidates: [Candidate], _ need: Need, _ limit: LimitLosses, until firstLossDay: Int?
    ) -> [Match] {
        var switched = SwitchedGroup(need)
        let gap = need.gap
        let homes = chains.regions(of: need.firm)
        return candidates.map { one in
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
