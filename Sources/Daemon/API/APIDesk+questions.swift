internal import Alerting
internal import HTTPAPI
internal import Resilience
internal import Store
internal import SupplyModel

extension APIDesk {
    /// The answer to one question.
    func answer(_ query: Query, _ body: JSONBody, _ cancelling: Cancelling) throws -> Answer {
        switch query.operation {
        case .askWhatIf: return try whatIf(query, body, cancelling)
        case .acknowledgeAlert, .releaseAlert, .createSilence, .endSilence, .createStatusReport,
            .createInvitation, .revokeInvitation, .stepAidRequest, .sayConsent:
            defer { marks.forget(after: RegisterView(query.reader)) }
            return try act(query, body)
        case .listBreaches, .listAlerts, .showAlert, .listSilences, .streamEvents: return try alerts(query)
        case .listInvitations, .showSharedUpstream: return try others(query)
        case .listAidRequests, .showAidReport, .showAidRequest, .listConsents: return try aid(query)
        default: return try register(query)
        }
    }

    /// What is made of the register.
    private func register(_ query: Query) throws -> Answer {
        let inquiry = try inquiry(query)
        let arguments = query.arguments
        let firm = arguments.text("firm")
        switch query.operation {
        case .listFirms:
            var filter = FirmFilter()
            filter.industry = arguments.text("industry").flatMap(Industry.init(rawValue:))
            filter.region = arguments.text("region")
            filter.search = arguments.text("search")
            filter.isLeading = arguments.flag("leading")
            return try inquiry.firms(filter)
        case .listSuppliers:
            var filter = SupplierFilter()
            filter.firm = firm
            filter.tier = arguments.whole("tier")
            filter.industry = arguments.text("industry").flatMap(Industry.init(rawValue:))
            filter.region = arguments.text("region")
            filter.search = arguments.text("search")
            return try inquiry.suppliers(filter)
        case .showFirm: return try inquiry.facts(firm ?? "")
        case .listLinks:
            return try inquiry.links(
                buyer: arguments.text("buyer"), supplier: arguments.text("supplier"),
                product: arguments.text("product"))
        case .listExposures:
            return try inquiry.exposure(firm: firm ?? "", kind: kind(arguments), level: level(arguments))
        case .explainExposure:
            return try inquiry.explanation(
                firm: firm ?? "", kind: kind(arguments), level: level(arguments),
                region: arguments.text("region") ?? "")
        case .listChokepoints:
            return try inquiry.chokepoints(firm: firm ?? "", product: arguments.text("product")) { _, _ in }
        case .explainChokepoint:
            return try inquiry.explanation(firm: firm ?? "", supplier: arguments.text("supplier") ?? "")
        case .listMetrics: return try inquiry.metrics(try filter(arguments), now: now())
        case .listSystemic:
            return try inquiry.systemic(
                firm: firm, top: arguments.whole("top"), substitution: arguments.flag("substitution")
            ) { _, _ in }
        default:
            return try inquiry.statusReports(firm: firm, region: arguments.text("region"), now: now())
        }
    }

    private func kind(_ arguments: Arguments) -> ExposureChoice {
        arguments.text("kind").flatMap(ExposureChoice.init(rawValue:)) ?? .touch
    }

    private func level(_ arguments: Arguments) -> RegionLevel {
        arguments.text("level").flatMap(RegionLevel.init(rawValue:)) ?? .city
    }

    private func filter(_ arguments: Arguments) throws -> MetricFilter {
        var filter = MetricFilter()
        filter.firm = arguments.text("firm")
        filter.industry = arguments.text("industry").flatMap(Industry.init(rawValue:))
        filter.metric = arguments.text("metric").flatMap(Metric.init(rawValue:))
        for pair in arguments.texts("label") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw APIFault(.invalid, "bad_parameter", "'label' is not written as key=value; write it so")
            }
            filter.labels[String(parts[0])] = String(parts[1])
        }
        return filter
    }

    private func alerts(_ query: Query) throws -> Answer {
        let inquiry = try inquiry(query)
        let arguments = query.arguments
        switch query.operation {
        case .listSilences: return try SilenceDesk(inquiry, now: now()).list(all: arguments.flag("all"))
        case .listBreaches: return try inquiry.breaches(inForce().rules, now: now())
        case .showAlert: return try inquiry.alert(arguments.text("fingerprint") ?? "", now: now())
        case .streamEvents:
            let alerts =
                inquiry.view == .all
                ? try inquiry.alerts(AlertFilter(), now: now())
                : try inquiry.breaches(inForce().rules, now: now())
            let run = try marks.marks(RegisterView(query.reader), now: now()).run
            let state = [
                Answer.Field("run", .number(Double(run))),
                Answer.Field("open_alerts", .number(Double(alerts.records.count))),
            ]
            return Answer(columns: [], records: [state] + alerts.records)
        default:
            var filter = AlertFilter()
            filter.states = values(arguments.texts("state"), AlertState.init(rawValue:))
            filter.severities = values(arguments.texts("severity"), Severity.init(rawValue:))
            filter.rule = arguments.text("rule")
            filter.firm = arguments.text("firm")
            return try inquiry.alerts(filter, now: now())
        }
    }

    /// What one registrant has to do with others.
    private func others(_ query: Query) throws -> Answer {
        let registrant = query.reader.registrant
        if query.operation == .listInvitations {
            return try InviteDesk(store, gazetteer: gazetteer, now: now()).list(
                from: registrant, all: query.arguments.flag("all"),
                showsCoverage: query.arguments.flag("coverage"))
        }
        return try inquiry(query).sharedUpstream(
            of: try self.registrant(query.arguments.text("registrant"), query.reader), now: now())
    }

    /// The values that words stand for; nil where there is no word.
    private func values<T: Hashable>(_ words: [String], _ value: (String) -> T?) -> Set<T>? {
        words.isEmpty ? nil : Set(words.compactMap(value))
    }
}
