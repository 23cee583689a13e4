internal import Store
public import SupplyModel

/// Which white lists are listed.
public struct WhiteListFilter: Sendable {
    /// A province or city, by code or name.
    public var issuer: String?
    /// With an issuer: the firms of this list, in place of the list.
    public var batch: String?
    /// Identity or name: the lists that this firm is or was on.
    public var firm: String?
    /// Whether what is over is listed too.
    public var listsEnded = false

    public init() {}
}

extension Inquiry {
    /// Every white list and recognition that is known at an instant, with the firms as the network counts them.
    ///
    /// A firm that a list names without a public code counts as the one of that legal name, where the register knows exactly one; names of
    /// those that were merged into it are its too.
    func whiteListBook(in network: Network, at now: Timestamp) throws(StoreError) -> WhiteListBook {
        let lists = try store.whiteLists(at: now)
        return WhiteListBook(
            lists, recognitions: try store.recognitions(at: now), countsAs: Self.countsAs(lists, in: network)
        ).prepared(at: now)
    }

    private static func countsAs(_ lists: [WhiteList], in network: Network) -> [FirmID: FirmID] {
        var countsAs = network.merged
        let unknown = lists.flatMap { list in list.stays.map(\.entry).filter { list.name.isOwn($0.firm) } }
        guard !unknown.isEmpty else { return countsAs }
        let wanted = Set(unknown.compactMap(\.name))
        var named: [String: Set<Int32>] = [:]
        for number in network.firms.indices.map({ Int32($0) }) {
            let names = (network.aliases[number] ?? []).union([network.firms[Int(number)].name ?? ""])
            for name in names where wanted.contains(name) { named[name, default: []].insert(number) }
        }
        for entry in unknown where countsAs[entry.firm] == nil {
            guard let firms = named[entry.name ?? ""], firms.count == 1, let only = firms.first else {
                continue
            }
            countsAs[entry.firm] = network.firms[Int(only)].id
        }
        return countsAs
    }

    /// White lists, or the firms on them.
    ///
    /// - Throws: `WhiteListFault`, `QueryFault`, `StoreError`.
    public func whiteLists(_ filter: WhiteListFilter, now: Timestamp) throws -> Answer {
        let now = time ?? now
        let issuer = try filter.issuer.map { try region($0) }
        var lists = try store.whiteLists(at: now)
        if let issuer { lists = lists.filter { $0.name.issuer == issuer } }
        if let issuer, let batch = filter.batch {
            let name = WhiteListName(issuer: issuer, batch: IdentityText.normalisedName(batch))
            lists = lists.filter { $0.name == name }
            guard !lists.isEmpty else { throw WhiteListFault.unknownList(name) }
        }
        if filter.batch != nil || filter.firm != nil { return try listedFirms(lists, filter, now: now) }
        return Answer(
            columns: [
                "issuer", "issuer_name", "batch", "state", "from", "until", "firms", "left", "recognised_by",
            ],
            records: try records(lists, all: filter.listsEnded, now: now))
    }

    private func records(_ lists: [WhiteList], all: Bool, now: Timestamp) throws -> [[Answer.Field]] {
        let recognitions = try store.recognitions(at: now).filter { $0.holds(at: now) }
        return lists.filter { all || $0.state(at: now) != .over }.map { list in
            let present = Set(list.stays.filter { $0.covers(now) }.map(\.entry.firm))
            let gone = Set(list.stays.filter { $0.until.map { $0 <= now } ?? false }.map(\.entry.firm))
            let recognisers = Set(
                recognitions.filter { $0.issuer == list.name.issuer }.map(\.recogniser)
            ).sorted()
            return placeFields("issuer", list.name.issuer)
                + [
                    Answer.Field("batch", .text(list.name.batch)),
                    Answer.Field("state", .text(list.state(at: now).rawValue)),
                    Answer.Field("from", .text(list.validFrom.description)),
                ] + Answer.Field.text("until", list.validUntil?.description)
                + Answer.Field.number("firms", present.count)
                + Answer.Field.number("left", gone.subtracting(present).count)
                + [
                    Answer.Field(
                        "recognised_by", .list(recognisers.map { .text(name($0) ?? $0.description) }))
                ]
        }
    }

