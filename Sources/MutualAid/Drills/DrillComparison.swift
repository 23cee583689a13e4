public import SupplyModel

/// What is different in a drill from an earlier one.
public struct DrillChange: Equatable, Sendable {
    /// What it is about.
    public enum Subject: String, CaseIterable, Sendable {
        case scenario
        case lineStop = "line_stop"
        case lostDays = "lost_days"
        case alert, request, suppliers, lacking
        case standIns = "stand_ins"
        case weakness
        case told = "messages"
    }

    /// Whether it was not there before, is no longer there, or is there with another figure.
    public enum Kind: String, CaseIterable, Sendable { case came, went, moved }

    public var subject: Subject
    public var kind: Kind
    /// Whom or what it concerns; what does not apply is nil.
    public var about = DrillAbout()
    /// Days from the day of the drill for line stops, else days or counts.
    public var before: Double?
    public var after: Double?

    /// How much larger the figure is; nil where there is only one.
    public var difference: Double? {
        guard let before, let after else { return nil }
        return DrillComparison.rounded(after - before)
    }
}

/// Whom or what a line of a comparison concerns.
public struct DrillAbout: Hashable, Sendable {
    public var firm: FirmID?
    public var product: String?
    /// The province that asks, or that has no channel; and the one that is asked.
    public var province: RegionCode?
    public var counterpart: RegionCode?
    public var kind: AidKind?
    public var rule: String?
    public var labels: Labels?
    public var state: AlertState?
    public var weakness: DrillWeakness.Kind?
    public var reason: DrillWeakness.Reason?
    public var channel: String?

    public init() {}
}

/// Sets two drills beside each other: days against days, whatever the dates were.
///
/// Both are taken as they are kept. Where a report has only a part of something, what it lacks may be there all the same: a line that the
/// other report has came or went only where this one would show it.
public struct DrillComparison: Sendable {
    private let old: DrillReport
    private let new: DrillReport

    /// Figures are compared to the millionth; what is less is noise of arithmetic.
    private static let steps = 1e6

    public init(of new: DrillReport, with old: DrillReport) {
        self.old = old
        self.new = new
    }

    /// Every difference that is sure; empty where nothing changed.
    public var changes: [DrillChange] {
        var changes: [DrillChange] = []
        if old.scenario.digest != new.scenario.digest {
            changes.append(DrillChange(subject: .scenario, kind: .moved))
        }
        changes += compared(.lineStop, \.lineStops, Self.firm, Self.isWhole(.lineStops)) {
            Double($0.firstLossDay)
        }
        changes += compared(.lostDays, \.lineStops, Self.firm, Self.isWhole(.lineStops)) { $0.lostDays }
            .filter { $0.kind == .moved }
        changes += compared(.alert, \.alerts, Self.alert, Self.tells) { _ in nil }
        changes += compared(.request, \.requests, Self.way, Self.isWhole(.requests)) {
            $0.lineStopDay.map(Double.init)
        }
        changes += compared(.suppliers, \.requests, Self.way, Self.isWhole(.requests)) {
            Double($0.supplierCount)
        }.filter { $0.kind == .moved }
        changes += compared(.lacking, \.needs, Self.need, Self.isWhole(.firms, .needs)) { $0.gap }
        changes += compared(.standIns, \.needs, Self.need, Self.isWhole(.firms, .needs)) {
            Double($0.offeredCount)
        }.filter { $0.kind == .moved }
        changes += compared(.weakness, \.weaknesses, Self.weakness, Self.tells) { _ in nil }
        changes += compared(.told, \.told, Self.channel, { _, _ in true }) { Double($0.messages) }
        return changes
    }

    /// One line of a part: whom it concerns, which of several that concern the same, and its figure.
    private struct Line<Content> {
        struct Key: Hashable {
            var about: DrillAbout
            var turn: Int
        }

        var content: Content
        var key: Key
        var figure: Double?

        static func all(
            _ lines: [Content], _ about: (Content) -> DrillAbout, _ figure: (Content) -> Double?
        ) -> [Line] {
            var turns: [DrillAbout: Int] = [:]
            return lines.map { line in
                let about = about(line)
                turns[about, default: 0] += 1
                return Line(
                    content: line, key: Key(about: about, turn: turns[about] ?? 1), figure: figure(line))
            }
        }
    }

