internal import MutualAid
internal import Resilience
internal import Store
internal import SupplyModel

/// The registrants who speak for a firm: itself where it declares what it buys first-hand, and else with it whoever declared that first;
/// where nobody did, whoever first declared what it buys at any tier.
///
/// Others who declare what it buys speak for themselves alone: else whoever wants to know what others know of a supplier had only to name it
/// beside one of the firm's.
struct FirmSpeakers {
    let firm: Int32
    let owners: Set<FirmID>
    /// Under which of its identities they declare what it buys, that of the register and codes before others; that of the register where they
    /// declare nothing.
    let identity: FirmID

    init(of firm: Int32, _ inquiry: Inquiry, in network: Network) throws(StoreError) {
        let known = network.identities(of: firm)
        self.init(of: firm, known: known, try Words([known], inquiry), in: network)
    }

    /// By firm.
    static func all(
        of firms: [Int32], _ inquiry: Inquiry, in network: Network
    ) throws(StoreError) -> [Int32: FirmSpeakers] {
        let known = network.identities(of: firms)
        let words = try Words(known, inquiry)
        return Dictionary(
            zip(firms, known).map { ($0, FirmSpeakers(of: $0, known: $1, words, in: network)) },
            uniquingKeysWith: { $1 })
    }

    private init(of firm: Int32, known itself: [FirmID], _ words: Words, in network: Network) {
        self.firm = firm
        let declaring = words.owners(of: itself, saidOf: itself)
        let isOwnWord = declaring.contains(where: itself.contains)
        let owners = Set(itself).union(isOwnWord ? [] : declaring.prefix(1))
        self.owners = owners
        let counted = network.firms[Int(firm)].id
        identity =
            itself.sorted { Self.rank($0, counted) < Self.rank($1, counted) }
            .first { !owners.isDisjoint(with: words.owners(of: itself, saidOf: [$0])) } ?? counted
    }

    /// Who declares what firms buy: first-hand, or else at any tier.
    private struct Words {
        private let firstHand: FirstHand
        private var atAnyTier = FirstHand()

        /// `firms`: under which identities each may have been declared.
        init(_ firms: [[FirmID]], _ inquiry: Inquiry) throws(StoreError) {
            let found = try inquiry.store.firstHand(of: firms.flatMap { $0 }, at: inquiry.time)
            let others = firms.filter { found.owners(of: $0).isEmpty }.flatMap { $0 }
            firstHand = found
            guard !others.isEmpty else { return }
            atAnyTier = try inquiry.store.firstHand(of: others, orAtAnyTier: true, at: inquiry.time)
        }

        /// Those who say it of some of a firm's identities, as they do of the firm.
        func owners(of firm: [FirmID], saidOf identities: [FirmID]) -> [FirmID] {
            let isFirstHand = !firstHand.owners(of: firm).isEmpty
            return (isFirstHand ? firstHand : atAnyTier).owners(of: identities)
        }
    }

    /// Whether somebody says that a supplier supplies the firm, or could, who speaks for it.
    func isOwnSource(_ naming: SupplyNaming, in network: Network) -> Bool {
        owners.contains(naming.owner) && network.number(of: naming.buyer) == firm
    }

    /// In which order identities of one firm are told of to those whose they are: that of the register, then codes, then others.
    static func rank(_ identity: FirmID, _ counted: FirmID) -> Int {
        identity == counted ? 0 : identity.isPublic ? 1 : 2
    }
}

extension Inquiry {
    /// Suppliers whose declarations are held at a time.
    private static let suppliersAtOnce = 1_000

    /// What a firm is supplied with, or could be, by the word of others alone than those who speak for it.
    ///
    /// - Complexity: O(links), and a look-up for each identity of its suppliers.
    func othersSupplies(
        to speakers: FirmSpeakers, in network: Network
    ) throws(StoreError) -> Set<OwnSupply> {
        try othersSupplies(to: [speakers.firm: speakers], in: network)[speakers.firm] ?? []
    }

    /// What firms are supplied with, or could be, by the word of others alone than those who speak for them; by firm.
    ///
    /// - Complexity: O(links), and a look-up for each identity of their suppliers.
    func othersSupplies(
        to speakers: [Int32: FirmSpeakers], in network: Network
    ) throws(StoreError) -> [Int32: Set<OwnSupply>] {
        var isAsked = ContiguousArray(repeating: false, count: network.firms.count)
        for firm in speakers.keys { isAsked[Int(firm)] = true }
        var others: [Int32: Set<OwnSupply>] = [:]
        for links in [network.links, network.backups] {
            for link in links where isAsked[Int(link.buyer)] {
                others[link.buyer, default: []].insert(OwnSupply(link))
            }
        }
        let supplies = others.values.joined()
        let numbers = Dictionary(
            supplies.map { (network.products[Int($0.product)], $0.product) }, uniquingKeysWith: { $1 })
        let suppliers = Set(supplies.map(\.supplier)).sorted()
        let identities = network.identities(of: suppliers)
        for start in stride(from: 0, to: suppliers.count, by: Self.suppliersAtOnce) {
            let part = start..<min(start + Self.suppliersAtOnce, suppliers.count)
            let namings = try store.namings(of: Array(identities[part]), at: time)
            for (supplier, namings) in zip(suppliers[part], namings) {
                for naming in namings {
                    guard let buyer = network.number(of: naming.buyer),
                        let product = numbers[naming.product],
                        speakers[buyer]?.isOwnSource(naming, in: network) ?? false
                    else { continue }
                    let place = naming.place(of: supplier, in: network)
                    others[buyer]?.remove(OwnSupply(supplier: supplier, region: place, product: product))
                }
            }
        }
        return others
    }
}

extension SupplyNaming {
    /// Where a supplier makes it; its own region where the declaration leaves it to that.
    func place(of supplier: Int32, in network: Network) -> RegionCode {
        region == .unknown ? network.firms[Int(supplier)].region : region
    }
}
