internal import Resilience
internal import Store
public import SupplyModel

/// Which two instants are compared, and what of them.
public struct DifferenceFilter: Sendable {
    public var from: Timestamp
    public var to: Timestamp
    /// Only this firm's chain and figures: its identity or legal name; nil for everything.
    public var firm: String?
    public var metric: Metric?

    public init(from: Timestamp, to: Timestamp) {
        self.from = from
        self.to = to
    }
}

extension Inquiry {
    /// Figures that differ by less stand as they were: a figure of loops is only found so exactly.
    static let leastDifference = 1e-6

    /// What changed in the register between two instants, and what that did to the figures.
    ///
    /// Of what is new or gone everything is told, of what changed the values that differ.
    ///
    /// - Throws: `QueryFault` where the later instant does not know the firm.
    public func difference(
        _ filter: DifferenceFilter, progress: @escaping Progress = { _, _ in }
    ) throws -> Answer {
        let before = try store.network(at: filter.from, view: view)
        let after = try store.network(at: filter.to, view: view)
        var difference = NetworkDifference(from: before, to: after)
        if let text = filter.firm {
            let id = after.firms[Int(try firm(text, in: after))].id
            difference = difference.within(chain(of: id, in: before).union(chain(of: id, in: after)))
        }
        let figures = try figures(filter, before, after, progress: progress)
        var answer = Answer([
            Answer.Field("from", .record(Self.instant(filter.from, before))),
            Answer.Field("to", .record(Self.instant(filter.to, after))),
            Answer.Field("firms", .list(difference.firms.map { .record(Self.record($0)) })),
            Answer.Field("links", .list(difference.links.map { .record(record($0, before, after)) })),
            Answer.Field("figures", .list(figures.changes)),
        ])
        answer.warnings = Self.warnings(unsettled: figures.unsettledCount)
        return answer
    }

    private static func instant(_ time: Timestamp, _ network: Network) -> [Answer.Field] {
        [
            Answer.Field("time", .text(time.description)),
            Answer.Field("revision", .number(Double(network.revision))),
        ]
    }

    /// A firm and everybody upstream of it; nobody where the network does not know it.
    private func chain(of id: FirmID, in network: Network) -> Set<FirmID> {
        guard let firm = network.number(of: id) else { return [] }
        let suppliers = Chains(network).suppliers(of: firm).map(\.firm)
        return Set((suppliers + [firm]).map { network.firms[Int($0)].id })
    }

    // MARK: - Firms and links

    private static func record(_ change: NetworkDifference.FirmChange) -> [Answer.Field] {
        let firm = change.after ?? change.before
        return [
            Answer.Field("change", .text(word(change.before == nil, change.after == nil))),
            Answer.Field("id", .text(change.id.description)),
        ] + Answer.Field.text("name", firm?.name)
            + sides(change.before.map(record), change.after.map(record))
    }

    /// Both sides of a change; where there are two, each has what the other says otherwise.
    private static func sides(_ before: [Answer.Field]?, _ after: [Answer.Field]?) -> [Answer.Field] {
        func only(_ side: [Answer.Field]?, without other: [Answer.Field]?) -> [Answer.Field]? {
            side.map { fields in fields.filter { !(other ?? []).contains($0) } }
        }
        let sides = [("before", only(before, without: after)), ("after", only(after, without: before))]
        return sides.compactMap { name, fields in fields.map { Answer.Field(name, .record($0)) } }
    }

    private static func record(_ firm: Firm) -> [Answer.Field] {
        Answer.Field.text("name", firm.name) + [Answer.Field("region", .text(firm.region.description))]
            + Answer.Field.text("industry", firm.industry?.rawValue)
            + Answer.Field.number("revenue", firm.revenue)
            + Answer.Field.number("recovery_days", firm.recoveryDays)
            + [Answer.Field("whitelisted", .flag(firm.isWhitelisted))]
            + Answer.Field.text("contact", firm.contact)
            + Answer.Field.text("former_names", NameList.text(firm.formerNames))
            + Answer.Field.text("short_name", firm.shortName) + Answer.Field.text("address", firm.address)
    }

