internal import Resilience
internal import Store
public import SupplyModel

extension Inquiry {
    /// Events, those that were told last first: those to come or going on, or all.
    public func events(all: Bool, now: Timestamp) throws -> Answer {
        let now = time ?? now
        let events = try store.events(at: now).filter {
            all || [.planned, .active].contains($0.state(at: now))
        }
        return Answer(
            columns: [
                "id", "state", "kind", "title", "severity", "starts_at", "ends_at", "loss", "regions",
                "source",
                "told_at", "ending",
            ],
            records: events.map { eventRecord($0, now: now) })
    }

    /// Everything about one event: its regions, the chains that it touches, and what was said of it.
    public func event(_ text: String, now: Timestamp) throws -> Answer {
        let now = time ?? now
        let known = try knownEvent(text, now: now)
        let chains = chains(try network())
        let timeline = Timeline(chains)
        let hits = known.report.hits.map { hit in
            var fields = [Answer.Field("region", .text(hit.region.description))]
            fields += Answer.Field.text("region_name", name(hit.region))
            fields.append(Answer.Field("starts_at", .text(hit.startsAt.description)))
            fields.append(Answer.Field("ends_at", .text(hit.endsAt.description)))
            fields += Answer.Field.number("loss", hit.loss)
            fields += Answer.Field.number("sites", timeline.siteCount(hitBy: .region(hit.region)))
            fields += Answer.Field.number("possible_sites", timeline.possibleSiteCount(in: hit.region))
            return Answer.Value.record(fields)
        }
        let told = try store.eventReports(of: known.event, at: now).map { report in
            Answer.Value.record(eventRecord(report, now: now) + Answer.Field.text("note", report.report.note))
        }
        return Answer(
            eventRecord(known, now: now) + Answer.Field.text("note", known.report.note) + [
                Answer.Field("hits", .list(hits)),
                Answer.Field("firms", .list(touched(known, in: chains, now: now))),
                Answer.Field("reports", .list(told)),
            ])
    }

    /// The leading firms that an event touches, worst first, then those that it may touch; none where it does not count.
    private func touched(_ event: KnownEvent, in chains: Chains, now: Timestamp) -> [Answer.Value] {
        var book = EventBook()
        let samples = book.samples(of: [event], in: chains, now: now)
        let byFirm = Dictionary(grouping: samples.filter { $0.labels["firm"] != nil }) {
            $0.labels["firm"] ?? ""
        }
        let figures = byFirm.mapValues { samples in
            Dictionary(samples.map { ($0.metric, $0.value) }) { first, _ in first }
        }
        func rank(_ one: (key: String, value: [Metric: Double])) -> (Double, Double, String) {
            (
                one.value[.eventSurvivalDays] ?? .infinity,
                one.value[.eventPossibleSurvivalDays] ?? .infinity, one.key
            )
        }
        return figures.sorted { rank($0) < rank($1) }.map { firm, values in
            let number = chains.network.number(of: FirmID(checked: firm))
            let shown: [(name: String, metric: Metric)] = [
                ("survival_days", .eventSurvivalDays), ("loss", .eventLoss),
                ("possible_survival_days", .eventPossibleSurvivalDays), ("possible_loss", .eventPossibleLoss),
            ]
            return .record(
                [Answer.Field("firm", .text(firm))]
                    + Answer.Field.text("name", number.flatMap { chains.network.firms[Int($0)].name })
                    + shown.flatMap { Answer.Field.number($0.name, values[$0.metric]) })
        }
    }

    /// An event as a record.
    func eventRecord(_ event: KnownEvent, now: Timestamp) -> [Answer.Field] {
        let report = event.report
        let regions = Set(report.hits.map(\.region)).sorted().map {
            Answer.Value.text(name($0) ?? $0.description)
        }
        return [
            Answer.Field("id", .text(event.event)),
            Answer.Field("state", .text(event.state(at: now).rawValue)),
        ] + Answer.Field.text("kind", report.kind) + [Answer.Field("title", .text(report.title))]
            + Answer.Field.text("severity", report.severity?.rawValue)
            + Answer.Field.text("starts_at", report.startsAt?.description)
            + Answer.Field.text("ends_at", report.endsAt?.description)
            + Answer.Field.number("loss", report.hits.map(\.loss).max())
            + [
                Answer.Field("regions", .list(regions)),
                Answer.Field("source", .text(report.source.rawValue)),
                Answer.Field("told_at", .text(report.toldAt.description)),
            ] + Answer.Field.text(TableWords.ending, report.ending?.rawValue)
    }

    /// The event that a text names.
    func knownEvent(_ text: String, now: Timestamp) throws -> KnownEvent {
        do {
            return try store.event(named: text, at: now)
        } catch let fault as EventFault {
            throw EventDeskFault(fault)
        }
    }

    /// The figures of the events that count, of all leading firms or of any one; those of the events themselves only for all.
    func eventSamples(in chains: Chains, of text: String?, at now: Timestamp) throws -> [Sample] {
        let events = try store.standingEvents(at: now)
        var book = EventBook(firms: try text.map { [try firm($0, in: chains.network)] })
        let samples = book.samples(of: events, in: chains, now: now)
        return text == nil ? samples : samples.filter { $0.labels["firm"] != nil }
    }

    /// What events do, day 0 being the day on which the first of them begins.
    func eventShocks(_ texts: [String], now: Timestamp) throws -> [Shock] {
        let reports = try texts.map { try knownEvent($0, now: now).report }
        guard let first = reports.compactMap(\.startsAt).min() else { return [] }
        return reports.flatMap { $0.shocks(since: first) }
    }
}
