internal import Resilience
internal import Store
internal import SupplyModel

/// The registrants who speak for a firm: itself where it declares what it buys first-hand, and else with it whoever declared that first.
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
        self.firm = firm
        let itself = network.identities(of: firm)
        let declaring = try inquiry.store.firstHand(of: itself, at: inquiry.time)
        let isOwnWord = declaring.contains(where: itself.contains)
        let owners = Set(itself).union(isOwnWord ? [] : declaring.prefix(1))
        self.owners = owners
        identity = try Self.identity(of: firm, for: owners, inquiry, in: network)
    }

    private static func identity(
        of firm: Int32, for owners: Set<FirmID>, _ inquiry: Inquiry, in network: Network
    ) throws(StoreError) -> FirmID {
        let counted = network.firms[Int(firm)].id
        let known = network.identities(of: firm)
        guard known.count > 1 else { return counted }
        for one in known.sorted(by: { rank($0, counted) < rank($1, counted) }) {
            let declaring = try inquiry.store.firstHand(of: [one], at: inquiry.time)
            if !owners.isDisjoint(with: declaring) { return one }
        }
        return counted
    }

    /// Whether what somebody says of a supplier is that he supplies the firm, by the word of those who speak for it.
    func isOwnSource(_ naming: SupplyNaming, in network: Network) -> Bool {
        owners.contains(naming.owner) && network.number(of: naming.buyer) == firm
    }

    /// In which order identities of one firm are told of to those whose they are: that of the register, then codes, then others.
    static func rank(_ identity: FirmID, _ counted: FirmID) -> Int {
        identity == counted ? 0 : identity.isPublic ? 1 : 2
    }
}
