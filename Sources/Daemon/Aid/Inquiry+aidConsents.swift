internal import MutualAid
internal import Store
public import SupplyModel

extension Inquiry {
    /// Which consents somebody wants to see.
    public struct ConsentFilter: Sendable {
        /// Those that wait for no answer too.
        public var all = false
        public var owner: FirmID?
        /// Only those of this request: its id, or its number.
        public var request: String?

        public init() {}
    }

    /// What owners were asked, what is to be answered first before all; a registrant is shown what it was asked itself.
    ///
    /// - Throws: `AidDeskFault` where the ledger has no such request, which is told only to who sees all; `StoreError`.
    public func consents(_ filter: ConsentFilter) throws -> Answer {
        let network = try network()
        if view == .all, let request = filter.request { _ = try consentedRequest(request) }
        let owner = view.registrant ?? filter.owner
        let found = try store.consentedRequests(of: owner, isOpen: !filter.all, at: time).flatMap { whole in
            AidConsent.consents(whole.said).map { (whole.request, $0) }
        }.filter { request, consent in
            (filter.request.map { Self.isMeant(request, by: $0) } ?? true)
                && (filter.all || consent.state == .asked && request.isStanding(consent))
        }
        return consentAnswer(
            found.sorted { ($0.0.answerBy, $0.0.id) < ($1.0.answerBy, $1.0.id) }, in: network)
    }

    private static func isMeant(_ request: AidRequest, by text: String) -> Bool {
        request.id == text.uppercased() || Int(text) == Int(request.id.dropFirst(8))
    }

    /// Consents as a list.
    func consentAnswer(_ consents: [(AidRequest, AidConsent)], in network: Network) -> Answer {
        var answer = Answer(
            columns: [
                "request", "authority", "authority_name", "kind", "supplier", "name", "product", "wanted",
                "registrant", "state", "over", "answer_by", "version", "time",
            ],
            records: consents.map { consentRecord($1, of: $0, in: network) })
        answer.hiddenInTable = ["authority"]
        return answer
    }

    /// A consent as its owner is shown it, who learns nothing of the firm in need; whoever sees all is shown both sides.
    func consentRecord(_ consent: AidConsent, of request: AidRequest, in network: Network) -> [Answer.Field] {
        let content = request.content
        var fields = [
            Answer.Field("request", .text(request.id)),
            Answer.Field("authority", .text(content.authority.description)),
        ]
        fields += Answer.Field.text("authority_name", name(content.authority))
        fields.append(Answer.Field("kind", .text(content.kind.rawValue)))
        fields += subject(consent, in: network)
        fields.append(Answer.Field("state", .text(consent.state.rawValue)))
        fields.append(Answer.Field("over", .flag(!request.isStanding(consent))))
        fields.append(Answer.Field("answer_by", .text(request.answerBy.description)))
        fields += Answer.Field.number("version", consent.version)
        return fields + [Answer.Field("time", .text(consent.newest.time.description))]
    }

    private func subject(_ consent: AidConsent, in network: Network) -> [Answer.Field] {
        var fields = [Answer.Field("supplier", .text(consent.subject.supplier.description))]
        fields += Answer.Field.text("name", firmName(consent.subject.supplier, in: network))
        fields.append(Answer.Field("product", .text(consent.product.owned)))
        guard view == .all else { return fields }
        fields.append(Answer.Field("wanted", .text(consent.product.wanted)))
        return fields + [Answer.Field("registrant", .text(consent.subject.owner.description))]
    }

    /// The trail of a request's consents, as those who see all are shown it; nothing where nobody was asked.
    func consentTrail(_ whole: ConsentedRequest, in network: Network) -> [Answer.Field] {
        let steps = AidConsent.consents(whole.said).flatMap { consent in
            consent.steps.enumerated().map { index, step in
                (step, fields(of: step, version: index + 1, in: consent, of: whole.request, network))
            }
        }
        let sorted = steps.sorted { $0.0.number < $1.0.number }.map { Answer.Value.record($1) }
        return sorted.isEmpty ? [] : [Answer.Field("consents", .list(sorted))]
    }

    private func fields(
        of step: ConsentStep, version: Int, in consent: AidConsent, of request: AidRequest, _ network: Network
    ) -> [Answer.Field] {
        var fields = Answer.Field.number("number", step.number)
        fields.append(Answer.Field("time", .text(step.time.description)))
        fields.append(Answer.Field("action", .text(step.action.rawValue)))
        fields += subject(consent, in: network)
        fields.append(Answer.Field("over", .flag(!request.isStanding(consent))))
        fields += Answer.Field.number("version", version)
        fields.append(Answer.Field("by", .text(step.by)))
        return fields + Answer.Field.text("note", step.note.isEmpty ? nil : step.note)
    }

    /// Whether somebody means a firm by a text: one of its identities, or its name.
    static func goes(_ firm: FirmID, by text: String, in network: Network) -> Bool {
        let number = network.number(of: firm)
        if let id = identity(text) { return id == firm || number != nil && network.number(of: id) == number }
        return number.map { network.firms[Int($0)].name == IdentityText.normalisedName(text) } ?? false
    }

    /// The identity that a text is; nil for a name.
    static func identity(_ text: String) -> FirmID? {
        do throws(IdentityFault) {
            return try FirmID(text)
        } catch {
            return nil
        }
    }
}
