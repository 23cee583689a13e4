internal import Foundation
internal import MutualAid
internal import Resilience
internal import SupplyModel

/// Shows who can stand in.
///
/// Without names a candidate from others' chains has a number in place of its identity, its province, and figures to the tenth: enough
/// to ask its owner, and no more than the buyer may know before that.
struct StandInAnswer {
    private let inquiry: Inquiry
    private let network: Network
    private let found: Matches
    private let stops: AidStops
    private let isAnonymous: Bool

    /// What a figure of somebody without a name is rounded to.
    private static let step = 0.1

    init(_ inquiry: Inquiry, _ network: Network, _ found: Matches, _ stops: AidStops, isAnonymous: Bool) {
        self.inquiry = inquiry
        self.network = network
        self.found = found
        self.stops = stops
        self.isAnonymous = isAnonymous
    }

    func answer(isPlanned: Bool) -> Answer {
        let need = found.need
        let firm = network.firms[Int(need.firm)]
        var fields = [Answer.Field("firm", .text(firm.id.description))]
        fields += Answer.Field.text("name", firm.name)
        fields.append(Answer.Field("product", .text(need.product)))
        fields += Answer.Field.number("gap", need.gap)
        fields += Answer.Field.number("unknown", need.unknown)
        fields += course(found.course)
        if found.courseWithoutGap.firstLossDay != nil {
            fields += course(found.courseWithoutGap, suffix: "_anyway")
        }
        fields += Answer.Field.number("hhi", found.hhi)
        fields += Answer.Field.number("region_hhi", found.regionHHI)
        fields.append(Answer.Field("failing", .list(need.failed.map { .record(source($0)) })))
        let candidates = found.matches.enumerated().map { Answer.Value.record(record($1, number: $0 + 1)) }
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

    private func course(_ course: Course, suffix: String = "") -> [Answer.Field] {
        Answer.Field.text("line_stops_on" + suffix, stops.lineStop(course)?.description)
            + Answer.Field.number("lost_days" + suffix, course.lostDays)
    }

    private func source(_ source: Need.Source) -> [Answer.Field] {
        [
            Answer.Field("id", .text(network.firms[Int(source.supplier)].id.description)),
            Answer.Field("name", .text(Inquiry.shownName(of: source.supplier, in: network))),
            Answer.Field("region", .text(source.region.description)),
        ] + Answer.Field.number("share", source.share) + Answer.Field.number("loss", source.loss)
    }

    private func record(_ match: Match, number: Int) -> [Answer.Field] {
        let one = match.candidate
        let isHidden = isHidden(match)
        let place = isHidden ? one.region.at(.province) : one.region
        func rounded(_ value: Double?) -> Double? {
            isHidden ? value.map { ($0 / Self.step).rounded() * Self.step } : value
        }
        func figure(_ name: String, _ value: Double?) -> [Answer.Field] {
            Answer.Field.number(name, rounded(value))
        }
        var fields = [Answer.Field("number", .number(Double(number)))]
        fields += named(match, number: number)
        fields.append(Answer.Field("region", .text(place.description)))
        fields += Answer.Field.text("region_name", inquiry.name(place))
        fields.append(Answer.Field("source", .text(one.source.rawValue)))
        if !isHidden { fields.append(Answer.Field("product_there", .text(one.product))) }
        fields.append(Answer.Field("needs_consent", .flag(one.source.needsConsent)))
        fields.append(Answer.Field("offered", .flag(match.isOffered)))
        fields += figure("match_score", match.score)
        fields.append(Answer.Field("parts", .record(parts(match.parts, rounded))))
        fields += figure("delivers", match.delivers)
        fields += Answer.Field.number("bring_up_days", one.bringUpDays.map { isHidden ? $0.rounded() : $0 })
        if let after = match.course, !isHidden { fields += course(after) }
        if let after = match.course, isHidden {
            fields += Answer.Field.text("line_stops_on", stops.lineStop(after)?.description)
            fields += Answer.Field.number("lost_days", after.lostDays.rounded())
        }
        if !isHidden {
            fields += Answer.Field.number("hhi_after", match.hhi)
            fields += Answer.Field.number("region_hhi_after", match.regionHHI)
            fields += Answer.Field.number("distance_km", match.distanceKm.map { $0.rounded() })
            fields.append(Answer.Field("shared", .list(match.shared.map { .record(shared($0)) })))
            fields += Answer.Field.text("leans_on", match.leansOn.map(plant))
        }
        return fields + Answer.Field.number("class", match.classNumber)
    }

    private func isHidden(_ match: Match) -> Bool { isAnonymous && match.candidate.source.needsConsent }

    private func named(_ match: Match, number: Int) -> [Answer.Field] {
        guard !isHidden(match) else { return [Answer.Field("name", .text(anonym(number)))] }
        let supplier = match.candidate.supplier
        return [
            Answer.Field("supplier", .text(network.firms[Int(supplier)].id.description)),
            Answer.Field("name", .text(Inquiry.shownName(of: supplier, in: network))),
        ]
    }

    private func anonym(_ number: Int) -> String {
        inquiry.language == .zh ? "匿名 \(number)" : "anonymous \(number)"
    }

    private func parts(_ parts: MatchParts, _ rounded: (Double?) -> Double?) -> [Answer.Field] {
        let all: [(String, Double?)] = [
            ("product", parts.product), ("not_exposed", parts.notExposed), ("independent", parts.independent),
            ("capacity", parts.capacity), ("time", parts.time), ("concentration", parts.concentration),
            ("region_concentration", parts.regionConcentration), ("recognised", parts.recognised),
            ("distance", parts.distance),
        ]
        return all.flatMap { Answer.Field.number($0.0, rounded($0.1)) }
    }

    private func shared(_ source: SharedSource) -> [Answer.Field] {
        [
            Answer.Field("id", .text(network.firms[Int(source.firm)].id.description)),
            Answer.Field("name", .text(Inquiry.shownName(of: source.firm, in: network))),
        ] + Answer.Field.number("loss", source.loss)
    }

    private func plant(_ plant: Plant) -> String {
        let place = plant.region.flatMap { inquiry.name($0) ?? $0.description }
        return Inquiry.shownName(of: plant.firm, in: network) + (place.map { " (\($0))" } ?? "")
    }

    private func record(_ plan: StandInPlan) -> [Answer.Field] {
        let members = plan.members.map { member -> Answer.Value in
            let match = found.matches[member.match]
            return .record(
                [Answer.Field("number", .number(Double(member.match + 1)))]
                    + named(match, number: member.match + 1)
                    + Answer.Field.number(
                        "share",
                        isHidden(match) ? (member.takes / Self.step).rounded() * Self.step : member.takes))
        }
        var fields = [Answer.Field("method", .text(plan.method.rawValue))]
        fields.append(Answer.Field("members", .list(members)))
        fields += Answer.Field.number("gap_left", plan.left)
        fields += Answer.Field.number("hhi_after", plan.hhi)
        fields += Answer.Field.number("region_hhi_after", plan.regionHHI)
        fields += Answer.Field.number("hhi_above_exact", plan.hhiAboveExact)
        fields.append(Answer.Field("leans_on_one_plant", .flag(plan.leansOnOnePlant)))
        return fields + (plan.course.map { course($0) } ?? [])
    }
}
