internal import Foundation
internal import MutualAid
internal import Resilience
internal import SupplyModel

/// Shows who can stand in.
///
/// A candidate that may not be named has a number in place of its identity, its province, and figures to the tenth: enough to ask its owner,
/// and no more than the buyer may know before that. The order and the days follow from what is shown, and of a plan with such a candidate the
/// figures are rounded too, so that none of these tells more. Of those from others' chains it is never told who buys from them or on whom
/// they lean; they are named in the words of an owner who consented.
struct StandInAnswer {
    private let inquiry: Inquiry
    private let network: Network
    private let found: Matches
    private let stops: AidStops
    /// nil in a registrant's view, which has nothing of others.
    private let discretion: Discretion?
    /// By match.
    private let measures: [Discretion.Measure]
    /// Places among the matches, in the order in which they are shown; and by match its number there.
    private var order: [Int] = []
    private var numbers: [Int] = []
    private var leaning = ToldLeaning([], among: [])

    /// Figures that are rounded are told in parts of so many.
    private static let partCount = 10.0

    init(
        _ inquiry: Inquiry, _ network: Network, _ found: Matches, _ stops: AidStops, _ discretion: Discretion?
    ) {
        self.inquiry = inquiry
        self.network = network
        self.found = found
        self.stops = stops
        self.discretion = discretion
        measures = found.matches.map { discretion?.measure(of: $0.candidate) ?? .whole }
        let keys = found.matches.indices.map(key)
        order = found.matches.indices.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] < keys[$1] }
        numbers = [Int](repeating: 0, count: order.count)
        for (place, index) in order.enumerated() { numbers[index] = place + 1 }
        leaning = ToldLeaning(found.matches, among: order.filter(tellsChain))
    }

    func answer(isPlanned: Bool) -> Answer {
        let need = found.need
        let firm = network.firms[Int(need.firm)]
        let label = discretion?.needLabel
        var fields = [Answer.Field("firm", .text((label?.id ?? firm.id).description))]
        fields += Answer.Field.text("name", name(need.firm, as: label))
        fields.append(Answer.Field("product", .text(need.product)))
        fields += Answer.Field.number("gap", need.gap)
        fields += Answer.Field.number("unknown", need.unknown)
        fields += days(found.course)
        if found.courseWithoutGap.firstLossDay != nil {
            fields += days(found.courseWithoutGap, suffix: "_anyway")
        }
        fields += Answer.Field.number("hhi", found.hhi)
        fields += Answer.Field.number("region_hhi", found.regionHHI)
        fields.append(Answer.Field("failing", .list(failing.map { .record(source($0)) })))
        let candidates = order.map { index in
            Answer.Value.record(
                [Answer.Field("number", .number(Double(numbers[index])))] + named(index) + figures(index)
                    + Answer.Field.number("class", leaning.classes[index].map(Double.init)))
        }
        fields.append(Answer.Field("candidates", .list(candidates)))
        if isPlanned { fields.append(Answer.Field("plans", .list(found.plans.map { .record(record($0)) }))) }
        var answer = Answer(fields)
        answer.hiddenInTable = [
            "id", "supplier", "product_there", "needs_consent", "parts", "shared", "class",
            "region_hhi_after",
            "distance_km",
        ]
        return answer
    }

    /// The candidates as they are shown: in their order, each with its number and its place among the matches.
    var candidates: [(index: Int, number: Int, match: Match)] {
        order.map { ($0, numbers[$0], found.matches[$0]) }
    }

    /// Who a candidate is, in the words of those who may tell; nil where it may not be named.
    func label(of index: Int) -> (id: FirmID?, name: String)? {
        guard measures[index] != .hidden else { return nil }
        let candidate = found.matches[index].candidate
        return discretion?.label(of: candidate) ?? known(candidate.supplier)
    }

    /// A firm that may be named, as whoever asks knows it.
    private func known(_ firm: Int32) -> (id: FirmID, name: String) {
        let label = discretion?.ownLabel(of: firm)
        let id = label?.id ?? network.firms[Int(firm)].id
        return (id, name(firm, as: label) ?? id.description)
    }

    /// What has only a code goes by the name that the register has for it: that of another identity may be another's word.
    private func name(_ firm: Int32, as label: (id: FirmID, name: String?)?) -> String? {
        guard let label, let known = network.firms[Int(firm)].name else {
            return label?.name ?? network.firms[Int(firm)].name
        }
        return label.name ?? (label.id.isPublic ? known : label.id.ownName)
    }

    private func identity(_ firm: Int32) -> [Answer.Field] {
        let known = known(firm)
        return [Answer.Field("id", .text(known.id.description)), Answer.Field("name", .text(known.name))]
    }

    /// What a candidate scores, as far as that is told.
    func score(_ index: Int) -> Double {
        let score = found.matches[index].score
        return tellsIndependence(index) ? told(score, index) : Self.rounded(score)
    }

    /// What a candidate delivers, as far as that is told; nil where it is not known.
    func delivers(_ index: Int) -> Double? { found.matches[index].delivers.map { told($0, index) } }

    /// How the firm comes through with one candidate alone, as far as that is told; nil where it is not known.
    func course(with index: Int) -> Course? { course(with: [index], found.matches[index].course) }

    /// Whether a plan has a member whose figures are rounded.
    func isRounded(_ plan: StandInPlan) -> Bool { plan.members.contains { measures[$0.match] != .whole } }

    /// Whether several members of a plan lean on one plant, as far as that is told.
    func isOnOnePlant(_ plan: StandInPlan) -> Bool? { leaning.isOnOnePlant(plan) }

    static func rounded(_ value: Double) -> Double { (value * partCount).rounded() / partCount }

    /// Whether it is told who buys from a candidate and on whom it leans.
    private func tellsChain(_ index: Int) -> Bool {
        discretion?.tellsChain(of: found.matches[index].candidate) ?? true
    }

    /// Whether it is told exactly what a candidate loses by the worst firm that it shares: of one that is not named it would tell the share.
    private func tellsIndependence(_ index: Int) -> Bool {
        found.matches[index].shared.first.map { isNamed($0.firm) } ?? true
    }

    /// Whether a candidate's site may be told, and not its province alone.
    private func tellsPlace(_ index: Int) -> Bool {
        measures[index] != .hidden && (discretion?.tellsPlace(of: found.matches[index].candidate) ?? true)
    }

    /// What is told of a course with some candidates.
    ///
    /// With one among them whose figures are rounded it follows from what is told of all: a date, or what is lost in a long time, would tell a
    /// capacity exactly.
    private func course(with members: [Int], _ exact: Course?) -> Course? {
        guard exact != nil, members.contains(where: { measures[$0] != .whole }) else { return exact }
        return found.course(
            whenArrives: members.compactMap { index in
                guard let part = delivers(index), let days = bringUpDays(index) else { return nil }
                return SteadyDelivery(part: part, bringUpDays: days)
            })
    }

    private func bringUpDays(_ index: Int) -> Double? {
        found.matches[index].candidate.bringUpDays.map { measures[index] == .whole ? $0 : $0.rounded() }
    }

    /// A figure of a candidate, as exactly as it is told.
    private func told(_ figure: Double, _ index: Int) -> Double {
        measures[index] == .whole ? figure : Self.rounded(figure)
    }

    private func days(_ course: Course, suffix: String = "") -> [Answer.Field] {
        Answer.Field.text("line_stops_on" + suffix, stops.lineStop(course)?.description)
            + Answer.Field.number("lost_days" + suffix, course.lostDays)
    }

    /// Those who fail, the largest share first; then those of whom little is told, in an order that follows from that.
    private var failing: [Need.Source] {
        let failed = found.need.failed
        let hidden = failed.filter { !tells($0) }.sorted { left, right in
            (left.region.at(.province), Self.rounded(right.share), Self.rounded(right.loss))
                < (right.region.at(.province), Self.rounded(left.share), Self.rounded(left.loss))
        }
        return failed.filter(tells) + hidden
    }

    private func tells(_ source: Need.Source) -> Bool {
        discretion?.tells(source, of: found.need) ?? true
    }

    private func source(_ source: Need.Source) -> [Answer.Field] {
        guard tells(source) else {
            return [
                Answer.Field("name", .text(unnamed)),
                Answer.Field("region", .text(source.region.at(.province).description)),
            ]
                + Answer.Field.number("share", Self.rounded(source.share))
                + Answer.Field.number("loss", Self.rounded(source.loss))
        }
        return identity(source.supplier) + [Answer.Field("region", .text(source.region.description))]
            + Answer.Field.number("share", source.share) + Answer.Field.number("loss", source.loss)
    }
}

