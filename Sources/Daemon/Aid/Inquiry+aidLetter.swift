internal import Export
internal import MutualAid
internal import Resilience
internal import Store
public import SupplyModel

extension Inquiry {
    /// A request as a letter, one page of HTML in Chinese.
    ///
    /// `folder` has `products.yaml`.
    public func aidLetter(_ text: String, folder: String, now: Timestamp) throws -> String {
        let whole = try consentedRequest(text)
        let network = try network()
        let letter = AidLetter(
            whole.request, evidence: try evidence(whole.request.content.evidence, now: now),
            standIns: try standIns(named: whole, folder: folder, in: network),
            firmName: { firmName($0, in: network) }, regionName: { gazetteer.name(of: $0, in: .zh) })
        return letter.html
    }

    /// What a request rests on, in words, a line each.
    private func evidence(_ evidence: AidEvidence, now: Timestamp) throws -> [String] {
        // A fingerprint is made of its rule: all its lives have the same one.
        let rule = try evidence.alert.flatMap {
            try store.alerts(fingerprint: $0.fingerprint, limit: 1).first?.rule
        }
        let event = try evidence.event.flatMap {
            try store.eventReports(of: $0, at: time ?? now).first?.report.title
        }
        return EvidenceWords(rule: rule, event: event).lines(evidence)
    }

    /// Those whom an owner lets be named for a request and still declares, each once for a product.
    private func standIns(
        named whole: ConsentedRequest, folder: String, in network: Network
    ) throws -> [AidLetter.StandIn] {
        let given = AidConsent.consents(whole.said).filter(whole.request.isConsented)
        guard !given.isEmpty else { return [] }
        let (book, chains) = (try ProductsReader.load(folder: folder), chains(network))
        var named: [AidLetter.StandIn] = []
        for consent in given {
            let need = try need(of: whole.request, product: consent.product.wanted, in: chains)
            guard let supplier = network.number(of: consent.subject.supplier) else { continue }
            let group = chains.groups(of: need.firm).first { $0.product == need.product }
            let owners = try SupplyOwners(
                of: [supplier],
                for: (need.firm, consent.product.wanted, group?.suppliers.map(\.firm) ?? []), book: book,
                self,
                in: network)
            let places = owners.places(of: supplier, of: consent.subject.owner)
            let id = network.firms[Int(supplier)].id
            guard !places.isEmpty else { continue }
            if let known = named.firstIndex(where: { $0.firm == id && $0.product == consent.product.wanted })
            {
                named[known].places = Set(named[known].places + places).sorted()
            } else {
                named.append(AidLetter.StandIn(firm: id, places: places, product: consent.product.wanted))
            }
        }
        return named
    }
}
