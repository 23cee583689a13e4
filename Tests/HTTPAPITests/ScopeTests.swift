import SupplyModel
import Testing

@testable import HTTPAPI

/// Who may do what: the table of operations, held to a list that knows nothing of it.
@Suite struct ScopeTests {
    private static let reads: Set<TokenScope> = [.read, .coordinate, .admin]
    private static let writes: Set<TokenScope> = [.write, .admin]
    private static let declares: Set<TokenScope> = [.invite, .write, .admin]
    private static let coordinates: Set<TokenScope> = [.coordinate, .admin]

    /// The scopes with which each operation is done; nil where nobody is asked who it is.
    private static func scopes(_ operation: OperationID) -> Set<TokenScope>? {
        switch operation {
        case .listFirms, .listSuppliers, .showFirm, .listLinks: reads
        case .listExposures, .explainExposure, .listChokepoints, .explainChokepoint: reads
        case .listMetrics, .listSystemic, .askWhatIf, .listBreaches: reads
        case .listAlerts, .showAlert, .acknowledgeAlert, .releaseAlert: coordinates
        case .listSilences, .createSilence, .endSilence: coordinates
        case .listAidRequests, .showAidReport, .showAidRequest, .stepAidRequest: coordinates
        case .listStatusReports, .listConsents: reads
        case .createStatusReport, .sayConsent: writes
        case .createInvitation, .createRegistration: declares
        case .revokeInvitation: writes
        case .listInvitations, .showSharedUpstream: reads
        case .listRegistrations, .showRegistration, .listRegistrationProblems: reads
        case .streamEvents: reads
        case .showHealth, .showReadiness, .showDescription, .answerAidRequest: nil
        case .showPrometheus: coordinates
        }
    }

    private static let time = Timestamp(milliseconds: 1_770_000_000_000)

    private static func reader(_ scope: TokenScope) -> Reader {
        Reader(
            AccessToken(
                name: scope.rawValue, id: "00000000",
                registrant: scope.isOfRegistrant ? FirmID(checked: "local:a") : nil,
                scopes: [scope], madeAt: time, expiresAt: time.adding(seconds: 1)))
    }

    @Test func `each scope does what the list says, and nothing else`() {
        for operation in Operations.every {
            for scope in TokenScope.allCases {
                #expect(
                    Self.reader(scope).meets(operation.need)
                        == (Self.scopes(operation.id)?.contains(scope) ?? true),
                    "\(scope) \(operation.id)")
            }
        }
    }

    @Test func `who shows no token is told nothing but how the process fares and what it offers`() {
        for operation in Operations.every {
            let isOpen = operation.need == .nothing || operation.need == .signature
            #expect(isOpen == (Self.scopes(operation.id) == nil), "\(operation.id)")
            #expect((operation.need == .signature) == (operation.kind == .webhook), "\(operation.id)")
        }
    }

    @Test func `a token of several scopes does what any of them does`() {
        for operation in Operations.every {
            var token = AccessToken(
                name: "both", id: "00000000", registrant: FirmID(checked: "local:a"),
                scopes: [.read, .write],
                madeAt: Self.time, expiresAt: Self.time.adding(seconds: 1))
            let both = Reader(token).meets(operation.need)
            token.scopes = []
            #expect(
                both == [.read, .write].contains { Self.reader($0).meets(operation.need) }, "\(operation.id)")
            let isOpen = operation.need == .nothing || operation.need == .signature
            #expect(Reader(token).meets(operation.need) == isOpen, "\(operation.id)")
        }
    }
}
