internal import MutualAid
internal import Resilience
internal import Store
public import SupplyModel

/// Who could help one firm with one product.
public struct StandInQuestion: Sendable {
    /// Identity or name.
    public var firm: String
    public var product: String
    public var ask = StopQuestion()
    /// Candidates that are looked at closely, in `topRange`.
    public var top = Self.usualTop
    /// Whether sets that close the gap are looked for.
    public var isPlanned = false
    /// Whether candidates from others' chains are shown without name, code and exact place, as to the buyer before they consent.
    public var isAnonymous = false

    public static let usualTop = MatchQuestion.usualTop
    public static let topRange = MatchQuestion.topRange

    public init(firm: String, product: String) {
        self.firm = firm
        self.product = product
    }
}

extension Inquiry {
    /// Who can stand in for one product of one firm, best first, and what comes of it.
    ///
    /// A registrant is shown its own backups and suppliers alone: what others buy is not in its view. `folder` has `products.yaml`.
    public func standIns(_ question: StandInQuestion, folder: String, now: Timestamp) throws -> Answer {
        let now = time ?? now
        let book = try ProductsReader.load(folder: folder)
        let network = try network()
        let chains = chains(network)
        let firm = try firm(question.firm, in: network)
        let product = try product(question.product, of: firm, chains)
        var warnings: [String] = []
        let stops = try aidStops(question.ask, in: chains, now: now, &warnings)
        var asked = MatchQuestion(firm: firm, product: product, scenario: stops.scenario)
        asked.decisionDay = stops.today
        asked.book = book
        asked.top = question.top
        asked.isPlanned = question.isPlanned
        asked.workers = Cores.count
        try takeWhiteLists(into: &asked, in: chains, now: now, &warnings)
        guard let found = chains.matches(asked) else {
            throw QueryFault.unknownProduct(
                question.product, firm: Self.shownName(of: firm, in: network), some: [])
        }
        var answer = StandInAnswer(
            self, network, found, stops, isAnonymous: question.isAnonymous
        ).answer(isPlanned: question.isPlanned)
        if found.need.gap > 0, let day = stops.lineStop(found.courseWithoutGap) {
            warnings.append(
                "even with all of '\(found.need.product)' the firm makes less from \(day) on, for want of other products;"
                    + " look for those too")
        }
        answer.warnings = warnings + doubts(about: found, question)
        return answer
    }

    /// Who is on a list that counts where the buyer sits, and what those on any list say that they make.
    private func takeWhiteLists(
        into question: inout MatchQuestion, in chains: Chains, now: Timestamp, _ warnings: inout [String]
    ) throws(StoreError) {
        let network = chains.network
        if Self.place(of: question.firm, chains) == .unknown {
            warnings.append(
                "the register does not know where \(Self.shownName(of: question.firm, in: network)) sits, so no white list counts"
                    + " for it and nobody's distance is known; declare its region in a table of firms")
        }
        try whiteListBook(in: network, at: now).advise(&question, in: chains, now: now)
    }

    /// What is to be known beside the answer.
    private func doubts(about found: Matches, _ question: StandInQuestion) -> [String] {
        var doubts: [String] = []
        func warn(_ sentence: String) { doubts.append(sentence) }
        if found.need.gap == 0 {
            warn(
                "nothing of '\(found.need.product)' is lacking by what is supposed to stop; the candidates are ranked by the rest"
            )
        }
        if found.leftOutCount > 0 {
            let more = English.counted(found.leftOutCount, one: "candidate is", many: "candidates are")
            warn(
                "\(more) not shown; --top \(found.leftOutCount + found.matches.count) looks at all of them closely"
            )
        }
        if !found.hasConverged {
            warn("a loop of the cascade did not settle; the losses are too small rather than too large")
        }
        return doubts
            + (question.isPlanned && found.need.gap > 0 ? planDoubts(found.plans, found.need) : [])
    }

    private func planDoubts(_ plans: [StandInPlan], _ need: Need) -> [String] {
        guard let plan = plans.first else {
            return ["nobody is known to be able to deliver '\(need.product)', so there is no plan"]
        }
        var doubts: [String] = []
        if plan.left > 0 {
            doubts.append(
                "all together leave \(Self.percent(plan.left)) of the need open; nobody else is known to help"
            )
        }
        if plan.leansOnOnePlant {
            doubts.append(
                "without several that lean on one plant more would be lacking; if that plant stops, they all do"
            )
        }
        if plan.method == .greedy {
            doubts.append(
                "there are more than \(StandInPlan.exactLimit) candidates, so no plan is known to be the best"
            )
        }
        return doubts
    }

    private static func percent(_ part: Double) -> String {
        "\(Answer.numeral((part * 1_000).rounded() / 10))%"
    }
}
