internal import Foundation
internal import MutualAid
internal import Resilience
internal import Store
internal import StrictYAML
public import SupplyModel

/// Has drills made, keeps what they found, and sets it beside earlier ones.
public struct DrillDesk: Sendable {
    let inquiry: Inquiry
    private let folder: String
    private let now: Timestamp

    /// `folder`: that of rules and channels.
    public init(_ inquiry: Inquiry, folder: String, now: Timestamp) {
        self.inquiry = inquiry
        self.folder = folder
        self.now = now
    }

    /// A drill that somebody wants, as it is typed.
    public struct Wish: Sendable {
        /// The scenario.
        public var file: String
        public var by: String
        /// The number of the drill that it is compared with; nil for the last of its scenario.
        public var against: Int64?
        /// Whether nothing is kept.
        public var isTrial = false

        public init(file: String, by: String) {
            self.file = file
            self.by = by
        }
    }

    /// Makes a drill on a copy of the store, and keeps what it found: the one thing that is changed.
    ///
    /// `willKeep` is called when all is done but that; `progress` is told which part of the figures is made, 0...1, from any thread.
    ///
    /// - Throws: `ConfigurationFaults`, `DrillFault`, `QueryFault`, `DeskFault`, `AidDeskFault`, `StoreError`; then nothing was changed.
    public func run(
        _ wish: Wish, willKeep: () -> Void, progress: @escaping @Sendable (Double) -> Void
    ) throws -> Answer {
        let author = try AidDesk.ownName(wish.by)
        guard FileManager.default.fileExists(atPath: wish.file) else {
            throw QueryFault.noScenario(wish.file)
        }
        let document = try YAMLDocument(contentsOf: URL(filePath: wish.file))
        let content = try Watchbook.load(folder)
        let against = try wish.against.map(kept)
        if !wish.isTrial { try inquiry.store.requireWriting() }
        var warnings: [String] = []
        let report = try DrillFolder.with { folder in
            let copy = Inquiry(
                store: try inquiry.store.copied(into: folder), gazetteer: inquiry.gazetteer,
                language: inquiry.language, statusDays: inquiry.statusDays, validityDays: inquiry.validityDays
            )
            return try Self.report(document, wish.file, content, copy, now: now, progress, &warnings)
        }
        var drill = Drill(time: now, author: author, report: report)
        let before = try against ?? inquiry.store.drills(of: report.scenario.name, limit: 1).first
        willKeep()
        if !wish.isTrial { drill = try inquiry.store.keep(drill) }
        var answer = DrillAnswer(drill, before: before, inquiry).answer
        answer.warnings = warnings + answer.warnings
        return answer
    }

    /// `inquiry` is of the copy.
    private static func report(
        _ document: YAMLDocument, _ file: String, _ content: Watchbook.Content, _ inquiry: Inquiry,
        now: Timestamp, _ progress: @escaping @Sendable (Double) -> Void, _ warnings: inout [String]
    ) throws -> DrillReport {
        let snapshots = RegisterSnapshots(inquiry.store)
        let chains = try snapshots.newest(.all).chains
        guard !chains.leaders.isEmpty else { throw DrillFault.nobodyLeads }
        let timeline = Timeline(chains)
        let plan = try DrillPlan(document, file: file, inquiry, in: timeline)
        let words = DrillWords(plan.name, in: chains.network, now: now)
        let standing = OperatingRates(chains, try inquiry.standingStatus(at: now))
        var run = DrillRun(content, on: inquiry.store, snapshots, inquiry, now: now, progress: progress)
        let outcome = try run.run {
            try words.tell(plan.scenario.shocks, standing: standing, to: inquiry.store)
        }
        let findings = DrillFindings(
            timeline: timeline, scenario: plan.scenario, policy: content.aid, now: now)
        var report = findings.report(outcome, of: try plan.shown(words, inquiry, in: chains.network))
        try DrillNeeds(inquiry, chains, plan.scenario, book: content.products, now: now).add(to: &report)
        let drafting = try inquiry.drafting(on: timeline, now: now)
        var heard = plan.scenario
        heard.shocks.removeAll { words.word(for: $0) == .later }
        DrillWeaknesses(timeline: timeline, heard: heard, drafting: drafting, policy: content.aid)
            .add(to: &report, outcome)
        warnings += plan.warnings + outcome.warnings
        if !chains.leaders.contains(where: { drafting.authority(of: $0).isDelta }) {
            warnings.append(
                "no leading firm sits in one of the four provinces of the mechanism, so no province asks for any of them"
            )
        }
        return report
    }

    /// The drills that were made, newest first.
    public func list() throws -> Answer {
        var answer = Answer(
            columns: [
                "number", "time", "scenario", "by", "firms", "total_lost_days", "alerts", "requests",
                "weaknesses",
                "digest",
            ],
            records: try inquiry.store.drills().map { drill in
                let report = drill.report
                return [
                    Answer.Field("number", .number(Double(drill.number))),
                    Answer.Field("time", .text(drill.time.description)),
                    Answer.Field("scenario", .text(report.scenario.name)),
                    Answer.Field("by", .text(drill.author)),
                ]
                    + Answer.Field.number("firms", report.total(.lineStops, shown: report.lineStops.count))
                    + Answer.Field.number("total_lost_days", report.totalLostDays)
                    + Answer.Field.number("alerts", report.total(.alerts, shown: report.alerts.count))
                    + Answer.Field.number("requests", report.total(.requests, shown: report.requests.count))
                    + Answer.Field.number("weaknesses", report.weaknesses.count)
                    + [Answer.Field("digest", .text(report.scenario.digest))]
            })
        answer.hiddenInTable = ["digest"]
        return answer
    }

    /// A drill as it was kept, beside another one; `against` is nil for the one before it of its scenario.
    public func show(_ number: Int64, against: Int64?) throws -> Answer {
        let drill = try kept(number)
        let before =
            try against.map(kept)
            ?? inquiry.store.drill(of: drill.report.scenario.name, before: drill.number)
        return DrillAnswer(drill, before: before, inquiry).answer
    }

    private func kept(_ number: Int64) throws -> Drill {
        guard let drill = try inquiry.store.drill(number: number) else {
            throw DrillFault.unknown("\(number)")
        }
        return drill
    }
}
