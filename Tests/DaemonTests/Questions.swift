import Foundation
import Store
import SupplyModel
import TestSupport

@testable import Daemon

/// One thing that can be asked of a register.
struct Question {
    var name: String
    var ask: (Inquiry) throws -> Answer

    init(_ name: String, _ ask: @escaping (Inquiry) throws -> Answer) {
        self.name = name
        self.ask = ask
    }

    /// The answer in every form, with all that is told beside it; or the fault in its words.
    func answer(_ inquiry: Inquiry) -> String {
        do {
            let answer = try ask(inquiry)
            let texts = [AnswerFormat.json, .csv, .table].map { answer.rendered(as: $0, in: .zh) }
            return (texts + answer.warnings).joined(separator: "\n")
        } catch {
            return "fault: \(error)"
        }
    }

    /// Whatever can be asked, of firms that are known and of firms that are guessed.
    static func all(firms: [String], regions: [String], now: Timestamp) -> [Question] {
        general(now) + regions.flatMap { ofRegion($0, now) }
            + firms.flatMap { ofFirm($0, now) + ofHelp($0, now) }
    }

    private static func general(_ now: Timestamp) -> [Question] {
        let byName = ["f", "甲", "戊", "local:c", "LOCAL", ""].map { text in
            Question("search \(text)") {
                var filter = SupplierFilter()
                filter.search = text
                return try $0.suppliers(filter)
            }
        }
        let byMetric = [Metric.hhi, .marketHHI, .criticality, .recordAgeDays, .operatingRate, .tierCoverage]
            .map { metric in
                Question("metrics \(metric)") {
                    var filter = MetricFilter()
                    filter.metric = metric
                    return try $0.metrics(filter, now: now)
                }
            }
        return byName + byMetric + [
            Question("metrics") { try $0.metrics(MetricFilter(), now: now) },
            Question("systemic") { try $0.systemic(firm: nil, top: nil, substitution: true) { _, _ in } },
            Question("firms") { try $0.firms(FirmFilter()) },
            Question("links") { try $0.links(buyer: nil, supplier: nil, product: nil) },
            Question("stress") { try $0.stress(firm: nil, top: 5, level: .city) { _, _ in } },
            Question("validity") {
                try $0.endingDeclarations(firm: nil, soonDays: 100, now: now)
            },
            Question("status") { try $0.statusReports(firm: nil, region: nil, now: now) },
            Question("what if all stand as reported") { inquiry in
                var question = WhatIf()
                question.startsFromStatus = true
                return try whatIf(question, now, inquiry)
            },
            Question("conflicts") { try $0.conflicts(of: nil) },
            Question("alerts") { try $0.alerts(AlertFilter(), now: now) },
            Question("breaches") {
                try $0.breaches(folder: Fixtures.root.appending(path: "Alerts").path, now: now)
            },
            Question("alert") { try $0.alert("0", now: now) },
            Question("why") { try $0.why("0", folder: "Alerts", now: now) },
            Question("deliveries") { try $0.deliveries() },
            Question("consents") { inquiry in
                var filter = Inquiry.ConsentFilter()
                filter.all = true
                return try inquiry.consents(filter)
            },
            Question("delivery") { try $0.delivery("msg_1") },
            Question("replay") { inquiry in
                var choice = ReplayChoice()
                choice.id = "msg_1"
                return try inquiry.replay(choice, isTrial: true, now: now)
            },
            Question("difference") {
                try $0.difference(DifferenceFilter(from: now.adding(seconds: -8 * 3_600), to: now))
            },
        ]
    }

    private static func ofRegion(_ region: String, _ now: Timestamp) -> [Question] {
        [
            Question("suppliers in \(region)") {
                var filter = SupplierFilter()
                filter.region = region
                return try $0.suppliers(filter)
            },
            Question("what if \(region) stops") { inquiry in
                var question = WhatIf()
                question.regions = [region]
                question.isMitigated = true
                return try whatIf(question, now, inquiry)
            },
            Question("status in \(region)") { try $0.statusReports(firm: nil, region: region, now: now) },
            Question("why on \(region)") {
                try $0.explanation(firm: "local:a", kind: .touch, level: .city, region: region)
            },
            Question("why stopped by \(region)") {
                try $0.explanation(firm: "local:a", kind: .stoppage, level: .city, region: region)
            },
        ]
    }

