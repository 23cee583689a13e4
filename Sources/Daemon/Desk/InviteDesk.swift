public import Store
public import SupplyModel

/// What people do with invitations: firms ask their suppliers for the tier above, and those register it.
///
/// An invitation stems from the registrant whose chain it is about, over however many hands it goes: that registrant sees what is
/// declared under it. The supplier declares under its own name, apart from all else that it declares.
public struct InviteDesk: Sendable {
    /// How long an invitation holds where nothing is said.
    public static let defaultDuration = "30d"
    /// Days for which one holds at most: whoever lost its token must not wait longer for it to end.
    public static let longestDays = 366

    let store: Store
    private let gazetteer: Gazetteer
    let now: Timestamp

    public init(_ store: Store, gazetteer: Gazetteer, now: Timestamp) {
        self.store = store
        self.gazetteer = gazetteer
        self.now = now
    }

    /// What somebody asks a supplier for.
    public struct Wish: Sendable {
        /// Who supplies the product to whoever invites.
        public var supplier: FirmID
        public var product: String
        /// The tier of what is asked for; nil for the one above the supply's own.
        public var tier: Int?
        /// How long it holds, such as `30d`, or until when; at most one of them.
        public var duration: String?
        public var until: String?

        public init(supplier: FirmID, product: String) {
            self.supplier = supplier
            self.product = product
        }
    }

    /// Invites in the name of a registrant; the token's text is in the answer, and nowhere else from then on.
    ///
    /// - Throws: `InviteFault`, `DeskFault`, `StoreError`; then nothing was changed.
    public func create(_ wish: Wish, by registrant: FirmID) throws -> Answer {
        try create(wish, buyer: registrant, root: registrant, under: nil)
    }

    /// Invites in the name of an invited supplier, one tier further up and for no longer than its own invitation holds.
    ///
    /// - Throws: `InviteFault`, `TokenDeskFault`, `DeskFault`, `StoreError`; then nothing was changed.
    public func create(_ wish: Wish, token text: String) throws -> Answer {
        try create(wish, under: try opened(text))
    }

    /// The same in the name of whoever holds the token of this id.
    func create(_ wish: Wish, under id: String) throws -> Answer {
        try create(wish, under: try standing(try store.invitationLine(id), id))
    }

    private func create(_ wish: Wish, under own: InvitationRecord) throws -> Answer {
        try create(wish, buyer: own.invitation.supplier, root: own.invitation.root, under: own)
    }

    private func create(
        _ wish: Wish, buyer: FirmID, root: FirmID, under parent: InvitationRecord?
    ) throws -> Answer {
        if let tier = wish.tier, !Invitation.tiers.contains(tier) { throw InviteFault.notTier(tier) }
        let (product, supplied) = try supply(wish, to: buyer, root: parent == nil ? nil : root)
        let tier = parent.map { $0.invitation.tier + 1 } ?? wish.tier ?? supplied + 1
        guard Invitation.tiers.contains(tier) else {
            throw InviteFault.tooDeep(product: product, tier: tier - 1)
        }
        if let asked = wish.tier, asked != tier { throw InviteFault.notTier(asked) }
        let duration = wish.duration ?? (wish.until == nil ? Self.defaultDuration : nil)
        guard let end = try DeskInput.end(duration: duration, until: wish.until, from: now, now: now) else {
            throw DeskFault.noEnd
        }
        guard end.seconds(since: now) <= Double(Self.longestDays) * 86_400 else {
            throw InviteFault.tooLong(until: end)
        }
        let (id, tokenText) = try TokenDesk.newText()
        let token = AccessToken(
            name: "invitation \(id)", id: id, registrant: wish.supplier, scopes: [.invite], madeAt: now,
            expiresAt: min(end, parent?.token.expiresAt ?? end))
        let invitation = Invitation(
            id: id, root: root, parent: parent?.invitation.id, supplier: wish.supplier, buyer: buyer,
            product: product, tier: tier)
        let record: InvitationRecord
        do {
            record = try store.add(invitation, token: token, text: tokenText)
        } catch TokenFault.tooMany(let limit, let root) {
            throw InviteFault.tooMany(limit, root: root?.description)
        }
        var answer = Answer([Answer.Field("token", .text(tokenText))] + fields(record, state: .active))
        answer.warnings = [TokenDesk.shownOnce]
        return answer
    }

