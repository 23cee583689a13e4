internal import Resilience
internal import Store
public import SupplyModel

extension Inquiry {
    /// Declarations that one answer lists.
    static let endingLimit = 100_000

    /// Standing declarations whose validity has ended or ends soon, the oldest first, each with whoever must confirm it.
    ///
    /// Of the chain of a firm, or of the whole register; `soonDays`: what ends within so many days is listed too. A declaration is
    /// valid from when it was made, or from when its registrant last said that it still holds.
    ///
    /// - Throws: `QueryFault`, `StoreError`.
    public func endingDeclarations(
        firm text: String?, soonDays: Double, now: Timestamp
    ) throws -> Answer {
        let now = time ?? now
        let network = try network()
        var links = network.links + network.backups
        if let text {
            let firm = try firm(text, in: network)
            let members = Set([firm] + chains(network).suppliers(of: firm).map(\.firm))
            links = links.filter { members.contains($0.buyer) }
        }
        func daysLeft(_ link: Link) -> Double { validityDays - now.seconds(since: link.validFrom) / 86_400 }
        let listed = links.enumerated().filter { daysLeft($0.element) <= soonDays }.sorted {
            ($0.element.validFrom, $0.offset) < ($1.element.validFrom, $1.offset)
        }.prefix(Self.endingLimit).map(\.element)
        let named = Set(listed.flatMap { [$0.supplier, $0.buyer] })
        let identities = Dictionary(
            uniqueKeysWithValues: zip(named, network.identities(of: Array(named))))
        let owners = try store.owners(
            of: listed.map { link in
                StandingSupply(
                    supplier: identities[link.supplier] ?? [], buyer: identities[link.buyer] ?? [],
                    product: network.products[Int(link.product)], time: link.declaredAt)
            }, view: view)
        var answer = Answer(
            columns: [
                "validity", "days_left", "supplier", "supplier_name", "region", "buyer", "buyer_name",
                "product",
                "declared_at", "confirmed_at", "ends_at", "registrant",
            ],
            records: zip(listed, owners).map { link, owner in
                record(
                    link, owner, daysLeft: daysLeft(link),
                    endsAt: link.validFrom.adding(seconds: validityDays * 86_400), in: network)
            })
        let endedCount = links.count { daysLeft($0) <= 0 }
        let days = Answer.numeral(validityDays)
        let standing = English.counted(
            links.count, one: "standing declaration", many: "standing declarations")
        answer.footnotes = [
            language == .zh
                ? "在册申报 \(links.count) 条，\(endedCount) 条已过 \(days) 天有效期。"
                : "\(endedCount) of \(standing) \(endedCount == 1 ? "was" : "were") not confirmed for \(days) days."
        ]
        return answer
    }

    private func record(
        _ link: Link, _ owner: FirmID?, daysLeft: Double, endsAt: Timestamp, in network: Network
    ) -> [Answer.Field] {
        let supplier = network.firms[Int(link.supplier)]
        let buyer = network.firms[Int(link.buyer)]
        return [Answer.Field("validity", .text(daysLeft <= 0 ? "ended" : "ends_soon"))]
            + Answer.Field.number("days_left", daysLeft)
            + [Answer.Field("supplier", .text(supplier.id.description))]
            + Answer.Field.text("supplier_name", supplier.name)
            + [Answer.Field("region", .text(link.region.description))]
            + [Answer.Field("buyer", .text(buyer.id.description))]
            + Answer.Field.text("buyer_name", buyer.name)
            + [Answer.Field("product", .text(network.products[Int(link.product)]))]
            + [Answer.Field("declared_at", .text(link.declaredAt.description))]
            + Answer.Field.text(
                "confirmed_at", link.confirmedAfterSeconds > 0 ? link.validFrom.description : nil)
            + [Answer.Field("ends_at", .text(endsAt.description))]
            + Answer.Field.text("registrant", owner?.description)
    }
}
