internal import MutualAid
internal import Resilience
internal import SupplyModel

extension WhiteListBook {
    /// Tells a question who says that it can make something, and whom the buyer's place recognises.
    func advise(_ question: inout MatchQuestion, in chains: Chains, now: Timestamp) {
        let home = Inquiry.place(of: question.firm, chains)
        question.capabilities = listed(at: now).filter { !$0.products.isEmpty }.map {
            Capability(firm: $0.firm, name: $0.name, products: $0.products, region: $0.region)
        }
        let network = chains.network
        question.isRecognised = { firm in
            standing(of: network.firms[Int(firm)].id, inForceAt: home, at: now).isInForce
        }
    }
}