    private static func ofFirm(_ firm: String, _ now: Timestamp) -> [Question] {
        let exposures = ExposureChoice.allCases.map { kind in
            Question("\(kind) of \(firm)") { try $0.exposure(firm: firm, kind: kind, level: .city) }
        }
        return exposures + [
            Question("firm \(firm)") { try $0.firm(firm) },
            Question("facts of \(firm)") { try $0.facts(firm) },
            Question("links from \(firm)") { try $0.links(buyer: nil, supplier: firm, product: nil) },
            Question("links to \(firm)") { try $0.links(buyer: firm, supplier: nil, product: "bolt") },
            Question("suppliers of \(firm)") {
                var filter = SupplierFilter()
                filter.firm = firm
                return try $0.suppliers(filter)
            },
            Question("metrics of \(firm)") {
                var filter = MetricFilter()
                filter.firm = firm
                return try $0.metrics(filter, now: now)
            },
            Question("chokepoints of \(firm)") {
                try $0.chokepoints(firm: firm, product: nil) { _, _ in }
            },
            Question("bolts of \(firm)") { try $0.chokepoints(firm: firm, product: "bolt") { _, _ in } },
            Question("false dual of \(firm)") { try $0.falseDualSources(firm: firm) { _, _ in } },
            Question("a hangs on \(firm)") { try $0.explanation(firm: "local:a", supplier: firm) },
            Question("systemic of \(firm)") {
                try $0.systemic(firm: firm, top: nil, substitution: false) { _, _ in }
            },
            Question("validity of \(firm)") {
                try $0.endingDeclarations(firm: firm, soonDays: 100, now: now)
            },
            Question("what if \(firm) stops") { inquiry in
                var question = WhatIf()
                question.firms = [firm]
                return try whatIf(question, now, inquiry)
            },
            Question("status of \(firm)") { try $0.statusReports(firm: firm, region: nil, now: now) },
            Question("survey of \(firm)") {
                try $0.survey(SurveyQuestion(firm: firm), sheet: nil, now: now)
            },
            Question("answers of \(firm)") { try $0.answerRates(SurveyQuestion(firm: firm), now: now) },
            Question("alerts of \(firm)") { inquiry in
                var filter = AlertFilter()
                filter.firm = firm
                return try inquiry.alerts(filter, now: now)
            },
            Question("conflicts of \(firm)") { try $0.conflicts(of: firm) },
            Question("difference of \(firm)") { inquiry in
                var filter = DifferenceFilter(from: now.adding(seconds: -8 * 3_600), to: now)
                filter.firm = firm
                return try inquiry.difference(filter)
            },
        ]
    }

    private static func ofHelp(_ firm: String, _ now: Timestamp) -> [Question] {
        [
            Question("stand-ins for the bolts of \(firm)") { inquiry in
                var question = StandInQuestion()
                question.firm = firm
                question.product = "bolt"
                question.ask.without = ["上海", "江苏"]
                question.isPlanned = true
                return try inquiry.standIns(question, folder: "Alerts", now: now)
            },
            Question("stand-ins for a request, and their names") { inquiry in
                var question = StandInQuestion()
                question.request = "HB-2026-0001"
                question.showsNames = true
                return try inquiry.standIns(question, folder: "Alerts", now: now)
            },
            Question("splits of \(firm)") { inquiry in
                var question = SplitQuestion(supplier: firm)
                question.remaining = 0.4
                return try inquiry.splits(question, now: now)
            },
        ]
    }

    private static func whatIf(_ question: WhatIf, _ now: Timestamp, _ inquiry: Inquiry) throws -> Answer {
        var warnings: [String] = []
        var answer = try inquiry.whatIf(question, now: now, progress: { _ in }, warn: { warnings.append($0) })
        answer.warnings += warnings
        return answer
    }
}
