/// What a channel is told of a consent.
///
/// An owner hears nothing of the firm in need and of its chain, and what a question is called to it does not tell how many others there are.
/// Who asked learns who is meant only from a consent that was given, in the owner's words, and by a code only where everybody knows it: a `local:`
/// identity would tell who the owner is.
public struct ConsentNotice: Sendable {
    /// Who is told what.
    public enum Kind: Sendable {
        /// Its owner, that it is asked.
        case asked
        /// Its owner, that there is nothing more to answer: by its own word, or because the request is over.
        case ended
        /// Who asked, what was said.
        case said
    }

    private let kind: Kind
    private let consent: AidConsent
    private let request: AidRequest
    /// What the owner calls its supplier.
    private let name: String?
    private let region: @Sendable (RegionCode, Language) -> String?

    /// `name`: what the owner calls its supplier; nil where it gave no name.
    public init(
        _ kind: Kind, _ consent: AidConsent, of request: AidRequest, name: String?,
        region: @escaping @Sendable (RegionCode, Language) -> String?
    ) {
        self.kind = kind
        self.consent = consent
        self.request = request
        self.name = name
        self.region = region
    }

    /// What the question is called to its owner.
    private var mark: String {
        let (subject, asked) = (consent.subject, consent.question)
        return alertFingerprint(
            rule: request.id,
            labels: [
                "supplier": subject.supplier.description, "owner": subject.owner.description,
                "product": consent.product.owned, "time": asked.time.description,
            ])
    }

    private var isOver: Bool { !request.isStanding(consent) }

    /// Stands for an alert's fingerprint: messages about one question, and those to who asked about one request, keep their order.
    public var subject: String {
        let request = AidNotice.subject(of: request.id)
        return kind == .said ? request : "\(request):\(mark)"
    }

    /// The message's id for a channel: one for each step.
    public func messageID(for channel: String) -> String {
        let part =
            switch kind {
            case .asked: mark
            case .ended: "\(mark)_\(isOver ? "over" : "\(consent.version)")"
            case .said: "c\(consent.newest.number)"
            }
        return "aid_\(request.id)_\(part)_\(channel)"
    }

    /// `aid.consent_asked`, `aid.consent_ended` or `aid.consent`.
    public var type: String {
        switch kind {
        case .asked: "aid.consent_asked"
        case .ended: "aid.consent_ended"
        case .said: "aid.consent"
        }
    }

    /// UTF-8, keys sorted.
    public func json() throws -> [UInt8] {
        let id = consent.subject.supplier
        let own = NoticedSupplier(id: id, name: name)
        switch kind {
        case .asked:
            return try messageBody(
                type, at: consent.newest.time,
                Asked(
                    summary: summary, request: request.id, question: mark,
                    authority: request.content.authority, kind: request.content.kind, supplier: own,
                    product: consent.product.owned, answerBy: request.answerBy))
        case .ended:
            return try messageBody(
                type, at: isOver ? request.newest.time : consent.newest.time,
                Ended(
                    summary: summary, request: request.id, question: mark,
                    state: isOver ? "over" : consent.state.rawValue, supplier: own,
                    product: consent.product.owned))
        case .said:
            let named = NoticedSupplier(id: id.isPublic ? id : nil, name: name ?? id.ownName)
            return try messageBody(
                type, at: consent.newest.time,
                Said(
                    summary: summary, request: request.id, consent: consent.question.number,
                    state: consent.state, product: consent.product.wanted,
                    supplier: consent.state == .given ? named : nil))
        }
    }

    /// What is asked or was said, in a sentence.
    public var summary: BilingualText {
        let id = consent.subject.supplier
        switch kind {
        case .asked: return question(about: name.map { "\($0) (\(id))" } ?? id.description)
        case .ended: return end(about: name.map { "\($0) (\(id))" } ?? id.description)
        case .said:
            let shown = name ?? id.ownName
            return answer(about: id.isPublic && name != nil ? "\(shown) (\(id))" : shown)
        }
    }
}