// MARK: - Candidates

extension StandInAnswer {
    /// By what candidates are ordered: whether they can be offered, and of these whether it is known what they deliver; the score as it is shown;
    /// those of whom all is told in the order of the match, the others by what is told, and by who they are where that is.
    ///
    /// Of those that are alike in all of it nobody can tell which comes first: they stay in the order of the match.
    private struct Key: Comparable {
        var rank: Int
        var score: Double
        var shown: String
        var name: String
        var code: String

        static func < (left: Key, right: Key) -> Bool {
            (left.rank, right.score, left.shown, left.name, left.code)
                < (right.rank, left.score, right.shown, right.name, right.code)
        }
    }

    private func key(_ index: Int) -> Key {
        let match = found.matches[index]
        let rank = match.isOffered ? (match.delivers == nil ? 1 : 0) : 2
        guard measures[index] != .whole else {
            return Key(rank: rank, score: score(index), shown: "", name: "", code: "")
        }
        let label = label(of: index)
        return Key(
            rank: rank, score: score(index), shown: "\(judgement(index))", name: label?.name ?? "",
            code: label?.id?.description ?? "")
    }

    /// What is told of a candidate, but who it is, and what follows from that.
    private func judgement(_ index: Int) -> [Answer.Field] {
        let match = found.matches[index]
        let one = match.candidate
        let place = tellsPlace(index) ? one.region : one.region.at(.province)
        var fields = [Answer.Field("region", .text(place.description))]
        fields += Answer.Field.text("region_name", inquiry.name(place))
        fields.append(Answer.Field("source", .text(one.source.rawValue)))
        if tellsChain(index) || one.capability != nil {
            fields.append(Answer.Field("product_there", .text(one.product)))
        }
        fields.append(Answer.Field("needs_consent", .flag(discretion?.needsConsent(one) ?? false)))
        if discretion?.isConsented(one) ?? false {
            fields.append(Answer.Field("consent", .text(ConsentState.given.rawValue)))
        }
        fields.append(Answer.Field("offered", .flag(match.isOffered)))
        fields += Answer.Field.number("match_score", score(index))
        fields.append(Answer.Field("parts", .record(parts(index))))
        fields += Answer.Field.number("delivers", delivers(index))
        return fields + Answer.Field.number("bring_up_days", bringUpDays(index))
    }