    /// The product that is meant among those that the buyer itself says it gets from the supplier, and its tier.
    private func supply(
        _ wish: Wish, to buyer: FirmID, root: FirmID?
    ) throws -> (product: String, tier: Int) {
        let supplies = try store.supplies(of: wish.supplier, to: buyer, invitedBy: root)
        let wanted = IdentityText.normalisedName(wish.product)
        let found = supplies.filter { IdentityText.normalisedName($0.product) == wanted }
        guard let first = found.min(by: { $0.tier < $1.tier }) else {
            throw InviteFault.noSupply(
                supplier: wish.supplier.description, buyer: buyer.description, product: wish.product,
                some: Array(Set(supplies.map(\.product)).sorted().prefix(Self.namedProducts)))
        }
        return first
    }

    /// Products that a fault names.
    private static let namedProducts = 5

    /// Takes a file of the invited supplier's own suppliers; nothing of what others declared shows in what becomes of it.
    ///
    /// - Throws: `InviteFault`, `TokenDeskFault`, `IntakeError`, `StoreError`, and what `progress` throws; then nothing was kept.
    public func use(
        _ path: String, token text: String, options: ImportOptions = ImportOptions(),
        clock: @escaping @Sendable () -> Timestamp = Clock.now,
        progress: (_ file: String, _ part: Double) throws -> Void = { _, _ in }
    ) throws -> ImportSummary {
        let own = try opened(text)
        let options = Self.options(options, under: own)
        return try Importer(store: store, gazetteer: gazetteer).load(
            [path], registrant: own.invitation.supplier, options: options, now: clock, progress: progress)
    }

    /// How a file is taken that is sent with the token of this id.
    func options(_ options: ImportOptions, under id: String) throws -> ImportOptions {
        Self.options(options, under: try standing(try store.invitationLine(id), id))
    }

    private static func options(_ options: ImportOptions, under own: InvitationRecord) -> ImportOptions {
        var options = options
        options.isPrivate = true
        options.replaces = false
        options.invitation = own.invitation
        return options
    }

    /// The invitation whose token a text is, where it and those above it are good now.
    private func opened(_ text: String) throws -> InvitationRecord {
        let token = try TokenDesk(store, now: now).opened(text)
        let line = try store.invitationLine(token.id)
        guard token.scopes == [.invite] else { throw InviteFault.notAnInvitation(token.name) }
        return try standing(line, token.name)
    }

    /// The first of a line of invitations, where none of them was revoked.
    private func standing(_ line: [InvitationRecord], _ name: String) throws -> InvitationRecord {
        guard let own = line.first else { throw InviteFault.notAnInvitation(name) }
        guard line.allSatisfy({ $0.token.revokedAt == nil }) else {
            throw InviteFault.withdrawn(own.invitation.id)
        }
        return own
    }

    /// Ends an invitation, and those made under it, for good.
    ///
    /// `registrant`: from whom it is to stem; nil where that does not matter. `withdraws`: what was declared under them and stands is taken
    /// back; else it stays. `isDryRun` says what that would be, and changes nothing.
    ///
    /// - Throws: `InviteFault`, `StoreError`; then nothing was changed.
    public func revoke(
        _ id: String, from registrant: FirmID? = nil, withdraws: Bool = false, isDryRun: Bool = false
    ) throws -> Answer {
        if let registrant, try store.invitationLine(id).first?.invitation.root != registrant {
            throw InviteFault.unknown(id)
        }
        let withdrawn: Int
        do {
            withdrawn = try store.revokeInvitation(
                id, withdraws: withdraws, isDryRun: isDryRun, at: now)
        } catch TokenFault.unknown(let id) {
            throw InviteFault.unknown(id)
        } catch TokenFault.isRevoked(let token) {
            throw InviteFault.isRevoked(token.id)
        }
        let own = try store.invitationLine(id).prefix(1)
        var answer = Answer(
            own.flatMap { fields($0, state: isDryRun ? $0.token.state(at: now) : .revoked) }
                + (withdraws ? [Answer.Field("withdrawn", .number(Double(withdrawn)))] : []))
        if isDryRun { answer.warnings = ["dry run: nothing was changed"] }
        return answer
    }
}
