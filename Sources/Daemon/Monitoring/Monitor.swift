internal import Alerting
internal import Resilience
internal import Store
internal import SupplyModel

/// What one monitoring run changed.
struct RunSummary: Sendable {
    /// The run's number.
    var run: Int64
    var revision: Int64
    /// The newest status report and confirmation that the figures are of; 0 for none.
    var lastStatus: Int64
    var lastConfirmation: Int64
    /// The newest report of an event that the figures are of; 0 for none.
    var lastEvent: Int64
    /// The next instant at which an event begins, ends or comes into sight.
    var nextTurn: Timestamp?
    /// Events that no figure is of, for there are too many.
    var eventsLeftOut: Int
    var sampleCount: Int
    /// Alerts that are new or entered another state, as they stand now.
    var changed: [Alert]
    /// What is told.
    var notifications: [Notification]
    /// Alerts that began to fire in silence.
    var withheldCount: Int
    /// Stops of which a loop did not settle: their losses are too small by an amount that nobody knows.
    var unsettledCount: Int
    /// Rules that could not be evaluated, with the reason.
    var failed: [String: String]
    /// Leading firms whose lines stop, by name, for which no request can be written: nobody knows which province speaks for them.
    var unspoken: Set<String>

    /// What is to be known of the run beside what it told, one sentence each.
    var warnings: [String] {
        var warnings = Inquiry.warnings(unsettled: unsettledCount)
        if eventsLeftOut > 0 {
            warnings.append(
                "there are more than \(EventBook.eventLimit) events at once; the \(eventsLeftOut) that begin last raise no alerts"
            )
        }
        for (rule, reason) in failed.sorted(by: { $0.key < $1.key }) {
            warnings.append("rule \(rule) was not evaluated and its alerts stay as they are: \(reason)")
        }
        if !unspoken.isEmpty {
            warnings.append(
                "no province asks for help for \(English.list(unspoken.sorted(), atMost: Self.namedLimit)): neither the register"
                    + " nor a USCC places them in a province; those that sit in China need a region in a table of firms"
            )
        }
        return warnings
    }

    /// Firms that a warning names.
    private static let namedLimit = 5

    /// Grows with every revision, report, confirmation and event.
    var changeCount: Int64 { revision + lastStatus + lastConfirmation + lastEvent }
}

/// One monitoring run: the network's samples, the rules, the alerts, and the outbox, kept as one transaction.
///
/// The figures of a network are remembered: a run that finds the same revision computes no graph figure again, only those
/// that move with the clock. A run that fails changes nothing.
struct Monitor: Sendable {
    private let store: Store
    private let snapshots: RegisterSnapshots
    private let gazetteer: Gazetteer
    private let statusDays: Double
    private let progress: @Sendable (Double) -> Void
    private var known: Known?
    private var book: SampleBook
    private var eventBook = EventBook()

    private struct Known: Sendable {
        var revision: Int64
        var lastConfirmation: Int64
        var leastLoss: Double
        var computedAt: Timestamp
        var samples: [Sample]
        var names: FirmNames
        var chains: Chains

        /// The same figures at another instant: ages have grown by the days between, nothing else has changed.
        func moved(to now: Timestamp) -> Known {
            let days = now.seconds(since: computedAt) / 86_400
            var moved = self
            for index in moved.samples.indices where moved.samples[index].metric.movesWithClock {
                let sample = moved.samples[index]
                moved.samples[index].value = sample.metric.value(sample.value, afterDays: days)
            }
            return moved
        }
    }

    /// What nothing more is to be drafted for; and for whom nothing could be.
    private var settledAid: AidRun.Grounds?
    private var unspoken: Set<String> = []

    /// Runs are begun again this often when another one overtakes them.
    static let overtakenLimit = 5

    /// `snapshots` keeps the networks of those who ask, so that a large one is read and held once; nil where nobody asks.
    ///
    /// `statusDays` is the age beyond which a status report no longer counts, `validityDays` that at which a declaration is to be
    /// confirmed; `progress` is told which part of a network's stops is solved, 0...1, from any thread.
    init(
        store: Store, snapshots: RegisterSnapshots? = nil, gazetteer: Gazetteer,
        statusDays: Double = StatusReport.usualValidDays,
        validityDays: Double = Link.usualValidDays,
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) {
        self.statusDays = statusDays
        self.progress = progress
        self.store = store
        self.snapshots = snapshots ?? RegisterSnapshots(store)
        self.gazetteer = gazetteer
        book = SampleBook(workers: Cores.count, validityDays: validityDays)
    }

    /// The least loss by a supplier's stop that is kept as a sample: what the rules need, at most the usual.
    static func leastLoss(_ rules: [Rule]) -> Double {
        rules.filter { $0.metric == .criticality || $0.metric == .systemicRisk }
            .reduce(SampleBook.leastCriticality) { min($0, $1.value, $1.clear) }
    }