// MARK: - Sentences

extension ConsentNotice {
    private func question(about supplier: String) -> BilingualText {
        let (authority, kind) = (request.content.authority, request.content.kind)
        func place(_ language: Language) -> String { region(authority, language) ?? authority.description }
        let (product, day) = (consent.product.owned, request.answerBy)
        return BilingualText(
            zh: "互保请求 \(request.id)（\(AidWords.kind(kind, .zh))）：\(place(.zh))征询贵方，可否告知贵方供应商 \(supplier)"
                + "（“\(product)”）的名称；请于 \(day) 前答复。",
            en:
                "Request \(request.id) (\(AidWords.kind(kind, .en))): \(place(.en)) asks whether your supplier \(supplier)"
                + " of '\(product)' may be named; answer by \(day).")
    }

    private func end(about supplier: String) -> BilingualText {
        let product = consent.product.owned
        if isOver {
            return text(
                "请求已结束，贵方供应商 \(supplier)（“\(product)”）无需再答复，已给的同意随之失效。",
                "it is over; nothing more is asked about your supplier \(supplier) of '\(product)', and no consent counts."
            )
        }
        switch consent.state {
        case .given:
            return text(
                "贵方已同意告知供应商 \(supplier)（“\(product)”）的名称。",
                "you let your supplier \(supplier) of '\(product)' be named.")
        case .withdrawn:
            return text(
                "贵方已撤回同意，不再告知供应商 \(supplier)（“\(product)”）的名称。",
                "you took your consent back; your supplier \(supplier) of '\(product)' is named no longer.")
        case .asked, .refused:
            return text(
                "贵方不同意告知供应商 \(supplier)（“\(product)”）的名称。",
                "you do not let your supplier \(supplier) of '\(product)' be named.")
        }
    }

    private func answer(about supplier: String) -> BilingualText {
        let (number, wanted) = (consent.question.number, consent.product.wanted)
        switch consent.state {
        case .given:
            return text(
                "第 \(number) 号征询获同意，“\(wanted)”可由 \(supplier) 替代供应。",
                "question \(number) was consented to; \(supplier) could stand in for '\(wanted)'.")
        case .asked, .refused:
            return text(
                "第 \(number) 号征询（“\(wanted)”）未获同意，不得告知企业名称。",
                "question \(number) about '\(wanted)' was refused; nobody is named.")
        case .withdrawn:
            return text(
                "第 \(number) 号征询（“\(wanted)”）的同意已撤回，请停止使用所告知的企业信息。",
                "the consent to question \(number) about '\(wanted)' was withdrawn; use what was told of the firm no longer."
            )
        }
    }

    /// A sentence about the request.
    private func text(_ chinese: String, _ english: String) -> BilingualText {
        BilingualText(zh: "互保请求 \(request.id)：\(chinese)", en: "Request \(request.id): \(english)")
    }
}

// MARK: - Data

/// A supplier as its owner declares it; to others without an identity that only its owner gives.
private struct NoticedSupplier: Encodable {
    var id: FirmID?
    var name: String?
}

private struct Asked: Encodable {
    var summary: BilingualText
    var request: String
    var question: String
    var authority: RegionCode
    var kind: AidKind
    var supplier: NoticedSupplier
    var product: String
    var answerBy: CalendarDay

    private enum CodingKeys: String, CodingKey {
        case summary, request, question, authority, kind, supplier, product, answerBy = "answer_by"
    }
}

private struct Ended: Encodable {
    var summary: BilingualText
    var request: String
    var question: String
    var state: String
    var supplier: NoticedSupplier
    var product: String
}

private struct Said: Encodable {
    var summary: BilingualText
    var request: String
    /// The number of the question, by which what is withdrawn is known.
    var consent: Int
    var state: ConsentState
    var product: String
    var supplier: NoticedSupplier?
}

extension ConsentState: Encodable {}
