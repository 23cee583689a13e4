internal import Resilience
internal import Store
internal import SupplyModel

extension Inquiry {
    /// Declarations that `firm` lists.
    static let declarationLimit = 50

    /// Everything about one firm: what is known of it, what it buys, whom it supplies, its alerts, and who said so.
    public func firm(_ text: String) throws -> Answer {
        let network = try network()
        let number = try firm(text, in: network)
        let id = network.firms[Int(number)].id
        let declarations = try store.provenance(
            of: network.identities(of: number), at: time, view: view, limit: Self.declarationLimit)
        return Answer(
            facts(of: number, in: network) + (try openAlerts(of: id)) + [
                Answer.Field("declarations", .list(declarations.map(Self.declaration)))
            ])
    }

    /// What is known of one firm, what it buys, whom it supplies, and for whom it would step in.
    func facts(_ text: String) throws -> Answer {
        let network = try network()
        return Answer(facts(of: try firm(text, in: network), in: network))
    }

    private func facts(of number: Int32, in network: Network) -> [Answer.Field] {
        let firm = network.firms[Int(number)]
        let groups = chains(network).groups(of: number)
        let sold = linksSold(by: number, in: network)
        let backing = network.backups.filter { $0.supplier == number }
        let region = Self.region(of: firm, sold: sold, backing: backing)
        return [Answer.Field("id", .text(firm.id.description))] + Answer.Field.text("name", firm.name)
            + Self.names("former_names", firm.formerNames)
            + Answer.Field.text("short_name", firm.shortName)
            + Self.names("merged", network.identities(of: number).dropFirst().map(\.description))
            + [Answer.Field("region", .text(region.description))]
            + Answer.Field.text("region_name", name(region))
            + Answer.Field.text("industry", firm.industry?.rawValue)
            + Answer.Field.number("revenue", firm.revenue)
            + Answer.Field.number("recovery_days", firm.recoveryDays)
            + [
                Answer.Field("whitelisted", .flag(firm.isWhitelisted)),
                Answer.Field("leading", .flag(network.leaders.contains(number))),
            ] + Answer.Field.text("contact", firm.contact)
            + Answer.Field.text("address", firm.address)
            + [
                Answer.Field("purchases", .list(groups.map { purchase($0, in: network) })),
                Answer.Field("customers", .list(sold.map { customer($0, in: network) })),
            ] + backedUp(backing, in: network)
    }

    /// Where a firm is: its own region, else that from which most of what it delivers comes, else that from which it would step in.
    private static func region(of firm: Firm, sold: [Link], backing: [Link]) -> RegionCode {
        guard firm.region == .unknown else { return firm.region }
        var values: [RegionCode: Double] = [:]
        for link in sold.isEmpty ? backing : sold { values[link.region, default: 0] += link.annualValue ?? 0 }
        return values.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? .unknown
    }

    /// Alerts follow from everybody's declarations: a registrant's view has none here.
    private func openAlerts(of firm: FirmID) throws(StoreError) -> [Answer.Field] {
        guard view == .all else { return [] }
        let alerts = try alerts(in: [.pending, .firing]).filter { $0.labels["firm"] == firm.description }
        return [Answer.Field("alerts", .list(alerts.map { .record(alertRecord($0)) }))]
    }

    /// A list of names, or nothing where there is none.
    private static func names(_ field: String, _ names: [String]) -> [Answer.Field] {
        names.isEmpty ? [] : [Answer.Field(field, .list(names.map { .text($0) }))]
    }

    private func purchase(_ group: GroupView, in network: Network) -> Answer.Value {
        let suppliers = group.suppliers.map { one -> Answer.Value in
            .record(
                [Answer.Field("id", .text(network.firms[Int(one.firm)].id.description))]
                    + Answer.Field.text("name", network.firms[Int(one.firm)].name)
                    + [Answer.Field("region", .text(one.region.description))]
                    + Answer.Field.number("share", one.share)
                    + Answer.Field.number("annual_value", one.annualValue))
        }
        return .record(
            [Answer.Field("product", .text(network.products[Int(group.product)]))]
                + [Answer.Field("industry", .text(group.industry.rawValue))]
                + [Answer.Field("importance", .text(group.importance.name))]
                + Answer.Field.number("weight", group.weight) + Answer.Field.number("unknown", group.unknown)
                + [Answer.Field("suppliers", .list(suppliers))])
    }

    private func linksSold(by number: Int32, in network: Network) -> [Link] {
        let sold = time == nil ? snapshot?.linksSold(by: number) : nil
        return sold ?? network.links.filter { $0.supplier == number }
    }

    private func customer(_ link: Link, in network: Network) -> Answer.Value {
        .record(
            party(link, in: network) + Answer.Field.number("annual_value", link.annualValue)
                + Answer.Field.number("share", link.share))
    }

    /// For whom it would step in, and for what; nothing where it is nobody's backup.
    private func backedUp(_ backing: [Link], in network: Network) -> [Answer.Field] {
        let records = backing.map { link -> Answer.Value in
            .record(
                party(link, in: network) + Answer.Field.number("spare_capacity", link.spareCapacity)
                    + Answer.Field.number("bring_up_days", link.bringUpDays))
        }
        return records.isEmpty ? [] : [Answer.Field("backup_for", .list(records))]
    }

    /// Who buys by a link, what, from where, and in which tier.
    private func party(_ link: Link, in network: Network) -> [Answer.Field] {
        let buyer = network.firms[Int(link.buyer)]
        return [Answer.Field("id", .text(buyer.id.description))] + Answer.Field.text("name", buyer.name)
            + [
                Answer.Field("product", .text(network.products[Int(link.product)])),
                Answer.Field("region", .text(link.region.description)),
            ] + Answer.Field.number("tier", Int(link.tier))
    }

    private static func declaration(_ one: Provenance) -> Answer.Value {
        .record([
            Answer.Field("supplier", .text(one.supplier.description)),
            Answer.Field("buyer", .text(one.buyer.description)), Answer.Field("product", .text(one.product)),
            Answer.Field("status", .text(one.status)),
            Answer.Field("registrant", .text(one.registrant.description)),
            Answer.Field("file", .text(one.file)), Answer.Field("line", .number(Double(one.line))),
            Answer.Field("revision", .number(Double(one.revision))),
            Answer.Field("time", .text(one.time.description)),
        ])
    }
}
