internal import SupplyGraph
internal import SupplyModel

extension Cascades {
    /// The markets of the network: who sells how much of which product from where.
    ///
    /// A product of which any sale lacks its value, or is worth 0, has no market: nobody can tell what the others could
    /// take over.
    func substitutionPlan() -> SubstitutionPlan {
        let links = chains.links
        var hasMarket = ContiguousArray<Bool>(repeating: true, count: chains.network.products.count)
        for link in links where (link.annualValue ?? 0) <= 0 { hasMarket[Int(link.product)] = false }
        var offers: ContiguousArray<SubstitutionPlan.Offer> = []
        var offerOfLink = ContiguousArray<Int32>(repeating: -1, count: links.count)
        let sold = links.indices.filter { hasMarket[Int(links[$0].product)] }
        let ordered = sold.sorted {
            (nodes.siteOfLink[$0], links[$0].product, $0) < (nodes.siteOfLink[$1], links[$1].product, $1)
        }
        for index in ordered {
            let (seller, market) = (nodes.siteOfLink[index], links[index].product)
            if offers.last?.seller != seller || offers.last?.market != market {
                offers.append(.init(seller: seller, market: market, amount: 0))
            }
            offers[offers.count - 1].amount += (links[index].annualValue ?? 0) * chains.moneyScale
            offerOfLink[index] = Int32(offers.count - 1)
        }
        let built = DownGraph(chains, nodes)
        return SubstitutionPlan(
            built.graph, offers: offers,
            offerOfArc: ContiguousArray(built.linkOfArc.map { $0 < 0 ? -1 : offerOfLink[Int($0)] }),
            marketCount: hasMarket.count)
    }
}
