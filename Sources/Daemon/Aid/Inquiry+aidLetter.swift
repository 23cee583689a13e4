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

    /// Those whom an owner lets be named for a request and still declares, each once for a product that the firm still buys; in the words of
    /// those who consented.
    private func standIns(
        named whole: ConsentedRequest, folder: String, in network: Network
    ) throws -> [AidLetter.StandIn] {
        let given = try given(whole)
        guard !given.isEmpty, let firm = network.number(of: whole.request.content.firm) else { return [] }
        let (book, groups) = (try ProductsReader.load(folder: folder), chains(network).groups(of: firm))
        let speakers = try FirmSpeakers(of: firm, self, in: network)
        let others = try othersSupplies(to: speakers, in: network)
        var named: [(supplier: Int32, standIn: AidLetter.StandIn)] = []
        for consent in given {
            let product = consent.product.wanted
            guard let supply = SupplyConsent(consent, in: network),
                let group = groups.first(where: {
                    book.likeness(of: network.products[Int($0.product)], to: product) == .same
                })
            else { continue }
            // Who delivers already, or was merged into who does, stands in for nobody, but where others alone say that it could.
            let sites = StandInSites(
                of: supply.supplier, for: (firm, group.product), book, others: others, in: network)
            let owners = try SupplyOwners(
                of: [supply.supplier], product: product, for: speakers, book: book, self, in: network)
            let (namings, said) = owners.named(under: supply)
            let places = said.filter { !sites.delivers || sites.others.contains($0) }
            guard let first = namings.first, !places.isEmpty else { continue }
            let names = try store.ownNames(of: namings, at: time)
            var standIn = AidLetter.StandIn(
                name: namings.compactMap { names[$0] }.first ?? first.supplier.ownName,
                code: namings.first { $0.supplier.isPublic }?.supplier, places: places, product: product)
            guard
                let known = named.firstIndex(where: {
                    $0.supplier == supply.supplier && $0.standIn.product == product
                })
            else {
                named.append((supply.supplier, standIn))
                continue
            }
            let before = named[known].standIn
            standIn.places = Set(before.places + places).sorted()
            standIn.name = before.name
            standIn.code = before.code ?? standIn.code
            named[known].standIn = standIn
        }
        return named.map(\.standIn)
    }
}
