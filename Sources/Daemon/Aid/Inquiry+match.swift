internal import MutualAid
internal import Resilience
internal import Store
public import SupplyModel

/// Who could help one firm with one product.
public struct StandInQuestion: Sendable {
    /// Identity or name; nil where a request says it.
    public var firm: String?
    /// nil where a request says it.
    public var product: String?
    /// A request, by whose firm and product, and for which owners consented; everything counts that stands still.
    public var request: String?
    public var ask = StopQuestion()
    /// Candidates that are looked at closely, in `topRange`.
    public var top = Self.usualTop
    /// Whether sets that close the gap are looked for.
    public var isPlanned = false
    /// Whether everybody is named, also who is in others' chains: a look of whoever coordinates, which the trail keeps.
    public var showsNames = false

    public static let usualTop = MatchQuestion.usualTop
    public static let topRange = MatchQuestion.topRange

    public init() {}
}

extension Inquiry {
    /// Who can stand in for one product of one firm, best first, and what comes of it.
    ///
    /// Those of others' chains are named to whoever coordinates, and to the firm in need once an owner consented. A registrant is shown its own
    /// backups and suppliers alone: what others buy is not in its view. `folder` has `products.yaml`.
    public func standIns(_ question: StandInQuestion, folder: String, now: Timestamp) throws -> Answer {
        let lookedAt = now
        let now = time ?? now
        if question.showsNames { try requireAll("names of others' chains") }
        let book = try ProductsReader.load(folder: folder)
        let network = try network()
        let chains = chains(network)
        let request = try question.request.map(consentedRequest)
        let (firm, product) = try need(question, request, in: chains)
        var warnings: [String] = []
        let stops = try aidStops(question.ask, in: chains, now: now, &warnings)
        var asked = MatchQuestion(firm: firm, product: product, scenario: stops.scenario)
        asked.decisionDay = stops.today
        asked.book = book
        asked.top = question.top
        asked.isPlanned = question.isPlanned
        asked.workers = Cores.count
        try takeWhiteLists(into: &asked, in: chains, now: now, &warnings)
        let speakers = view == .all ? try FirmSpeakers(of: firm, self, in: network) : nil
        if let speakers { asked.others = try othersSupplies(to: speakers, in: network) }
        guard let found = chains.matches(asked) else {
            throw QueryFault.unknownProduct(
                network.products[Int(product)], firm: Self.shownName(of: firm, in: network), some: [])
        }
        let shown = StandInAnswer(
            self, network, found, stops,
            try speakers.map {
                try discretion(about: found, $0, asked.others, question, request, book, in: network)
            })
        var answer = shown.answer(isPlanned: question.isPlanned)
        if found.need.gap > 0, let day = stops.lineStop(found.courseWithoutGap) {
            warnings.append(
                "even with all of '\(found.need.product)' the firm makes less from \(day) on, for want of other products;"
                    + " look for those too")
        }
        if let request = request?.request, request.state.isOver {
            warnings.append(
                "\(request.id) is \(AidWords.state(request.state, .en)), so no consent counts for it any more"
            )
        }
        answer.warnings = warnings + doubts(about: found, question, shown)
        if question.showsNames { try store.noteLook(Self.look(question), at: lookedAt) }
        return answer
    }

    private func need(
        _ question: StandInQuestion, _ request: ConsentedRequest?, in chains: Chains
    ) throws -> (firm: Int32, product: Int32) {
        if let request { return try need(of: request.request, product: question.product, in: chains) }
        let firm = try firm(question.firm ?? "", in: chains.network)
        return (firm, try product(question.product ?? "", of: firm, chains))
    }

    /// What of the candidates may be told to those who speak for the firm in need.
    private func discretion(
        about found: Matches, _ speakers: FirmSpeakers, _ others: Set<OwnSupply>,
        _ question: StandInQuestion, _ request: ConsentedRequest?, _ book: ProductBook, in network: Network
    ) throws -> Discretion {
        let owners = try SupplyOwners(about: found, for: speakers, book: book, self, in: network)
        var discretion = Discretion(
            owners, others: others,
            consents: try request.map {
                try consents(to: $0, product: found.need.product, book: book, in: network)
            } ?? [],
            tellsAll: question.showsNames)
        try discretion.takeNames(about: found, from: self)
        return discretion
    }

    /// What whoever coordinates looks at, as the trail keeps it.
    private static func look(_ question: StandInQuestion) -> String {
        let parts = [
            ("--request", question.request), ("--firm", question.firm), ("--product", question.product),
        ]
        return
            (["aid match"]
            + parts.compactMap { flag, value in value.map { "\(flag) \(Answer.printable($0))" } } + [
                "--names"
            ])
            .joined(separator: " ")
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
    private func doubts(
        about found: Matches, _ question: StandInQuestion, _ shown: StandInAnswer
    ) -> [String] {
        var doubts: [String] = []
        func warn(_ sentence: String) { doubts.append(sentence) }
        if !ProductBook.isProduct(found.need.product) {
            warn(
                "'\(found.need.product)' says no product, so of others nobody is known to make it; register what is bought"
            )
        } else if found.need.gap == 0 {
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
            + (question.isPlanned && found.need.gap > 0 ? planDoubts(found.plans, found.need, shown) : [])
    }

    private func planDoubts(
        _ plans: [StandInPlan], _ need: Need, _ shown: StandInAnswer
    ) -> [String] {
        guard let plan = plans.first else {
            return ["nobody is known to be able to deliver '\(need.product)', so there is no plan"]
        }
        var doubts: [String] = []
        if plan.left > 0 {
            doubts.append(
                "all together leave \(Self.left(plan, isRounded: shown.isRounded(plan))) of the need open; nobody else is known to help"
            )
        }
        if shown.isOnOnePlant(plan) ?? false {
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

    private static func left(_ plan: StandInPlan, isRounded: Bool) -> String {
        guard isRounded else { return percent(plan.left) }
        let left = StandInAnswer.rounded(plan.left)
        return left > 0 ? "about \(percent(left))" : "less than 5%"
    }

    private static func percent(_ part: Double) -> String {
        "\(Answer.numeral((part * 1_000).rounded() / 10))%"
    }
}
