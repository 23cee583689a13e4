public import MutualAid
internal import StrictYAML
public import SupplyModel

/// Why no owner was asked, or nothing that one said was kept.
public enum AidConsentFault: Error, Equatable, CustomStringConvertible {
    case life(ConsentFault)
    /// An owner knows only requests about which it was asked.
    case unknown(String)
    case noOwner(String, product: String)
    case notOwner(FirmID, supplier: String, product: String)
    case needsNone(String, request: String)
    /// More owners than are asked at once.
    case tooManyOwners(Int, supplier: String)

    public var description: String { sentence(for: .commandLine) }

    /// What is wrong and what to do.
    func sentence(for asker: Asker) -> String {
        switch self {
        case .life(let fault): fault.sentence(for: asker)
        case .unknown(let text):
            "'\(Excerpt.of(text))': you were asked about no such request; \(asker.place(.consents)) shows those"
        case .noOwner(let supplier, let product):
            "nobody else declares that \(supplier) makes '\(Excerpt.of(product))' or the like, so there is nobody to ask;"
                + " `tierwatch aid match --request ID --names` lists who does"
        case .notOwner(let owner, let supplier, let product):
            "\(owner) does not declare that \(supplier) makes '\(Excerpt.of(product))' or the like, so it is not asked;"
                + " leave \(asker.named("owner")) out to ask whoever does"
        case .needsNone(let supplier, let request):
            "\(supplier) is in the chain of the firm that \(request) is for, so nobody is to be asked"
        case .tooManyOwners(let count, let supplier):
            "\(count) registrants declare \(supplier), and at most \(AidConsent.ownerLimit) are asked at once; name one with"
                + " \(asker.named("owner"))"
        }
    }

    /// Whether the command was wrong, nobody was asked, or a consent is no longer as it was thought to be.
    var kind: FaultKind {
        switch self {
        case .life(.notAsked), .unknown: .noInput
        case .life(.noSuchVersion), .life(.severalMeant), .notOwner, .tooManyOwners: .usage
        case .life, .noOwner, .needsNone: .badData
        }
    }
}

extension ConsentFault {
    /// What stands in the way, and what to do.
    func sentence(for asker: Asker) -> String {
        switch self {
        case .over(let id, let newest):
            "\(id) is \(AidWords.state(newest.state, .en)) since \(newest.time), so nobody is named for it any more;"
                + " nothing was changed"
        case .notAsked(let id, let supplier, let product):
            "'\(Excerpt.of(supplier))': nothing was asked about this supplier"
                + (product.map { " of '\(Excerpt.of($0))'" } ?? "")
                + " for \(id), or not since it was opened again; \(asker.place(.consents)) shows what was"
        case .severalMeant(let id, let questions):
            "several questions about this supplier could be meant for \(id): \(Self.list(questions)); name one with"
                + " \(asker.named("product")), or the supplier by its identity"
        case .notPossible(.ask, let id, let newest):
            "\(newest.subject.owner) was asked about \(newest.subject.supplier) of '\(newest.product.owned)' for \(id) at"
                + " \(newest.question.time): it is \(newest.state.rawValue); nothing was changed"
        case .notPossible(let action, let id, let newest):
            "a consent for \(id) cannot be \(action.state.rawValue): it is \(newest.state.rawValue)"
                + " since \(newest.newest.time); \(Self.advice(newest.state)); nothing was changed"
        case .changed(let id, let seen, let newest):
            "the consent for \(id): version \(seen) is no longer the newest: it is \(newest.state.rawValue)"
                + " since \(newest.newest.time); nothing was changed: look again with \(asker.place(.consents)), and give"
                + " \(asker.named("seen", as: "\(newest.version)"))"
        case .noSuchVersion(let seen, let newest):
            "version \(seen) is not there yet, the newest is \(newest.version); look again with"
                + " \(asker.place(.consents))"
        case .tooManyAsked(let id):
            "\(AidConsent.askLimit) owners were asked for \(id) already; write another request"
        case .tooManySteps(let id, let newest):
            "the consent for \(id) was changed \(newest.version) times already, so it stays \(newest.state.rawValue)"
        }
    }

    /// Questions that a sentence names; of more it names the first.
    private static let listLimit = 5

    private static func list(_ questions: [AidConsent]) -> String {
        questions.prefix(listLimit).map { one in
            "\(one.subject.supplier) of '\(Excerpt.of(one.product.owned))' (\(one.state.rawValue))"
        }.joined(separator: ", ") + (questions.count > listLimit ? ", …" : "")
    }

    /// What can be done about a consent.
    private static func advice(_ state: ConsentState) -> String {
        switch state {
        case .asked: "give it or refuse it"
        case .given: "withdraw it"
        case .refused, .withdrawn: "give it"
        }
    }
}