    /// All that is told of a candidate, but who it is.
    private func figures(_ index: Int) -> [Answer.Field] {
        let (match, measure) = (found.matches[index], measures[index])
        var fields = judgement(index)
        if let course = course(with: index) { fields += days(course) }
        if measure == .whole {
            fields += Answer.Field.number("hhi_after", match.hhi)
            fields += Answer.Field.number("region_hhi_after", match.regionHHI)
        }
        if tellsPlace(index) {
            fields += Answer.Field.number("distance_km", match.distanceKm.map { $0.rounded() })
        }
        if tellsChain(index) {
            fields.append(Answer.Field("shared", .list(match.shared.map { .record(shared($0)) })))
            fields += Answer.Field.text("leans_on", leaning.plants[index].map(plant))
        }
        return fields
    }

    private func named(_ index: Int) -> [Answer.Field] {
        guard let label = label(of: index) else {
            return [Answer.Field("name", .text(Self.anonym(numbers[index], inquiry.language)))]
        }
        return Answer.Field.text("supplier", label.id?.description)
            + [Answer.Field("name", .text(label.name))]
    }

    /// What stands for the name of a candidate that may not be named.
    static func anonym(_ number: Int, _ language: Language) -> String {
        language == .zh ? "匿名 \(number)" : "anonymous \(number)"
    }