    private func record(
        _ change: NetworkDifference.LinkChange, _ before: Network, _ after: Network
    ) -> [Answer.Field] {
        func name(_ id: FirmID) -> String? {
            [after, before].lazy.compactMap { network in
                network.merged[id] == nil
                    ? network.number(of: id).flatMap { network.firms[Int($0)].name } : nil
            }.first
        }
        return [
            Answer.Field("change", .text(Self.word(change.before == nil, change.after == nil))),
            Answer.Field("supplier", .text(change.supplier.description)),
        ] + Answer.Field.text("supplier_name", name(change.supplier))
            + [Answer.Field("region", .text(change.region.description))]
            + [Answer.Field("buyer", .text(change.buyer.description))]
            + Answer.Field.text("buyer_name", name(change.buyer))
            + [Answer.Field("product", .text(change.product))]
            + Self.sides(change.before.map(Self.record), change.after.map(Self.record))
    }

    private static func record(_ terms: NetworkDifference.Terms) -> [Answer.Field] {
        [
            Answer.Field("status", .text(terms.isBackup ? "backup" : "active")),
            Answer.Field("tier", .number(Double(terms.tier))),
            Answer.Field("industry", .text(terms.industry.rawValue)),
            Answer.Field("importance", .text(terms.importance.name)),
        ] + Answer.Field.number("annual_value", terms.annualValue) + Answer.Field.number("share", terms.share)
            + Answer.Field.number("inventory_days", terms.inventoryDays)
            + Answer.Field.number("spare_capacity", terms.spareCapacity)
            + Answer.Field.number("bring_up_days", terms.bringUpDays)
    }

    private static func word(_ isNew: Bool, _ isGone: Bool) -> String {
        isNew ? "added" : isGone ? "gone" : "changed"
    }

    // MARK: - Figures

    private struct Figure: Hashable {
        var metric: Metric
        var labels: Labels
    }

    /// Figures that are new, gone or others, the largest difference of each metric first.
    private func figures(
        _ filter: DifferenceFilter, _ before: Network, _ after: Network, progress: @escaping Progress
    ) throws -> (changes: [Answer.Value], unsettledCount: Int) {
        var asked = MetricFilter()
        asked.firm = filter.firm
        asked.metric = filter.metric
        let old = try samplesOrNone(asked, in: before, at: filter.from) { progress($0, $1 / 2) }
        let new = try samples(asked, in: after, at: filter.to) { progress($0, 0.5 + $1 / 2) }
        let elapsedDays = filter.to.seconds(since: filter.from) / 86_400
        var values: [Figure: (before: Double?, after: Double?)] = [:]
        for one in old.samples {
            values[Figure(metric: one.metric, labels: one.labels), default: (nil, nil)].before = one.value
        }
        for one in new.samples {
            values[Figure(metric: one.metric, labels: one.labels), default: (nil, nil)].after = one.value
        }
        let changed = values.filter { figure, value in
            guard let before = value.before, let after = value.after else { return true }
            let aged = figure.metric.value(before, afterDays: elapsedDays)
            return abs(after - aged) >= Self.leastDifference
        }
        let sorted = changed.sorted { left, right in
            let key: (Figure, (before: Double?, after: Double?)) -> (String, Double, String) = {
                ($0.metric.rawValue, -abs(($1.after ?? 0) - ($1.before ?? 0)), "\($0.labels.pairs)")
            }
            return key(left.key, left.value) < key(right.key, right.value)
        }
        return (
            sorted.map { .record(Self.record($0.key, $0.value)) }, old.unsettledCount + new.unsettledCount
        )
    }

    /// A firm that the earlier network does not know had no figures.
    private func samplesOrNone(
        _ filter: MetricFilter, in network: Network, at time: Timestamp, progress: @escaping Progress
    ) throws -> (samples: [Sample], unsettledCount: Int) {
        if let text = filter.firm {
            do { _ = try firm(text, in: network) } catch is QueryFault { return ([], 0) }
        }
        return try samples(filter, in: network, at: time, progress: progress)
    }

    private static func record(
        _ figure: Figure, _ value: (before: Double?, after: Double?)
    ) -> [Answer.Field] {
        let labels = figure.labels.pairs.map { Answer.Field($0.name, .text($0.value)) }
        let difference = value.before.flatMap { before in value.after.map { $0 - before } }
        return [
            Answer.Field("metric", .text(figure.metric.rawValue)), Answer.Field("labels", .record(labels)),
            Answer.Field("unit", .text(figure.metric.unit.rawValue)),
        ] + Answer.Field.number("before", value.before) + Answer.Field.number("after", value.after)
            + Answer.Field.number("difference", difference)
    }
}
