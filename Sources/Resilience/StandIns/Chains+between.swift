internal import SupplyModel

extension Chains {
    /// By firm: whether it lies between some firms that are hit and some that are asked about, both included where they are on a way.
    ///
    /// What one of these loses, when only the former are hit, follows from the others alone.
    func between(_ hit: some Sequence<Int32>, _ asked: some Sequence<Int32>) -> ContiguousArray<Bool> {
        upstream(of: marked(asked), among: SalesIndex(self).downstream(of: marked(hit), self))
    }

    /// All firms upstream of some firms, themselves included, by firm.
    ///
    /// - Complexity: O(links upstream).
    public func isUpstream(of firms: [Int32]) -> ContiguousArray<Bool> { upstream(of: marked(firms)) }

    /// The firms whose sites some shocks hit, ascending.
    public func firms(hitBy shocks: [Shock]) -> [Int32] {
        var firms: Set<Int32> = []
        for shock in shocks where shock.loss > 0 {
            for site in sites(hitBy: shock.target) { firms.insert(firm(ofSite: site)) }
        }
        return firms.sorted()
    }

    /// The same shocks without what they do to one firm's own sites; what does nothing to anybody else is left out.
    public func shocks(_ shocks: [Shock], sparing firm: Int32) -> [Shock] {
        let own = sites.sites(of: firm)
        return shocks.filter { $0.loss > 0 && $0.days > 0 }.flatMap { shock -> [Shock] in
            let hit = sites(hitBy: shock.target)
            guard hit.contains(where: { own.contains(Int($0)) }) else { return hit.isEmpty ? [] : [shock] }
            return hit.filter { !own.contains(Int($0)) }.map { site in
                var part = shock
                part.target = .site(self.firm(ofSite: site), places.codes[Int(sites.place[Int(site)])])
                return part
            }
        }
    }

    /// The firm of a site, by halving: sites lie in the order of their firms.
    func firm(ofSite site: Int32) -> Int32 {
        var low = 0
        var high = network.firms.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if sites.starts[middle] <= site { low = middle } else { high = middle }
        }
        return Int32(low)
    }
}
