internal import Alerting
internal import Delivery
internal import Export
internal import Intake
internal import Store
internal import StrictYAML
internal import SupplyModel

/// What kind of fault an error is, in the words of sysexits: what the exit code of a command tells.
public enum FaultKind: Equatable, Sendable {
    case usage, badData, noInput, unavailable, cannotCreate, ioFailed, badConfiguration

    /// The kind of an error of ours; nil for anybody else's.
    public init?(of error: any Error) {
        switch error {
        case let fault as StoreError: self = Self.kind(fault)
        case let fault as IntakeError: self = Self.kind(fault)
        case let fault as ExportError: self = Self.kind(fault)
        case let fault as QueryFault: self = Self.kind(fault)
        case let fault as DeskFault: self = Self.kind(fault)
        case let fault as TokenDeskFault: self = Self.kind(fault)
        case let fault as TrialFault: self = Self.kind(fault)
        case let fault as BacktestFault: self = fault.isUsage ? .usage : .noInput
        case let fault as StatusFault: self = fault.kind
        case let fault as InviteFault: self = fault.kind
        case let fault as EventDeskFault: self = fault.kind
        case let fault as AidDeskFault: self = fault.kind
        case let fault as AidConsentFault: self = fault.kind
        case let fault as WhiteListFault: self = fault.kind
        case let fault as AidMatchFault: self = fault.kind
        case let fault as DrillFault: self = fault.kind
        case let fault as OutputFault: self = fault.kind
        case is ConfirmationFault: self = .noInput
        case let fault as DecisionFault: self = fault.isUsage ? .usage : .badData
        case is ImportFault, is RunOvertaken: self = .badData
        case is RegisterFolderFault: self = .noInput
        case is ConfigurationFault, is ConfigurationFaults: self = .badConfiguration
        case is DaemonFault: self = .cannotCreate
        case is UsageFault: self = .usage
        default: return nil
        }
    }

    private static func kind(_ fault: StoreError) -> FaultKind {
        switch fault {
        case .noStore: .noInput
        case .notADatabase, .newerVersion: .badData
        case .cannotOpen: .cannotCreate
        case .busy: .unavailable
        case .diskFull, .ioFailed: .ioFailed
        }
    }

    private static func kind(_ fault: IntakeError) -> FaultKind {
        switch fault.fault.category {
        case .noInput: .noInput
        case .inputOutput: .ioFailed
        case .cannotCreate: .cannotCreate
        case .badData: .badData
        }
    }

    private static func kind(_ fault: ExportError) -> FaultKind {
        switch fault {
        case .cannotCreate: .cannotCreate
        case .writeFailed: .ioFailed
        case .isThere: .cannotCreate
        case .tooManyRows: .usage
        case .nothingDeclared: .noInput
        }
    }

    private static func kind(_ fault: TrialFault) -> FaultKind {
        switch fault {
        case .noFiles: .noInput
        case .tooManyFiles, .badFiles: .badData
        }
    }

    private static func kind(_ fault: DeskFault) -> FaultKind {
        if case .unknownSilence = fault { return .noInput }
        return fault.isUsage ? .usage : .badData
    }

    private static func kind(_ fault: TokenDeskFault) -> FaultKind {
        if case .unknown = fault { return .noInput }
        return fault.isUsage ? .usage : .badData
    }

    private static func kind(_ fault: QueryFault) -> FaultKind {
        switch fault {
        case .unknownFirm, .unknownAlert, .unknownDelivery, .noScenario, .unknownProduct: .noInput
        case .notAnID, .ambiguousName, .badRegion, .badTime, .ambiguousAlert, .ownSupplier, .onlyForAll,
            .noConsent, .tooManyCourses:
            .usage
        }
    }
}

/// A command that was called wrongly in a way that its flags alone do not show.
public struct UsageFault: Error, Equatable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
