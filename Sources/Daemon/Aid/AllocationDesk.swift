internal import MutualAid
internal import Resilience
internal import Store
public import SupplyModel

/// What people decide about a supplier's output that is short: by which rule it is split, and why.
public struct AllocationDesk: Sendable {
    private let inquiry: Inquiry
    private let now: Timestamp

    public init(_ inquiry: Inquiry, now: Timestamp) {
        self.inquiry = inquiry
        self.now = now
    }

    /// Works out the split by the rule that a question names, and keeps it.
    ///
    /// - Throws: `AidMatchFault`, `AidDeskFault`, `QueryFault`, `DeskFault`, `StoreError`; then nothing was changed.
    public func choose(_ question: SplitQuestion, author: String, reason: String) throws -> Answer {
        let author = try AidDesk.ownName(author)
        let reason = try DeskInput.line(reason, "reason", atMost: ChosenSplit.reasonLimit)
        guard !reason.isEmpty else { throw AidMatchFault.noReason }
        let network = try inquiry.network()
        let (split, warnings) = try inquiry.split(question, in: network, now: now)
        guard let chosen = split.found.rules.first(where: { $0.rule.rawValue == question.rule }) else {
            throw AidMatchFault.noRule
        }
        let parts = zip(split.found.claims, chosen.fractions).enumerated().map { index, part in
            ChosenSplit.Part(
                firm: network.firms[Int(part.0.firm)].id, fraction: part.1,
                lostDays: chosen.courses[index].lostDays)
        }
        let kept = try inquiry.store.keep(
            ChosenSplit(
                time: now, supplier: network.firms[Int(split.supplier)].id,
                product: split.product.map { network.products[Int($0)] }, remaining: split.remaining,
                days: question.ask.days, rule: chosen.rule.rawValue, author: author, reason: reason,
                parts: parts))
        var answer = Answer(Self.record(kept, in: network))
        answer.warnings = warnings
        return answer
    }

    /// Splits that were chosen, newest first: all, or those of one supplier.
    public func list(supplier text: String?) throws -> Answer {
        let network = try inquiry.network()
        let ids = try text.map { network.identities(of: try inquiry.firm($0, in: network)) }
        try inquiry.requireAll("allocations")
        return Answer(
            columns: [
                "number", "time", "supplier", "name", "product", "remaining", "days", "split_rule", "by",
                "reason",
                "parts",
            ],
            records: try inquiry.store.allocations(of: ids, at: inquiry.time).map {
                Self.record($0, in: network)
            })
    }

    private static func record(_ split: ChosenSplit, in network: Network) -> [Answer.Field] {
        func name(_ id: FirmID) -> String? { network.number(of: id).flatMap { network.firms[Int($0)].name } }
        let parts = split.parts.map { part in
            Answer.Value.record(
                [Answer.Field("firm", .text(part.firm.description))]
                    + Answer.Field.text("name", name(part.firm) ?? part.firm.description)
                    + Answer.Field.number("share", part.fraction)
                    + Answer.Field.number("lost_days", part.lostDays))
        }
        return [
            Answer.Field("number", .number(Double(split.number))),
            Answer.Field("time", .text(split.time.description)),
            Answer.Field("supplier", .text(split.supplier.description)),
        ] + Answer.Field.text("name", name(split.supplier)) + Answer.Field.text("product", split.product)
            + Answer.Field.number("remaining", split.remaining) + Answer.Field.number("days", split.days)
            + [
                Answer.Field("split_rule", .text(split.rule)), Answer.Field("by", .text(split.author)),
                Answer.Field("reason", .text(split.reason)), Answer.Field("parts", .list(parts)),
            ]
    }
}