    private func parts(_ index: Int) -> [Answer.Field] {
        let parts = found.matches[index].parts
        let independent = tellsIndependence(index) ? parts.independent : Self.rounded(parts.independent)
        // Of few firms it is known that they are listed.
        let recognised = measures[index] == .hidden ? nil : parts.recognised
        let all: [(String, Double?)] = [
            ("product", parts.product), ("not_exposed", parts.notExposed), ("independent", independent),
            // Of what is told to be delivered: a tenth of a small gap is little.
            ("capacity", delivers(index).map(found.need.covered)),
            ("time", parts.time), ("concentration", parts.concentration),
            ("region_concentration", parts.regionConcentration), ("recognised", recognised),
            ("distance", parts.distance),
        ]
        return all.flatMap { name, figure in
            Answer.Field.number(name, figure.map { told($0, index) })
        }
    }

    private func shared(_ source: SharedSource) -> [Answer.Field] {
        guard isNamed(source.firm) else {
            return [Answer.Field("name", .text(unnamed))]
                + Answer.Field.number("loss", Self.rounded(source.loss))
        }
        return identity(source.firm) + Answer.Field.number("loss", source.loss)
    }

    private func plant(_ plant: Plant) -> String {
        guard isNamed(plant.firm) else { return unnamed }
        guard let region = plant.region else { return known(plant.firm).name }
        let tellsPlace = discretion?.tellsPlace(of: plant.firm, in: region) ?? true
        let place = tellsPlace ? region : region.at(.province)
        return "\(known(plant.firm).name) (\(inquiry.name(place) ?? place.description))"
    }

    /// Whether a firm upstream of somebody may be named.
    private func isNamed(_ firm: Int32) -> Bool { discretion?.mayName(firm) ?? true }

    private var unnamed: String { inquiry.language == .zh ? "（未具名）" : "(not named)" }
}

// MARK: - Plans

extension StandInAnswer {
    private func record(_ plan: StandInPlan) -> [Answer.Field] {
        let isRounded = isRounded(plan)
        let members = plan.members.sorted { numbers[$0.match] < numbers[$1.match] }.map {
            member -> Answer.Value in
            .record(
                [Answer.Field("number", .number(Double(numbers[member.match])))] + named(member.match)
                    + Answer.Field.number("share", isRounded ? Self.rounded(member.takes) : member.takes))
        }
        var fields = [Answer.Field("method", .text(plan.method.rawValue))]
        fields.append(Answer.Field("members", .list(members)))
        fields += Answer.Field.number("gap_left", isRounded ? Self.rounded(plan.left) : plan.left)
        if !isRounded {
            fields += Answer.Field.number("hhi_after", plan.hhi)
            fields += Answer.Field.number("region_hhi_after", plan.regionHHI)
            fields += Answer.Field.number("hhi_above_exact", plan.hhiAboveExact)
        }
        if let isOne = isOnOnePlant(plan) { fields.append(Answer.Field("leans_on_one_plant", .flag(isOne))) }
        return fields + (course(with: plan.members.map(\.match), plan.course).map { days($0) } ?? [])
    }
}
