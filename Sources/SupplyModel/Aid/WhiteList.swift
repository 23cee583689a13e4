/// The firms that an authority names in one batch, to be kept going where places close.
public struct WhiteList: Equatable, Sendable {
    public var name: WhiteListName
    /// From when its first version holds.
    public var validFrom: Timestamp
    /// When it is over; nil where no end is known.
    public var validUntil: Timestamp?
    /// Each time that a firm was on it, in the order in which they were told.
    public internal(set) var stays: [WhiteListStay] = []

    /// By firm its newest stay, where no end of it is known.
    var open: [FirmID: Int] = [:]
    /// By firm its newest stay.
    private var newest: [FirmID: Int] = [:]

    public init(_ name: WhiteListName, validFrom: Timestamp, validUntil: Timestamp? = nil) {
        self.name = name
        self.validFrom = validFrom
        self.validUntil = validUntil
    }

    /// Puts a firm on the list, or says anew what is known of one that is on it; an earlier beginning than was known counts.
    public mutating func list(_ entry: WhiteListEntry, from: Timestamp) {
        validFrom = min(validFrom, from)
        guard let place = place(of: entry.firm, at: from) else {
            open[entry.firm] = stays.count
            newest[entry.firm] = stays.count
            stays.append(WhiteListStay(entry: entry, from: from))
            return
        }
        stays[place].entry = entry
        stays[place].from = min(stays[place].from, from)
    }

    /// Takes a firm off the list, or sooner than was known; one that is not on it changes nothing.
    public mutating func leave(_ firm: FirmID, at time: Timestamp) {
        guard let place = place(of: firm, at: time) else { return }
        open[firm] = nil
        stays[place].until = time
    }

    /// A firm's newest stay, where it is not over at an instant.
    func place(of firm: FirmID, at time: Timestamp) -> Int? {
        guard let place = newest[firm] else { return nil }
        return stays[place].until.map { time < $0 } ?? true ? place : nil
    }

    /// Firms whose newest stay is not over at an instant.
    func firms(at time: Timestamp) -> [FirmID] {
        newest.keys.filter { place(of: $0, at: time) != nil }.sorted()
    }

    /// Where a list stands.
    public enum State: String, Sendable { case planned, active, over }

    public func state(at now: Timestamp) -> State {
        if let validUntil, validUntil <= now { return .over }
        return now < validFrom ? .planned : .active
    }

    /// Who stands for the issuer in the identities of firms that its lists name without a public code: `local:<issuer>:…`.
    public static func authority(_ issuer: RegionCode) -> FirmID { FirmID(checked: "local:\(issuer)") }
}

/// What tells lists apart: who issued one, and what the issuer calls it.
public struct WhiteListName: Hashable, Comparable, Sendable {
    /// A province or a city.
    public var issuer: RegionCode
    /// Such as `2`; one line.
    public var batch: String

    /// Characters of a batch.
    public static let batchLimit = 40

    public init(issuer: RegionCode, batch: String) {
        self.issuer = issuer
        self.batch = batch
    }

    /// The list as a sentence names it: `list 2 of Shanghai`, `上海市第2批白名单`.
    public func text(in language: Language) -> String {
        let issuer = Gazetteer().name(of: issuer, in: language) ?? "\(issuer)"
        guard language == .zh else { return "list \(batch) of \(issuer)" }
        return "\(issuer)\(Int(batch) == nil ? batch : "第\(batch)批")白名单"
    }

    /// Whether a firm is known by the issuer's word alone, without a public code.
    public func isOwn(_ firm: FirmID) -> Bool {
        firm.description.hasPrefix(WhiteList.authority(issuer).description + ":")
    }

    public static func < (left: WhiteListName, right: WhiteListName) -> Bool {
        (left.issuer, left.batch.utf8.count, left.batch) < (right.issuer, right.batch.utf8.count, right.batch)
    }
}

/// One time that a firm was on a list.
public struct WhiteListStay: Equatable, Sendable {
    public var entry: WhiteListEntry
    public var from: Timestamp
    /// When it left; nil where it is to stay.
    public var until: Timestamp?

    public func covers(_ now: Timestamp) -> Bool { from <= now && until.map { now < $0 } ?? true }
}

/// What a list says of a firm.
public struct WhiteListEntry: Equatable, Sendable {
    public var firm: FirmID
    public var name: String?
    /// Where it sits.
    public var region: RegionCode?
    public var industry: Industry?
    /// What it makes; each one line.
    public var products: [String] = []
    /// As the list gives it, 1...5.
    public var tier: Int?
    /// Who proposed it.
    public var recommendedBy: String?
    public var contact: String?

    public init(firm: FirmID, name: String? = nil) {
        self.firm = firm
        self.name = name
    }

    /// The entry with what an older one says in the columns that this one's file lacks.
    func completed(from older: WhiteListEntry, columns: Set<RegisterColumn>) -> WhiteListEntry {
        var entry = self
        if !columns.contains(.name) { entry.name = older.name }
        if !columns.contains(.region) { entry.region = older.region }
        if !columns.contains(.industry) { entry.industry = older.industry }
        if !columns.contains(.products) { entry.products = older.products }
        if !columns.contains(.tier) { entry.tier = older.tier }
        if !columns.contains(.recommendedBy) { entry.recommendedBy = older.recommendedBy }
        if !columns.contains(.contact) { entry.contact = older.contact }
        return entry
    }
}
