internal import Resilience
internal import SupplyModel

/// Holds reports to the register: that their firm and place are known, and their time is past.
struct StatusCheck {
    private let inquiry: Inquiry
    private let chains: Chains
    private let now: Timestamp
    /// Firms by legal name.
    private let byName: [String: [Int32]]

    init(_ inquiry: Inquiry, _ network: Network, now: Timestamp) {
        self.inquiry = inquiry
        self.now = now
        chains = inquiry.chains(network)
        byName = Dictionary(
            grouping: network.firms.indices.filter { network.firms[$0].name != nil }.map { Int32($0) },
            by: { network.firms[Int($0)].name ?? "" })
    }

    /// The firm that a code, or else a name, stands for; `registrant` gave the firms without a public code their names.
    func firm(id: FirmID?, name: String?, registrant: FirmID) throws(QueryFault) -> FirmID {
        if let id {
            guard chains.network.number(of: id) != nil else { throw .unknownFirm(id.description) }
            return id
        }
        let name = name ?? ""
        let local = FirmID(local: name, registrant: registrant)
        if chains.network.number(of: local) != nil { return local }
        let found = byName[name] ?? []
        guard let only = found.first else { throw .unknownFirm(name) }
        guard found.count == 1 else {
            throw .ambiguousName(
                name, ids: found.prefix(10).map { chains.network.firms[Int($0)].id.description })
        }
        return chains.network.firms[Int(only)].id
    }

    /// Throws where the report is of the future, or of a place where the firm, which is known, has no site.
    func check(_ report: StatusReport) throws(StatusFault) {
        guard report.time <= now else { throw .future(report.time, now: now) }
        guard let region = report.region, let firm = chains.network.number(of: report.firm) else { return }
        let sites = chains.regions(of: firm)
        guard sites.contains(where: { Inquiry.contains(region, $0) }) else {
            throw .noSite(report.firm.description, region: region, sites: sites)
        }
    }
}