    /// The firms of some lists, or one firm's places on them, each time that it was on one being a record.
    private func listedFirms(
        _ lists: [WhiteList], _ filter: WhiteListFilter, now: Timestamp
    ) throws -> Answer {
        let network = try network()
        let countsAs = Self.countsAs(lists, in: network)
        let isMeant = try filter.firm.map { try listedFirm($0, lists, countsAs, in: network) }
        var records: [[Answer.Field]] = []
        for list in lists {
            for stay in list.stays.sorted(by: { ($0.entry.firm, $0.from) < ($1.entry.firm, $1.from) }) {
                let state = Self.state(of: stay, on: list, at: now)
                guard isMeant?(stay.entry) ?? true,
                    filter.listsEnded || ["active", "planned"].contains(state)
                else { continue }
                let firm = countsAs[stay.entry.firm] ?? stay.entry.firm
                records.append(record(stay, of: firm, on: list, state))
            }
        }
        return Answer(
            columns: [
                "issuer", "issuer_name", "batch", "id", "name", "region", "industry", "products", "tier",
                "recommended_by", "contact", "state", "from", "until",
            ], records: records)
    }

    /// Whether an entry is about the firm that a text names; a firm need not be in the register.
    private func listedFirm(
        _ text: String, _ lists: [WhiteList], _ countsAs: [FirmID: FirmID], in network: Network
    ) throws -> (WhiteListEntry) -> Bool {
        do throws(IdentityFault) {
            let id = try FirmID(text)
            let firm = countsAs[id] ?? id
            return { (countsAs[$0.firm] ?? $0.firm) == firm }
        } catch {
            let name = IdentityText.normalisedName(text)
            if lists.contains(where: { $0.stays.contains { $0.entry.name == name } }) {
                return { $0.name == name }
            }
            let firm = network.firms[Int(try firm(text, in: network))].id
            return { (countsAs[$0.firm] ?? $0.firm) == firm }
        }
    }

    private func record(
        _ stay: WhiteListStay, of firm: FirmID, on list: WhiteList, _ state: String
    ) -> [Answer.Field] {
        let entry = stay.entry
        let ends = [stay.until, list.validUntil].compactMap(\.self).min()
        return placeFields("issuer", list.name.issuer) + [Answer.Field("batch", .text(list.name.batch))]
            + [Answer.Field("id", .text(firm.description))] + Answer.Field.text("name", entry.name)
            + Answer.Field.text("region", entry.region?.description)
            + Answer.Field.text("industry", entry.industry?.rawValue)
            + [Answer.Field("products", .list(entry.products.map { .text($0) }))]
            + Answer.Field.number("tier", entry.tier.map { Double($0) })
            + Answer.Field.text("recommended_by", entry.recommendedBy)
            + Answer.Field.text("contact", entry.contact) + [Answer.Field("state", .text(state))]
            + [Answer.Field("from", .text(stay.from.description))]
            + Answer.Field.text("until", ends?.description)
    }

    private static func state(of stay: WhiteListStay, on list: WhiteList, at now: Timestamp) -> String {
        if let until = stay.until, until <= now { return "left" }
        let state = list.state(at: now)
        return state == .active && now < stay.from ? "planned" : state.rawValue
    }

    /// Whose lists count where, and counted: those that hold or are to come, or all.
    public func recognitions(all: Bool, now: Timestamp) throws -> Answer {
        let now = time ?? now
        return Answer(
            columns: ["issuer", "issuer_name", "recogniser", "recogniser_name", "state", "from", "until"],
            records: try store.recognitions(at: now).filter { all || $0.state(at: now) != .over }.map { one in
                placeFields("issuer", one.issuer) + placeFields("recogniser", one.recogniser)
                    + [
                        Answer.Field("state", .text(one.state(at: now).rawValue)),
                        Answer.Field("from", .text(one.from.description)),
                    ] + Answer.Field.text("until", one.until?.description)
            })
    }

    /// A place as its code and its name.
    func placeFields(_ field: String, _ region: RegionCode) -> [Answer.Field] {
        [Answer.Field(field, .text(region.description))] + Answer.Field.text(field + "_name", name(region))
    }
}
