/// A firm on a list: the time that counts at an instant.
public struct Listing: Equatable, Sendable {
    public var list: WhiteListName
    /// When the list as a whole is over; nil where no end is known.
    public var validUntil: Timestamp?
    public var stay: WhiteListStay
}

/// Which firm is on which list, and whose lists count where, by what is known at an instant.
///
/// A list is in force at a place where its issuer is the place's province or city, or where one of these recognises the issuer. Recognition
/// goes one way, and of an authority's lists all are meant or none. O(lists that ever named the firm) a question.
public struct WhiteListBook: Sendable {
    private struct Pair: Hashable {
        var issuer: RegionCode
        var recogniser: RegionCode
    }

    /// By the firm that counts.
    private var listings: [FirmID: [Listing]] = [:]
    private var recognitions: [Pair: [Recognition]] = [:]
    private let countsAs: [FirmID: FirmID]
    /// Who is listed at one instant, where that was worked out ahead.
    private var known: (instant: Timestamp, entries: [WhiteListEntry])?

    /// None.
    public init() { countsAs = [:] }

    /// Everything that is known; `countsAs` are identities that count as another firm's, as `Network.merged` has them.
    public init(
        _ lists: [WhiteList], recognitions: [Recognition], countsAs: [FirmID: FirmID] = [:]
    ) {
        self.countsAs = countsAs
        for list in lists {
            for stay in list.stays {
                let firm = countsAs[stay.entry.firm] ?? stay.entry.firm
                listings[firm, default: []].append(
                    Listing(list: list.name, validUntil: list.validUntil, stay: stay))
            }
        }
        for one in recognitions {
            self.recognitions[Pair(issuer: one.issuer, recogniser: one.recogniser), default: []].append(one)
        }
    }

    /// The same book, with who is listed at an instant worked out once for however many ask.
    public func prepared(at now: Timestamp) -> WhiteListBook {
        var book = self
        book.known = (now, listed(at: now))
        return book
    }

    /// Every firm that is on a list at an instant, whichever list that is, ascending, with what the newest says of it.
    public func listed(at now: Timestamp) -> [WhiteListEntry] {
        if let known, known.instant == now { return known.entries }
        return listings.keys.sorted().compactMap { firm in
            listings(of: firm, at: now).filter { isValid($0, at: now) }.map(\.stay)
                .max { $0.from < $1.from }.map { stay in
                    var entry = stay.entry
                    entry.firm = firm
                    return entry
                }
        }
    }

    /// The lists that ever named a firm, by issuer and batch: of each the stay that covers the instant, else the last that began before it,
    /// else the next.
    public func listings(of firm: FirmID, at now: Timestamp) -> [Listing] {
        var byList: [WhiteListName: Listing] = [:]
        for one in listings[countsAs[firm] ?? firm] ?? [] {
            guard let known = byList[one.list] else {
                byList[one.list] = one
                continue
            }
            if Self.isNearer(one.stay, than: known.stay, to: now) { byList[one.list] = one }
        }
        return byList.values.sorted { $0.list < $1.list }
    }

    /// Whether a firm is on a list that is in force at a place of any level; else what stands nearest to it.
    public func standing(
        of firm: FirmID, inForceAt place: RegionCode, at now: Timestamp
    ) -> ListingStanding {
        listings(of: firm, at: now).map { standing(of: $0, inForceAt: place, at: now) }
            .min { $0.rank < $1.rank } ?? .neverListed
    }

    /// Whether one listing is in force at a place, or why not.
    public func standing(
        of listing: Listing, inForceAt place: RegionCode, at now: Timestamp
    ) -> ListingStanding {
        let name = listing.list
        if let until = listing.stay.until, until <= now { return .left(name, at: until) }
        if let until = listing.validUntil, until <= now { return .over(name, since: until) }
        if now < listing.stay.from { return .notYet(name, from: listing.stay.from) }
        let authorities = [place.at(.city), place.at(.province)]
        if authorities.contains(name.issuer) { return .inForce(name) }
        let given = Set(authorities).flatMap {
            recognitions[Pair(issuer: name.issuer, recogniser: $0)] ?? []
        }
        if given.contains(where: { $0.holds(at: now) }) { return .inForce(name) }
        let ended = given.filter { $0.state(at: now) == .over }
            .max { ($0.until ?? now, $1.recogniser) < ($1.until ?? now, $0.recogniser) }
        if let ended, let until = ended.until {
            return .recognitionOver(name, by: ended.recogniser, since: until)
        }
        if let next = given.min(by: { ($0.from, $0.recogniser) < ($1.from, $1.recogniser) }) {
            return .recognitionNotYet(name, by: next.recogniser, from: next.from)
        }
        return .notRecognised(name, at: place)
    }

    private static func isNearer(
        _ one: WhiteListStay, than other: WhiteListStay, to now: Timestamp
    ) -> Bool {
        if one.covers(now) != other.covers(now) { return one.covers(now) }
        if (one.from <= now) != (other.from <= now) { return one.from <= now }
        return one.from <= now ? other.from <= one.from : one.from < other.from
    }

    private func isValid(_ listing: Listing, at now: Timestamp) -> Bool {
        listing.stay.covers(now) && listing.validUntil.map { now < $0 } ?? true
    }
}
