internal import Resilience
public import SupplyModel

/// Who could stand in for what a firm lacks, by province and product.
public struct StandIns: Sendable {
    /// Those in one province for one product.
    struct Offer: Sendable {
        let province: RegionCode
        let product: String
        let gap: Double
        let suppliers: [AidSupplier]
        /// Whom alerts are about and the firm feels, of those who deliver the product or supply those who do.
        let behind: Set<Int32>
    }

    let felt: FeltStops
    let offers: [Offer]
}

extension AidDrafting {
    /// Products of a firm for which somebody is looked for, those of the largest weight first.
    static let productLimit = 20
    /// Candidates for one product that one province is asked about, the best first.
    static let candidateLimit = 5

    /// Who could stand in for what a firm lacks, in each province of the delta other than its own and those in which it feels somebody.
    ///
    /// There it asks for those whom it feels; where it feels nobody at all, nobody is to stand in. Asked for is only what the firm loses
    /// output for want of, each product by its own day. Named are the firm's own qualified suppliers and those whose lists say what they
    /// can make: of others' chains nobody is named before their owner consents. `subjects`: what alerts are about; `advise` tells each
    /// question what is known of products, lists and capabilities.
    public func standIns(
        about felt: FeltStops, for subjects: [AidSubject] = [], advise: (inout MatchQuestion) -> Void
    ) -> StandIns {
        let firm = felt.firm
        let authority = authority(of: firm)
        guard authority.isDelta, !felt.isEmpty else { return StandIns(felt: felt, offers: []) }
        let asked = Set(felt.suppliers.flatMap(\.deliveries).map { $0.place.at(.province) })
        let alerted = felt.suppliers.map(\.supplier).filter { supplier in
            subjects.contains { $0.isAbout(firm) && $0.stopped.contains(supplier) }
        }
        var offers: [StandIns.Offer] = []
        let scenario = scenario(of: firm)
        let groups = chains.groups(of: firm).sorted { ($1.weight, $0.product) < ($0.weight, $1.product) }
        for group in groups.prefix(Self.productLimit) {
            // Regions whole: who stands by in one without a site is closed down too, also where a plant of the firm is spared there.
            var question = MatchQuestion(firm: firm, product: group.product, scenario: stops.scenario())
            question.decisionDay = stops.today
            question.isNamedOnly = true
            advise(&question)
            let found = chains.offers(question, until: felt.firstLossDay) { province in
                province.isDelta && province != authority && !asked.contains(province)
            }
            guard let found, !found.matches.isEmpty,
                let day = firstLossDay(of: firm, forWantOf: group.product, in: scenario)
            else { continue }
            let isUpstream = chains.isUpstream(of: group.suppliers.map(\.firm))
            let behind = Set(alerted.filter { isUpstream[Int($0)] })
            for (province, matches) in found.matches {
                let rows = matches.prefix(Self.candidateLimit).map { row($0, found.need, neededBy: day) }
                offers.append(
                    StandIns.Offer(
                        province: province, product: found.need.product, gap: found.need.gap,
                        suppliers: rows, behind: behind))
            }
        }
        return StandIns(felt: felt, offers: offers)
    }

    /// The requests for stand-ins that rest on one alert, one to each province; `own`: whom the firm feels, of those that it is about.
    ///
    /// They are for the products behind which one of these stands, and for those behind which nobody stands whom any alert is about.
    public func contents(of standIns: StandIns, for own: FeltStops) -> [AidContent] {
        let suppliers = own.suppliers.map(\.supplier)
        let offers = standIns.offers.filter { $0.behind.isEmpty || !$0.behind.isDisjoint(with: suppliers) }
        return Dictionary(grouping: offers, by: \.province).sorted { $0.key < $1.key }.map {
            province, offers in
            var content = content(
                about: standIns.felt, kind: .capacity, authority: authority(of: own.firm),
                counterpart: province)
            content.suppliers = offers.flatMap(\.suppliers)
            content.why = why(offers)
            return content
        }
    }

    private func row(_ match: Match, _ need: Need, neededBy day: Int) -> AidSupplier {
        AidSupplier(
            firm: chains.network.firms[Int(match.candidate.supplier)].id, region: match.candidate.region,
            product: need.product, lineStopsOn: stops.date(ofDay: day))
    }

    /// The first day on which a firm loses output for want of one product alone; nil where its stock, or its little weight, lasts.
    private func firstLossDay(of firm: Int32, forWantOf product: Int32, in scenario: Scenario) -> Int? {
        StandInCourses(chains, of: firm, product: product, in: scenario, among: []).courseByGap().firstLossDay
    }

    private func why(_ offers: [StandIns.Offer]) -> BilingualText {
        func percent(_ part: Double) -> String { "\(Int((part * 100).rounded()))%" }
        let chinese = offers.map { "“\($0.product)”缺口 \(percent($0.gap))" }.joined(separator: "，")
        let english = offers.map { "\(percent($0.gap)) of '\($0.product)' is lacking" }
            .joined(separator: ", ")
        return BilingualText(
            zh: "\(chinese)；请协调下列企业替代供应。", en: "\(english); those below could stand in.")
    }
}
