public import SupplyModel

/// Somebody's question, with all that it depends on.
public struct Query: Sendable {
    public let operation: OperationID
    public let arguments: Arguments
    public let reader: Reader

    /// The same, by somebody whose signature told who it is; as the trail names him.
    func signed(by actor: String) -> Query {
        Query(operation: operation, arguments: arguments, reader: Reader(signer: actor))
    }

    /// Whether what it asks for changes something.
    var isChanging: Bool { operation != .askWhatIf }

    /// Whether its answer is found by an index, or is about what is written down: a matter of milliseconds in a register of any size.
    var isShort: Bool {
        switch operation {
        case .showFirm, .listAlerts, .showAlert, .listSilences, .listStatusReports, .listRegistrations,
            .showRegistration, .listRegistrationProblems, .showAidRequest:
            arguments.text("at") == nil
        case .listAidRequests, .listConsents: arguments.text("at") == nil && !arguments.flag("all")
        case .listLinks:
            arguments.text("at") == nil
                && (arguments.text("buyer") != nil || arguments.text("supplier") != nil)
        default: false
        }
    }
}

/// Who asks, and in whose name.
public struct Reader: Hashable, Sendable {
    /// As the trail names it, such as `token:erp`.
    public let actor: String
    /// Whose chains are seen; nil for all.
    public let registrant: FirmID?
    public let scopes: Set<TokenScope>
    /// The invitation that the asker holds; nil for anybody else.
    public let invitation: String?
    /// Whether each look is noted in the trail: of who sees all by a token.
    let isWatched: Bool

    /// Whoever reaches a register that has no tokens, on its own machine.
    static let local = Reader(
        actor: "local", registrant: nil, scopes: Set(TokenScope.allCases), invitation: nil,
        isWatched: false)

    /// Somebody at an address, who is not known yet.
    static func unknown(at address: String) -> Reader {
        Reader(
            actor: "address:\(address)", registrant: nil, scopes: [], invitation: nil, isWatched: false)
    }

    private init(
        actor: String, registrant: FirmID?, scopes: Set<TokenScope>, invitation: String?, isWatched: Bool
    ) {
        self.actor = actor
        self.invitation = invitation
        self.registrant = registrant
        self.scopes = scopes
        self.isWatched = isWatched
    }

    fileprivate init(signer actor: String) {
        self.init(actor: actor, registrant: nil, scopes: [], invitation: nil, isWatched: false)
    }

    init(_ token: AccessToken) {
        self.init(
            actor: "token:\(token.name)", registrant: token.registrant, scopes: token.scopes,
            invitation: token.scopes.contains(.invite) ? token.id : nil,
            isWatched: token.registrant == nil)
    }

    /// Whether a need is met: who sees all also reads, an administrator does everything.
    func meets(_ need: Operation.Need) -> Bool {
        if scopes.contains(.admin) { return true }
        return switch need {
        case .nothing, .signature: true
        case .read: scopes.contains(.read) || scopes.contains(.coordinate)
        case .write: scopes.contains(.write)
        case .declare: scopes.contains(.write) || scopes.contains(.invite)
        case .coordinate: scopes.contains(.coordinate)
        }
    }
}