    /// Lines of one part that came, went, or have another figure: first those that stand in the new drill, in its order.
    ///
    /// `tells`: whether a report would have a line if there were something to say.
    private func compared<T>(
        _ subject: DrillChange.Subject, _ part: KeyPath<DrillReport, [T]>, _ about: (T) -> DrillAbout,
        _ tells: (DrillReport, T) -> Bool, figure: (T) -> Double?
    ) -> [DrillChange] {
        let older = Line.all(old[keyPath: part], about, figure)
        let newer = Line.all(new[keyPath: part], about, figure)
        let known = Dictionary(uniqueKeysWithValues: older.map { ($0.key, $0) })
        let found = Set(newer.map(\.key))
        func change(
            _ kind: DrillChange.Kind, _ line: Line<T>, _ before: Double?, _ after: Double?
        ) -> DrillChange {
            DrillChange(subject: subject, kind: kind, about: line.key.about, before: before, after: after)
        }
        let now = newer.compactMap { line -> DrillChange? in
            guard let before = known[line.key] else {
                return tells(old, line.content) ? change(.came, line, nil, line.figure) : nil
            }
            guard Self.isOther(before.figure, line.figure) else { return nil }
            return change(.moved, line, before.figure, line.figure)
        }
        let gone = older.filter { !found.contains($0.key) && tells(new, $0.content) }
        return now + gone.map { change(.went, $0, $0.figure, nil) }
    }

    private static func isWhole<T>(_ parts: DrillCut.Part...) -> (DrillReport, T) -> Bool {
        { report, _ in parts.allSatisfy(report.isWhole) }
    }

    /// An alert that is shown in one state is in no other.
    private static func tells(_ report: DrillReport, _ alert: DrillAlert) -> Bool {
        report.isWhole(.alerts)
            || report.alerts.contains { $0.rule == alert.rule && $0.labels == alert.labels }
    }

    /// What does not work follows from other parts: of a firm whose line stop is shown it is known whether anybody was asked, and of a
    /// product that is shown to be lacking, whether anybody can stand in.
    private static func tells(_ report: DrillReport, _ weakness: DrillWeakness) -> Bool {
        switch weakness.kind {
        case .noChannel: true
        case .noRequest:
            report.isWhole(.lineStops) || report.lineStops.contains { $0.firm == weakness.firm }
        case .noStandIn:
            report.isWhole(.firms) && report.isWhole(.needs)
                || report.needs.contains { $0.firm == weakness.firm && $0.product == weakness.product }
        }
    }

    private static func isOther(_ before: Double?, _ after: Double?) -> Bool {
        guard let before, let after else { return (before == nil) != (after == nil) }
        return rounded(after - before) != 0
    }

    /// A figure to the millionth.
    public static func rounded(_ figure: Double) -> Double { (figure * steps).rounded() / steps }

    private static func firm(_ line: DrillLineStop) -> DrillAbout {
        var about = DrillAbout()
        about.firm = line.firm
        return about
    }

    private static func alert(_ line: DrillAlert) -> DrillAbout {
        var about = DrillAbout()
        about.rule = line.rule
        about.labels = line.labels
        about.state = line.state
        about.firm = line.labels["firm"].map { FirmID(checked: $0) }
        return about
    }

    private static func way(_ line: DrillRequest) -> DrillAbout {
        var about = DrillAbout()
        about.firm = line.firm
        about.province = line.authority
        about.counterpart = line.counterpart
        about.kind = line.kind
        return about
    }

    private static func need(_ line: DrillNeed) -> DrillAbout {
        var about = DrillAbout()
        about.firm = line.firm
        about.product = line.product
        return about
    }

    private static func weakness(_ line: DrillWeakness) -> DrillAbout {
        var about = DrillAbout()
        about.weakness = line.kind
        about.reason = line.reason
        about.firm = line.firm
        about.province = line.province
        about.product = line.product
        return about
    }

    private static func channel(_ line: DrillTold) -> DrillAbout {
        var about = DrillAbout()
        about.channel = line.channel
        return about
    }
}
