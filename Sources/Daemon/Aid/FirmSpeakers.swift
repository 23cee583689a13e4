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

    init(of firm: Int32, _ inquiry: Inquiry, in network: Network) throws(StoreError) {
        self.firm = firm
        let itself = network.identities(of: firm)
        let declaring = try inquiry.store.firstHand(of: itself, at: inquiry.time)
        let isOwnWord = declaring.contains(where: itself.contains)
        owners = Set(itself).union(isOwnWord ? [] : declaring.prefix(1))
    }
}
