internal import Foundation
internal import MutualAid
internal import Store
public import SupplyModel

extension Inquiry {
    /// Which requests somebody wants to see, as it is typed.
    public struct AidQuestion: Sendable {
        /// Those that are over too.
        public var all = false
        public var state: AidState?
        public var overdue = false
        /// The province that asks, and the one that is asked.
        public var from: String?
        public var to: String?
        public var firm: String?

        public init() {}
    }

    /// Requests, those whose lines stop first come first, then by deadline.
    public func aid(_ question: AidQuestion, now: Timestamp) throws -> Answer {
        try requireAll("requests for help")
        let now = time ?? now
        let network = try network()
        var filter = AidFilter()
        if let state = question.state {
            filter.states = [state]
        } else if !question.all {
            filter.states = AidState.open
        }
        filter.authority = try question.from.map { try region($0).at(.province) }
        filter.counterpart = try question.to.map { try region($0).at(.province) }
        filter.firms = try question.firm.map { network.identities(of: try firm($0, in: network)) }
        let requests = try store.aidRequests(filter, at: time).filter {
            !question.overdue || $0.isOverdue(at: now)
        }
        func urgency(_ request: AidRequest) -> (Int64, Timestamp, String) {
            (request.content.lineStopsOn?.number ?? .max, request.deadline, request.id)
        }
        let sorted = requests.sorted { urgency($0) < urgency($1) }
        var answer = Answer(
            columns: [
                "id", "state", "kind", "authority", "authority_name", "counterpart", "counterpart_name",
                "firm",
                "name", "suppliers", "line_stops_on", "deadline", "overdue", "handler", "outcome", "version",
            ],
            records: sorted.map { request in
                aidHead(request, in: network, now: now)
                    + Answer.Field.number("suppliers", request.content.suppliers.count)
            })
        answer.hiddenInTable = ["authority", "counterpart", "firm"]
        return answer
    }

    /// Everything about one request: what is asked, of whom, what was done, and which owners were asked and what they said.
    public func aidRequest(_ text: String, now: Timestamp) throws -> Answer {
        aidAnswer(try consentedRequest(text), in: try network(), now: time ?? now)
    }

    /// A request as answers show it.
    ///
    /// What makes it the same as another is for machines; what somebody asks for is called as in the letter.
    func aidAnswer(_ whole: ConsentedRequest, in network: Network, now: Timestamp) -> Answer {
        var answer = Answer(aidRecord(whole, in: network, now: now))
        answer.hiddenInTable = ["cause"]
        answer.chineseHeadings = ["reason": "事由"]
        return answer
    }

    private func aidRecord(_ whole: ConsentedRequest, in network: Network, now: Timestamp) -> [Answer.Field] {
        let request = whole.request
        let content = request.content
        let suppliers = content.suppliers.map { supplier -> Answer.Value in
            var fields = [Answer.Field("firm", .text(supplier.firm.description))]
            fields += Answer.Field.text("name", firmName(supplier.firm, in: network))
            fields.append(Answer.Field("region", .text(supplier.region.description)))
            fields += Answer.Field.text("region_name", name(supplier.region))
            fields.append(Answer.Field("product", .text(supplier.product)))
            fields += Answer.Field.text("line_stops_on", supplier.lineStopsOn?.description)
            return .record(fields)
        }
        let steps = request.steps.map { step -> Answer.Value in
            var fields = Answer.Field.number("number", step.number)
            fields.append(Answer.Field("time", .text(step.time.description)))
            fields.append(Answer.Field("action", .text(step.action.rawValue)))
            fields.append(Answer.Field("state", .text(step.state.rawValue)))
            fields.append(Answer.Field("by", .text(step.by)))
            fields += Answer.Field.text("handler", step.handler)
            fields += Answer.Field.text("outcome", step.outcome?.rawValue)
            fields.append(Answer.Field("deadline", .text(step.deadline.description)))
            fields += Answer.Field.text("note", step.note.isEmpty ? nil : step.note)
            return .record(fields)
        }
        return aidHead(request, in: network, now: now)
            + Answer.Field.text("why", language == .zh ? content.why?.zh : content.why?.en)
            + Answer.Field.text("reason", content.reason.isEmpty ? nil : content.reason)
            + (content.isByWhiteList ? [Answer.Field("by_white_list", .flag(true))] : [])
            + Answer.Field.text("contact", content.contact)
            + Answer.Field.text("cause", content.evidence.cause)
            + Answer.Field.text("alert", content.evidence.alert?.fingerprint)
            + Answer.Field.text("event", content.evidence.event) + figures(content.evidence)
            + [Answer.Field("suppliers", .list(suppliers)), Answer.Field("steps", .list(steps))]
            + consentTrail(whole, in: network)
    }

    private func figures(_ evidence: AidEvidence) -> [Answer.Field] {
        guard !evidence.figures.isEmpty else { return [] }
        let figures = evidence.figures.sorted { $0.key < $1.key }.flatMap { Answer.Field.number($0, $1) }
        return [Answer.Field("figures", .record(figures))]
    }

    private func aidHead(_ request: AidRequest, in network: Network, now: Timestamp) -> [Answer.Field] {
        let content = request.content
        var fields = [
            Answer.Field("id", .text(request.id)), Answer.Field("state", .text(request.state.rawValue)),
            Answer.Field("kind", .text(content.kind.rawValue)),
            Answer.Field("authority", .text(content.authority.description)),
        ]
        fields += Answer.Field.text("authority_name", name(content.authority))
        fields.append(Answer.Field("counterpart", .text(content.counterpart.description)))
        fields += Answer.Field.text("counterpart_name", name(content.counterpart))
        fields.append(Answer.Field("firm", .text(content.firm.description)))
        fields += Answer.Field.text("name", firmName(content.firm, in: network))
        fields += Answer.Field.text("line_stops_on", content.lineStopsOn?.description)
        fields.append(Answer.Field("deadline", .text(request.deadline.description)))
        fields.append(Answer.Field("overdue", .flag(request.isOverdue(at: now))))
        fields += Answer.Field.text("handler", request.handler)
        fields += Answer.Field.text("outcome", request.newest.outcome?.rawValue)
        return fields + Answer.Field.number("version", request.version)
    }

    func firmName(_ id: FirmID, in network: Network) -> String? {
        network.number(of: id).flatMap { network.firms[Int($0)].name }
    }
}
