internal import Resilience
internal import Store
public import SupplyModel

/// Which suppliers are held to the white lists.
public struct WhiteListQuestion: Sendable {
    /// Identity or name of the firm whose chain is checked; nil for every leading firm.
    public var firm: String?
    /// Where the lists are to be in force, by code or name; nil for where each firm sits.
    public var place: String?
    /// How many suppliers of each firm are checked, those that matter most; nil for all.
    public var top: Int?
    /// Where the proposal for the next batch is written, a form; nil for nowhere.
    public var proposal: OutputFile?

    public init() {}
}

/// A supplier of a firm, held to the white lists.
struct CheckedSupplier {
    var buyer: Int32
    /// Where its lists are to be in force; `?` where that is not known.
    var place: RegionCode
    var supplier: ChainSupplier
    /// Where it makes what the chain buys: its only region there, else its own.
    var region: RegionCode
    var ranked: RankedSupplier
    /// Every list that ever named it, with where that stands at the place.
    var listings: [(listing: Listing, standing: ListingStanding)]
    /// The best of these.
    var standing: ListingStanding

    /// Whether it should be on the next list.
    var isProposed: Bool { ranked.isCritical && !standing.isInForce && !isOutOfReach }

    /// Whether it sits where no authority that issues lists can keep it going.
    var isOutOfReach: Bool { region != .unknown && !region.isMainland }
}

extension Inquiry {
    /// Holds the suppliers of one chain, or of all, to the white lists: who is on which, whether that is in force where the buyer sits, and,
    /// if it is asked for, the critical ones that are on none as the proposal for the next batch.
    ///
    /// - Throws: `WhiteListFault`, `QueryFault`, `ExportError`, `StoreError`.
    public func whiteListCheck(
        _ question: WhiteListQuestion, now: Timestamp, progress: @escaping Progress
    ) throws -> Answer {
        let proposal = question.proposal.map { WhiteListProposal(file: $0, language: language) }
        let now = time ?? now
        let network = try network()
        let chains = chains(network)
        let place = try question.place.map { try region($0) }
        let buyers = try question.firm.map { [try firm($0, in: network)] } ?? chains.leaders
        let book = try whiteListBook(in: network, at: now)
        let ranking = chains.ranking(of: buyers, top: question.top ?? .max, workers: Cores.count) {
            progress($0 == .stops ? "stopping suppliers" : "counting the days", $1)
        }
        var checked: [CheckedSupplier] = []
        for (buyer, ranked) in zip(buyers, ranking.suppliers) {
            let place = place ?? Self.place(of: buyer, chains)
            let suppliers = Dictionary(
                uniqueKeysWithValues: chains.suppliers(of: buyer).map { ($0.firm, $0) })
            checked += ranked.compactMap { ranked in
                suppliers[ranked.supplier].map {
                    check($0, ranked, of: buyer, at: place, book, in: network, now: now)
                }
            }
        }
        var answer = Answer(columns: Self.checkColumns, records: checked.map { record($0, in: network) })
        answer.hiddenInTable = ["buyer", "place", "place_name", "declared_tier", "code", "listings"]
        answer.blockColumns = question.firm == nil ? ["buyer_name", "buyer"] : []
        if question.firm != nil { answer.hiddenInTable.insert("buyer_name") }
        answer.footnotes = [footnote(checked)]
        answer.warnings =
            Self.warnings(unsettled: ranking.unsettledCount)
            + WhiteListDoubts(book, in: network, now: now).sentences(about: checked)
        if let proposal { answer.warnings += try proposal.write(checked, in: network) }
        return answer
    }

    private static let checkColumns = [
        "buyer", "buyer_name", "place", "place_name", "id", "name", "region", "tier", "declared_tier",
        "criticality", "survival_days", "in_force", "code", "listings", "reason",
    ]

    /// Where a firm sits: its own region, else that of its sites where all lie in one province.
    static func place(of firm: Int32, _ chains: Chains) -> RegionCode {
        let own = chains.network.firms[Int(firm)].region
        guard own == .unknown else { return own }
        let sites = chains.regions(of: firm)
        guard let first = sites.first, first != .unknown else { return .unknown }
        for level in [RegionLevel.city, .province] where Set(sites.map { $0.at(level) }).count == 1 {
            return first.at(level)
        }
        return .unknown
    }

    private func check(
        _ supplier: ChainSupplier, _ ranked: RankedSupplier, of buyer: Int32, at place: RegionCode,
        _ book: WhiteListBook, in network: Network, now: Timestamp
    ) -> CheckedSupplier {
        let firm = network.firms[Int(supplier.firm)]
        let isOne = supplier.regions.count == 1 || firm.region == .unknown
        return CheckedSupplier(
            buyer: buyer, place: place, supplier: supplier,
            region: isOne ? supplier.regions.first ?? firm.region : firm.region, ranked: ranked,
            listings: book.listings(of: firm.id, at: now).map {
                ($0, book.standing(of: $0, inForceAt: place, at: now))
            }, standing: book.standing(of: firm.id, inForceAt: place, at: now))
    }

    private func record(_ one: CheckedSupplier, in network: Network) -> [Answer.Field] {
        let firm = network.firms[Int(one.supplier.firm)]
        let lists = one.listings.map { listing, standing -> Answer.Value in
            .record(
                [Answer.Field("name", .text(listing.list.text(in: language)))]
                    + placeFields("issuer", listing.list.issuer)
                    + [
                        Answer.Field("batch", .text(listing.list.batch)),
                        Answer.Field("in_force", .flag(standing.isInForce)),
                        Answer.Field("code", .text(standing.code)),
                        Answer.Field("reason", .text(standing.sentence(in: language))),
                    ])
        }
        return [Answer.Field("buyer", .text(network.firms[Int(one.buyer)].id.description))]
            + [Answer.Field("buyer_name", .text(Self.shownName(of: one.buyer, in: network)))]
            + placeFields("place", one.place) + [Answer.Field("id", .text(firm.id.description))]
            + Answer.Field.text("name", firm.name)
            + [Answer.Field("region", .text(one.region.description))]
            + Answer.Field.number("tier", one.supplier.tier)
            + Answer.Field.number("declared_tier", one.supplier.declaredTier)
            + Answer.Field.number("criticality", one.ranked.criticality)
            + Answer.Field.number("survival_days", one.ranked.survivalDays.map { Double($0) })
            + [
                Answer.Field("in_force", .flag(one.standing.isInForce)),
                Answer.Field("code", .text(one.standing.code)), Answer.Field("listings", .list(lists)),
                Answer.Field("reason", .text(one.standing.sentence(in: language))),
            ]
    }

    private func footnote(_ checked: [CheckedSupplier]) -> String {
        let critical = checked.filter(\.ranked.isCritical)
        let covered = critical.count { $0.standing.isInForce }
        return language == .zh
            ? "关键供应商 \(critical.count) 家次，其中 \(covered) 家次所在白名单有效。"
            : "\(covered) of \(English.counted(critical.count, one: "critical supplier is", many: "critical suppliers are")) on a list in force."
    }
}
