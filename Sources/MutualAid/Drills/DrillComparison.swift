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
/// Both are taken as they are kept: what lies beyond the limits of a report is in no comparison.
public struct DrillComparison: Sendable {
    private let old: DrillReport
    private let new: DrillReport

    /// Figures are compared to the millionth; what is less is noise of arithmetic.
    private static let steps = 1e6

    public init(of new: DrillReport, with old: DrillReport) {
        self.old = old
        self.new = new
    }

    /// Every difference; empty where nothing changed.
    public var changes: [DrillChange] {
        var changes: [DrillChange] = []
        if old.scenario.digest != new.scenario.digest {
            changes.append(DrillChange(subject: .scenario, kind: .moved))
        }
        changes += Self.compared(.lineStop, old.lineStops, new.lineStops, Self.firm) {
            Double($0.firstLossDay)
        }
        changes += Self.compared(.lostDays, old.lineStops, new.lineStops, Self.firm) { $0.lostDays }
            .filter { $0.kind == .moved }
        changes += Self.compared(.alert, old.alerts, new.alerts, Self.alert) { _ in nil }
        changes += Self.compared(.request, old.requests, new.requests, Self.way) {
            $0.lineStopDay.map(Double.init)
        }
        changes += Self.compared(.suppliers, old.requests, new.requests, Self.way) {
            Double($0.supplierCount)
        }.filter { $0.kind == .moved }
        changes += Self.compared(.lacking, old.needs, new.needs, Self.need) { $0.gap }
        changes += Self.compared(.standIns, old.needs, new.needs, Self.need) { Double($0.offeredCount) }
            .filter { $0.kind == .moved }
        changes += Self.compared(.weakness, old.weaknesses, new.weaknesses, Self.weakness) { _ in nil }
        changes += Self.compared(.told, old.told, new.told, Self.channel) { Double($0.messages) }
        return changes
    }

    /// One line of a part: whom it concerns, which of several that concern the same, and its figure.
    private struct Line {
        struct Key: Hashable {
            var about: DrillAbout
            var turn: Int
        }

        var key: Key
        var figure: Double?

        static func all<T>(
            _ lines: [T], _ about: (T) -> DrillAbout, _ figure: (T) -> Double?
        ) -> [Line] {
            var turns: [DrillAbout: Int] = [:]
            return lines.map { line in
                let about = about(line)
                turns[about, default: 0] += 1
                return Line(key: Key(about: about, turn: turns[about] ?? 1), figure: figure(line))
            }
        }
    }

    /// Lines of one part that came, went, or have another figure: first those that stand in the new drill, in its order.
    private static func compared<T>(
        _ subject: DrillChange.Subject, _ old: [T], _ new: [T], _ about: (T) -> DrillAbout,
        figure: (T) -> Double?
    ) -> [DrillChange] {
        let (old, new) = (Line.all(old, about, figure), Line.all(new, about, figure))
        let known = Dictionary(uniqueKeysWithValues: old.map { ($0.key, $0) })
        let found = Set(new.map(\.key))
        func change(
            _ kind: DrillChange.Kind, _ line: Line, _ before: Double?, _ after: Double?
        ) -> DrillChange {
            DrillChange(subject: subject, kind: kind, about: line.key.about, before: before, after: after)
        }
        let now = new.compactMap { line -> DrillChange? in
            guard let before = known[line.key] else { return change(.came, line, nil, line.figure) }
            guard isOther(before.figure, line.figure) else { return nil }
            return change(.moved, line, before.figure, line.figure)
        }
        return now
            + old.filter { !found.contains($0.key) }.map { change(.went, $0, $0.figure, nil) }
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
