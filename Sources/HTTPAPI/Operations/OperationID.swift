/// What can be asked of the API; each is an `operationId` of `openapi.yaml`.
public enum OperationID: String, CaseIterable, Hashable, Sendable {
    case listFirms, listSuppliers, showFirm, listLinks, listExposures, explainExposure, listChokepoints,
        explainChokepoint
    case listMetrics, listSystemic, askWhatIf
    case listBreaches, listAlerts, showAlert, acknowledgeAlert, releaseAlert
    case listSilences, createSilence, endSilence
    case listAidRequests, showAidReport, showAidRequest, stepAidRequest, answerAidRequest
    case listConsents, sayConsent
    case listStatusReports, createStatusReport
    case createInvitation, listInvitations, revokeInvitation, showSharedUpstream
    case createRegistration, listRegistrations, showRegistration, listRegistrationProblems
    case streamEvents, showHealth, showReadiness, showPrometheus, showDescription
}
