internal import HTTPAPI
internal import Intake
internal import MutualAid
internal import Store
internal import SupplyModel

extension APIFault {
    /// A fault about a request for help, in the words of whoever brought it about.
    init(_ fault: AidDeskFault, for asker: Asker) {
        self.init(Self.kind(fault), Self.code(fault), fault.sentence(for: asker))
    }

    /// A fault of ours as HTTP tells it; nil for what is nobody's fault but the server's.
    init?(_ error: any Error) {
        switch error {
        case let fault as APIFault: self = fault
        // The file is the server's own: what is wrong with its data is told as problems.
        case is IntakeError: return nil
        case let fault as StoreError:
            guard case .busy = fault else { return nil }
            self.init(.unavailable, "busy", "the register is being written by somebody else; ask again soon")
            retryAfterSeconds = 5
        case let fault as DeskFault:
            self.init(Self.kind(fault), Self.code(fault), fault.sentence(for: .api))
        case let fault as InviteFault:
            self.init(Self.kind(fault), Self.code(fault), fault.sentence(for: .api))
        case let fault as QueryFault:
            self.init(Self.kind(fault), Self.code(fault), fault.sentence(for: .api))
        case let fault as StatusFault:
            self.init(fault.kind == .noInput ? .unknown : .invalid, fault.code, "\(fault)")
        case let fault as AidDeskFault: self.init(fault, for: .api)
        case let fault as AidConsentFault:
            self.init(Self.kind(fault), Self.code(fault), fault.sentence(for: .api))
        default:
            switch FaultKind(of: error) {
            case .usage: self.init(.invalid, "bad_request", "\(error)")
            case .badData: self.init(.refused, "bad_data", "\(error)")
            case .noInput: self.init(.unknown, "unknown", "\(error)")
            case .unavailable, .cannotCreate, .ioFailed, .badConfiguration, nil: return nil
            }
        }
    }

    private static func kind(_ fault: DeskFault) -> Kind {
        switch fault {
        case .unknownSilence: .unknown
        case .held, .notTaken, .notOpen, .silenceIsOver, .noSuchVersion: .conflict
        default: .invalid
        }
    }

    private static func kind(_ fault: InviteFault) -> Kind {
        switch fault {
        case .noSupply, .unknown: .unknown
        case .tooDeep, .notTier, .tooLong: .invalid
        case .notAnInvitation, .withdrawn: .forbidden
        case .notSupplies: .refused
        case .isRevoked, .tooMany: .conflict
        }
    }

    private static func code(_ fault: InviteFault) -> String {
        switch fault {
        case .noSupply: "no_supply"
        case .unknown: "unknown_invitation"
        case .tooDeep: "too_deep"
        case .notTier: "not_tier"
        case .tooLong: "bad_time"
        case .notAnInvitation: "no_invitation"
        case .withdrawn: "withdrawn"
        case .notSupplies: "not_supplies"
        case .isRevoked: "revoked"
        case .tooMany: "too_many_invitations"
        }
    }

    private static func code(_ fault: DeskFault) -> String {
        switch fault {
        case .unknownSilence: "unknown_silence"
        case .ambiguousSilence: "ambiguous"
        case .silenceIsOver: "silence_over"
        case .held: "held"
        case .notTaken: "not_taken"
        case .notOpen: "not_open"
        case .noSuchVersion: "no_such_version"
        default: "bad_request"
        }
    }

    private static func kind(_ fault: AidDeskFault) -> Kind {
        switch fault {
        case .ledger(.unknown): .unknown
        case .ledger(.messageReused): .refused
        case .life(.noSuchVersion): .conflict
        case .life(let fault): fault.isUsage ? .invalid : .conflict
        default: .invalid
        }
    }

    private static func code(_ fault: AidDeskFault) -> String {
        switch fault {
        case .ledger(.unknown): "unknown_request"
        case .ledger(.ambiguous): "ambiguous"
        case .ledger(.messageReused): "webhook_id_reused"
        case .life(.notPossible): "not_possible"
        case .life(.changed): "changed"
        case .life(.handled), .life(.sameHandler): "handled"
        case .life(.noSuchVersion): "no_such_version"
        case .badMonth, .badDeadline, .life(.deadlineOver): "bad_time"
        default: "bad_request"
        }
    }

    private static func kind(_ fault: AidConsentFault) -> Kind {
        switch fault {
        case .unknown, .life(.notAsked): .unknown
        case .life(.severalMeant), .noOwner, .notOwner, .needsNone, .tooManyOwners: .invalid
        case .life: .conflict
        }
    }

    private static func code(_ fault: AidConsentFault) -> String {
        switch fault {
        case .unknown: "unknown_request"
        case .life(.notAsked): "not_asked"
        case .life(.over): "request_over"
        case .life(.notPossible), .life(.tooManyAsked), .life(.tooManySteps): "not_possible"
        case .life(.changed): "changed"
        case .life(.noSuchVersion): "no_such_version"
        case .life(.severalMeant): "ambiguous"
        case .noOwner, .notOwner, .needsNone, .tooManyOwners: "bad_request"
        }
    }

    private static func kind(_ fault: QueryFault) -> Kind {
        switch fault {
        case .unknownFirm, .unknownAlert, .unknownDelivery, .noScenario, .unknownProduct, .notAnID: .unknown
        case .onlyForAll, .noConsent: .forbidden
        default: .invalid
        }
    }

    private static func code(_ fault: QueryFault) -> String {
        switch fault {
        case .unknownFirm, .notAnID: "unknown_firm"
        case .unknownAlert: "unknown_alert"
        case .unknownProduct: "unknown_product"
        case .ambiguousName, .ambiguousAlert: "ambiguous"
        case .badRegion: "bad_region"
        case .badTime: "bad_time"
        case .tooManyCourses: "too_many_figures"
        case .onlyForAll, .noConsent: "not_allowed"
        default: "bad_request"
        }
    }
}
