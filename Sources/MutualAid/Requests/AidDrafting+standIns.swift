internal import Resilience
public import SupplyModel

extension AidDrafting {
    /// Products of a firm for which somebody is looked for, those of the largest weight first.
    static let productLimit = 20
    /// Candidates for one product that one province is asked about, the best first.
    static let candidateLimit = 5

    /// The requests of a firm for somebody to stand in, one to each province of the delta in which somebody could, other than its own and
    /// those in which it feels somebody.
    ///
    /// There it asks for those whom it feels; where it feels nobody at all, nobody is to stand in. Asked for is only what the firm loses
    /// output for want of, each product by its own day. Named are the firm's own qualified suppliers and those whose lists say what they
    /// can make: of others' chains nobody is named before their owner consents. `advise` tells each question what is known of products,
    /// lists and capabilities.
    public func standIns(about felt: FeltStops, advise: (inout MatchQuestion) -> Void) -> [AidContent] {
        let (firm, scenario) = (felt.firm, felt.scenario)
        let authority = authority(of: firm)
        guard authority.isDelta, !felt.isEmpty else { return [] }
        let asked = Set(felt.suppliers.flatMap(\.deliveries).map { $0.place.at(.province) })
        var rows: [RegionCode: [AidSupplier]] = [:]
        var gaps: [RegionCode: [(product: String, gap: Double)]] = [:]
        let groups = chains.groups(of: firm).sorted { ($1.weight, $0.product) < ($0.weight, $1.product) }
        for group in groups.prefix(Self.productLimit) {
            guard let day = firstLossDay(of: firm, forWantOf: group.product, in: scenario) else { continue }
            // Regions whole: who stands by in one without a site is closed down too, also where a plant of the firm is spared there.
            var question = MatchQuestion(firm: firm, product: group.product, scenario: stops.scenario())
            question.decisionDay = stops.today
            question.isNamedOnly = true
            advise(&question)
            guard let found = chains.matches(question), found.need.gap > 0 else { continue }
            let byProvince = Dictionary(grouping: found.matches.filter(\.isOffered)) {
                $0.candidate.region.at(.province)
            }
            for (province, matches) in byProvince
            where province.isDelta && province != authority && !asked.contains(province) {
                rows[province, default: []] += matches.prefix(Self.candidateLimit).map {
                    row($0, found.need, neededBy: day)
                }
                gaps[province, default: []].append((found.need.product, found.need.gap))
            }
        }
        return rows.sorted { $0.key < $1.key }.map { province, suppliers in
            var content = content(
                about: felt, kind: .capacity, authority: authority, counterpart: province)
            content.suppliers = suppliers
            content.why = why(gaps[province] ?? [])
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

    private func why(_ gaps: [(product: String, gap: Double)]) -> BilingualText {
        func percent(_ part: Double) -> String { "\(Int((part * 100).rounded()))%" }
        let chinese = gaps.map { "“\($0.product)”缺口 \(percent($0.gap))" }.joined(separator: "，")
        let english = gaps.map { "\(percent($0.gap)) of '\($0.product)' is lacking" }.joined(separator: ", ")
        return BilingualText(
            zh: "\(chinese)；请协调下列企业替代供应。", en: "\(english); those below could stand in.")
    }
}
