internal import Resilience
internal import Store
internal import SupplyModel

extension Inquiry {
    /// Supply relations that stand, those of backups included: of a buyer, of a supplier, or all; sorted as the network's.
    ///
    /// `product`: the buyer's word for it, as it is written.
    public func links(buyer: String?, supplier: String?, product: String?) throws -> Answer {
        let network = try network()
        let buyer = try buyer.map { try firm($0, in: network) }
        let supplier = try supplier.map { try firm($0, in: network) }
        let wanted = product.map(IdentityText.normalisedName)
        func isShown(_ link: Link) -> Bool {
            (buyer.map { $0 == link.buyer } ?? true) && (supplier.map { $0 == link.supplier } ?? true)
                && (wanted.map {
                    IdentityText.normalisedName(network.products[Int(link.product)]) == $0
                } ?? true)
        }
        let active = candidates(buyer, supplier, in: network).filter(isShown)
        let backups = network.backups.filter(isShown)
        return Answer(
            columns: [
                "supplier", "supplier_name", "region", "buyer", "buyer_name", "product", "tier", "industry",
                "importance", "status", "annual_value", "share", "inventory_days", "spare_capacity",
                "bring_up_days", "declared_at",
            ],
            records: active.map { Self.record($0, "active", in: network) }
                + backups.map { Self.record($0, "backup", in: network) })
    }

    /// The links among which those of a buyer or a supplier are: only those, where an index tells them.
    private func candidates(_ buyer: Int32?, _ supplier: Int32?, in network: Network) -> ArraySlice<Link> {
        guard time == nil, let snapshot else { return network.links[...] }
        if let buyer { return snapshot.linksBought(by: buyer) }
        return supplier.map { snapshot.linksSold(by: $0)[...] } ?? network.links[...]
    }

    private static func record(_ link: Link, _ status: String, in network: Network) -> [Answer.Field] {
        let supplier = network.firms[Int(link.supplier)]
        let buyer = network.firms[Int(link.buyer)]
        return [Answer.Field("supplier", .text(supplier.id.description))]
            + Answer.Field.text("supplier_name", supplier.name)
            + [
                Answer.Field("region", .text(link.region.description)),
                Answer.Field("buyer", .text(buyer.id.description)),
            ] + Answer.Field.text("buyer_name", buyer.name)
            + [
                Answer.Field("product", .text(network.products[Int(link.product)])),
                Answer.Field("tier", .number(Double(link.tier))),
                Answer.Field("industry", .text(link.industry.rawValue)),
                Answer.Field("importance", .text(link.importance.name)),
                Answer.Field("status", .text(status)),
            ] + Answer.Field.number("annual_value", link.annualValue)
            + Answer.Field.number("share", link.share)
            + Answer.Field.number("inventory_days", link.inventoryDays)
            + Answer.Field.number("spare_capacity", link.spareCapacity)
            + Answer.Field.number("bring_up_days", link.bringUpDays)
            + [Answer.Field("declared_at", .text(link.declaredAt.description))]
    }
}
