internal import HTTPTypes
internal import SupplyModel

/// All operations of the API, as `openapi.yaml` describes them: a test holds the two equal.
enum Operations {
    private static let base = "/api/v1"

    private static func text(_ name: String) -> Parameter {
        Parameter(name, .text(limit: Parameter.nameLimit))
    }

    private static func words(_ name: String, _ words: [String]) -> Parameter {
        Parameter(name, .words(words, count: words.count))
    }

    private static let firm = text("firm")
    private static let region = text("region")
    private static let time = Parameter("at", .text(limit: 40))
    private static let industry = Parameter("industry", .word(Industry.allCases.map(\.rawValue)))
    private static let level = Parameter("level", .word(["city", "province"]))
    private static let kind = Parameter("kind", .word(["direct", "touch", "origin", "stoppage"]))
    private static let all = Parameter("all", .flag)
    private static let language = Parameter("lang", .word(["zh", "en"]))
    /// What lists take beside what is theirs.
    static let paging = [
        Parameter("limit", .whole(1...Pages.largestCount)), Parameter("cursor", .text(limit: Cursor.limit)),
    ]

    static let every: [Operation] =
        register + figures + alerts + aid + status + invitations + uploads + process

    private static let register = [
        Operation(
            .listFirms, .get, base + "/firms", .list, .read,
            [
                industry, region, Parameter("search", .text(limit: Parameter.nameLimit)),
                Parameter("leading", .flag), time,
            ] + paging),
        Operation(
            .listSuppliers, .get, base + "/suppliers", .list, .read,
            [
                firm, Parameter("tier", .whole(1...5)), industry, region,
                Parameter("search", .text(limit: Parameter.nameLimit)), time,
            ] + paging),
        Operation(.showFirm, .get, base + "/firms/{firm}", .thing, .read, [time, language]),
        Operation(
            .listLinks, .get, base + "/links", .list, .read,
            [text("buyer"), text("supplier"), text("product"), time] + paging),
    ]

    private static let figures = [
        Operation(
            .listExposures, .get, base + "/firms/{firm}/exposures", .list, .read,
            [kind, level, time, language] + paging),
        Operation(
            .explainExposure, .get, base + "/firms/{firm}/exposures/{region}", .thing, .read,
            [kind, level, time, language]),
        Operation(
            .listChokepoints, .get, base + "/firms/{firm}/chokepoints", .list, .read,
            [text("product"), time] + paging),
        Operation(
            .explainChokepoint, .get, base + "/firms/{firm}/chokepoints/{supplier}", .thing, .read, [time]),
        Operation(
            .listMetrics, .get, base + "/metrics", .list, .read,
            [
                firm, Parameter("metric", .word(Metric.figures.map(\.rawValue))), industry,
                Parameter("label", .texts(limit: Parameter.nameLimit, count: 10)), time,
            ] + paging),
        Operation(
            .listSystemic, .get, base + "/systemic", .list, .read,
            [firm, Parameter("top", .whole(1...1_000_000)), Parameter("substitution", .flag), time] + paging),
        Operation(.askWhatIf, .post, base + "/what-if", .act, .read, [language]),
    ]

    private static let alerts = [
        Operation(.listBreaches, .get, base + "/breaches", .list, .read, [time, language] + paging),
        Operation(
            .listAlerts, .get, base + "/alerts", .list, .coordinate,
            [
                words("state", AlertState.allCases.map(\.rawValue)),
                words("severity", Severity.allCases.map(\.rawValue)), text("rule"), firm, time, language,
            ] + paging),
        Operation(.showAlert, .get, base + "/alerts/{fingerprint}", .thing, .coordinate, [language]),
        Operation(
            .acknowledgeAlert, .put, base + "/alerts/{fingerprint}/acknowledgement", .act, .coordinate,
            [language]),
        Operation(
            .releaseAlert, .delete, base + "/alerts/{fingerprint}/acknowledgement", .act, .coordinate,
            [
                Parameter("owner", .text(limit: Acknowledgement.ownerLimit)),
                Parameter("note", .text(limit: Acknowledgement.noteLimit)),
                Parameter("seen", .whole(0...Acknowledgement.versionLimit)), language,
            ]),
        Operation(.listSilences, .get, base + "/silences", .list, .coordinate, [all] + paging),
        Operation(.createSilence, .post, base + "/silences", .act, .coordinate, [language]),
        Operation(.endSilence, .delete, base + "/silences/{silence}", .act, .coordinate),
    ]

    private static let aid = [
        Operation(
            .listAidRequests, .get, base + "/aid", .list, .coordinate,
            [
                all, Parameter("state", .word(AidState.allCases.map(\.rawValue))),
                Parameter("overdue", .flag), text("from"), text("to"), firm, time, language,
            ] + paging),
        Operation(
            .showAidReport, .get, base + "/aid/report", .list, .coordinate,
            [Parameter("month", .text(limit: 7)), time, language] + paging),
        Operation(.answerAidRequest, .post, base + "/aid/answers", .webhook, .signature),
        Operation(
            .listConsents, .get, base + "/aid/consents", .list, .read,
            [all, text("request"), language] + paging),
        Operation(.sayConsent, .post, base + "/aid/consents", .act, .write, [language]),
        Operation(.showAidRequest, .get, base + "/aid/{request}", .thing, .coordinate, [time, language]),
        Operation(.stepAidRequest, .post, base + "/aid/{request}/steps", .act, .coordinate, [language]),
    ]

    private static let status = [
        Operation(.listStatusReports, .get, base + "/status-reports", .list, .read, [firm, region] + paging),
        Operation(.createStatusReport, .post, base + "/status-reports", .act, .write, [text("registrant")]),
    ]

    private static let invitations = [
        Operation(.createInvitation, .post, base + "/invitations", .act, .declare),
        Operation(
            .listInvitations, .get, base + "/invitations", .list, .read,
            [all, Parameter("coverage", .flag)] + paging),
        Operation(.revokeInvitation, .delete, base + "/invitations/{invitation}", .act, .write),
        Operation(
            .showSharedUpstream, .get, base + "/shared-upstream", .thing, .read, [text("registrant")]),
    ]

    private static let uploads = [
        Operation(
            .createRegistration, .post, base + "/registrations", .upload, .declare,
            [
                text("registrant"), Parameter("name", .text(limit: Registration.nameLimit)),
                Parameter("sheet", .text(limit: 100)),
                Parameter("dry_run", .flag), Parameter("partial", .flag), Parameter("replace", .flag),
            ]),
        Operation(.listRegistrations, .get, base + "/registrations", .list, .read, paging),
        Operation(.showRegistration, .get, base + "/registrations/{registration}", .thing, .read),
        Operation(
            .listRegistrationProblems, .get, base + "/registrations/{registration}/problems", .list, .read,
            paging),
    ]

    private static let process = [
        Operation(.streamEvents, .get, base + "/events", .stream, .read, [language]),
        Operation(.showHealth, .get, base + "/health", .page, .nothing),
        Operation(.showReadiness, .get, base + "/ready", .page, .nothing),
        Operation(.showDescription, .get, base + "/openapi.yaml", .page, .nothing),
        Operation(.showPrometheus, .get, "/metrics", .page, .coordinate),
    ]
}
