/// What a channel is told of a consent: its owner, that it is asked; who asked, what was said.
///
/// An owner hears nothing of the firm in need and of its chain; who asked learns who is meant only from a consent that was given.
public struct ConsentNotice: Sendable {
    private let consent: AidConsent
    private let request: AidRequest
    private let names: AidNotice.Names

    public init(_ consent: AidConsent, of request: AidRequest, names: AidNotice.Names) {
        self.consent = consent
        self.request = request
        self.names = names
    }

    private var isQuestion: Bool { consent.newest.action == .ask }

    /// Stands for an alert's fingerprint: messages about one request keep their order.
    public var subject: String { "aid:\(request.id)" }

    /// The message's id for a channel: one for each step; that of a question does not tell how many others there are.
    public func messageID(for channel: String) -> String {
        guard isQuestion else { return "aid_\(request.id)_c\(consent.newest.number)_\(channel)" }
        let digits = alertFingerprint(
            rule: request.id,
            labels: [
                "supplier": consent.subject.supplier.description, "owner": consent.subject.owner.description,
                "time": consent.newest.time.description,
            ])
        return "aid_\(request.id)_\(digits)_\(channel)"
    }

    /// `aid.consent_asked` or `aid.consent`.
    public var type: String { isQuestion ? "aid.consent_asked" : "aid.consent" }

    /// UTF-8, keys sorted.
    public func json() throws -> [UInt8] {
        let time = consent.newest.time
        let supplier = NoticedParty(id: consent.subject.supplier, name: names.firm(consent.subject.supplier))
        guard isQuestion else {
            return try messageBody(
                type, at: time,
                Said(
                    summary: summary, request: request.id, consent: consent.steps[0].number,
                    state: consent.state, product: consent.product.wanted,
                    supplier: consent.state == .given ? supplier : nil))
        }
        return try messageBody(
            type, at: time,
            Asked(
                summary: summary, request: request.id, authority: request.content.authority,
                kind: request.content.kind, supplier: supplier, product: consent.product.owned,
                answerBy: request.answerBy))
    }

    /// What is asked or was said, in a sentence.
    public var summary: BilingualText {
        let id = consent.subject.supplier
        let supplier = names.firm(id).map { "\($0) (\(id))" } ?? id.description
        let (number, wanted) = (consent.steps[0].number, consent.product.wanted)
        switch consent.state {
        case .asked: return question(about: supplier)
        case .given:
            return BilingualText(
                zh: "互保请求 \(request.id)：第 \(number) 号征询获同意，“\(wanted)”可由 \(supplier) 替代供应。",
                en:
                    "Request \(request.id): question \(number) was consented to; \(supplier) could stand in for"
                    + " '\(wanted)'.")
        case .refused:
            return BilingualText(
                zh: "互保请求 \(request.id)：第 \(number) 号征询（“\(wanted)”）未获同意，不得告知企业名称。",
                en:
                    "Request \(request.id): question \(number) about '\(wanted)' was refused; nobody is named."
            )
        case .withdrawn:
            return BilingualText(
                zh: "互保请求 \(request.id)：第 \(number) 号征询（“\(wanted)”）的同意已撤回，请停止使用所告知的企业信息。",
                en:
                    "Request \(request.id): the consent to question \(number) about '\(wanted)' was withdrawn; use what"
                    + " was told of the firm no longer.")
        }
    }

    private func question(about supplier: String) -> BilingualText {
        let (authority, kind) = (request.content.authority, request.content.kind)
        func place(_ language: Language) -> String {
            names.region(authority, language) ?? authority.description
        }
        let (product, day) = (consent.product.owned, request.answerBy)
        return BilingualText(
            zh: "互保请求 \(request.id)（\(AidWords.kind(kind, .zh))）：\(place(.zh))征询贵方，可否告知贵方供应商 \(supplier)"
                + "（“\(product)”）的名称；请于 \(day) 前答复。",
            en:
                "Request \(request.id) (\(AidWords.kind(kind, .en))): \(place(.en)) asks whether your supplier \(supplier)"
                + " of '\(product)' may be named; answer by \(day).")
    }

    private struct Asked: Encodable {
        var summary: BilingualText
        var request: String
        var authority: RegionCode
        var kind: AidKind
        var supplier: NoticedParty
        var product: String
        var answerBy: CalendarDay

        private enum CodingKeys: String, CodingKey {
            case summary, request, authority, kind, supplier, product, answerBy = "answer_by"
        }
    }

    private struct Said: Encodable {
        var summary: BilingualText
        var request: String
        /// The number of the question, by which what is withdrawn is known.
        var consent: Int
        var state: ConsentState
        var product: String
        var supplier: NoticedParty?
    }
}

extension ConsentState: Encodable {}