    /// Runs once.
    ///
    /// Each channel gets what it wants, or what the routes give it. Throws `StoreError`
    /// or `RunOvertaken` after several tries; nothing is changed then.
    mutating func run(_ content: Watchbook.Content, now: Timestamp) throws -> RunSummary {
        for _ in 1..<Self.overtakenLimit {
            do {
                return try runOnce(content, now: now)
            } catch is RunOvertaken {
                continue
            }
        }
        return try runOnce(content, now: now)
    }

    private mutating func runOnce(_ content: Watchbook.Content, now: Timestamp) throws -> RunSummary {
        let rules = content.rules.filter { !$0.metric.isOfTierwatch }
        let marks = try store.groundMarks(at: now)
        let memorySeconds = rules.map(\.memorySeconds).max() ?? 0
        let state = try store.monitoringState(
            endedSince: memorySeconds > 0 ? now.adding(seconds: -Double(memorySeconds)) : nil)
        let lastStatus = try store.lastStatus()
        let lastEvent = try store.lastEvent()
        let known = try refresh(now, leastLoss: Self.leastLoss(rules))
        let reports = try store.newestStatus(since: now.adding(seconds: -statusDays * 86_400), at: now)
        let events = try store.standingEvents(at: now)
        let moving =
            (reports.isEmpty ? [] : OperatingRates(known.chains, reports).samples)
            + eventBook.samples(of: events, in: known.chains, now: now)
        let figures = moving.isEmpty ? known.samples : known.samples + moving
        let titles = Dictionary(events.map { ($0.event, $0.report.title) }) { first, _ in first }
        let names = LabelNames(gazetteer, event: { titles[$0] }) { id, _ in known.names.name(of: id) }
        let asked = QueryFigures(
            rules, network: known.names.network, samples: figures, alerts: state.open, now: now)
        let samples = asked.samples.isEmpty ? figures : figures + asked.samples
        // Alerts about Tierwatch itself are the watcher's to move.
        let alerts = (state.open + state.ended).filter { !$0.metric.isOfTierwatch }
        let evaluation = evaluate(
            rules, samples: samples, known: alerts, now: now, names: names, failed: asked.failed,
            merged: Set(known.names.network.merged.keys.map(\.description)))
        var outcome = try RunOutcome(
            evaluation, after: state, samples: samples, revision: known.revision, content, store: store,
            now: now)
        let aid = AidRun(content, store: store, gazetteer: gazetteer, chains: known.chains, now: now)
        let open = RunOutcome.open(state.open, after: evaluation)
        let grounds = aid.grounds(open, events: events, marks: marks)
        if grounds == nil {
            unspoken = []
        } else if grounds != settledAid {
            let found = try aid.drafts(
                open, reported: store.reportedStops(in: known.chains, validDays: statusDays, at: now),
                events: events)
            outcome.result.aid = found.drafts
            unspoken = found.unspoken
        }
        outcome.result.aidMessages = aid.messages
        let run = try outcome.keep(in: store)
        // What was written now is itself what the next drafts follow from.
        settledAid = outcome.result.aid.isEmpty ? grounds : nil
        return RunSummary(
            run: run, revision: known.revision, lastStatus: lastStatus,
            lastConfirmation: known.lastConfirmation, lastEvent: lastEvent,
            nextTurn: events.compactMap { $0.turn(after: now) }.min(),
            eventsLeftOut: eventBook.leftOutCount, sampleCount: samples.count,
            changed: evaluation.changed, notifications: outcome.telling.notifications,
            withheldCount: outcome.telling.withheld.count, unsettledCount: book.unsettledCount,
            failed: evaluation.failed, unspoken: unspoken)
    }

    /// The samples of the register as it stands: computed anew where it changed, else only those that the clock moves.
    private mutating func refresh(_ now: Timestamp, leastLoss: Double) throws -> Known {
        let revision = try store.revision()
        let lastConfirmation = try store.lastConfirmation()
        if let known, known.revision == revision, known.lastConfirmation == lastConfirmation,
            known.leastLoss == leastLoss
        {
            return known.moved(to: now)
        }
        // The book changes its samples in place where nobody else holds them.
        known = nil
        let chains = try snapshots.newest(.all).chains
        let samples = book.samples(of: chains, leastLoss: leastLoss, now: now, progress: progress)
        let fresh = Known(
            revision: chains.network.revision, lastConfirmation: lastConfirmation, leastLoss: leastLoss,
            computedAt: now, samples: samples,
            names: FirmNames(chains.network), chains: chains)
        known = fresh
        return fresh
    }
}

/// Names of firms by identity.
struct FirmNames: Sendable {
    let network: Network

    init(_ network: Network) { self.network = network }

    func name(of id: String) -> String? {
        network.number(of: FirmID(checked: id)).flatMap { network.firms[Int($0)].name }
    }
}
