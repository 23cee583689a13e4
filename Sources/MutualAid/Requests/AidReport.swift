public import SupplyModel

/// What came of requests, as the provinces report it: for each pair of provinces, and in total.
///
/// A request counts in the time in which it was first registered, and by where it stands at the time's end, or now where that is yet to
/// come; drafts do not count.
public struct AidReport: Equatable, Sendable {
    /// One line of the report.
    public struct Line: Equatable, Sendable {
        /// The province that asks, and the one that is asked; nil for all.
        public var authority: RegionCode?
        public var counterpart: RegionCode?
        /// Requests.
        public var letters = 0
        /// Leading firms that they are for, and suppliers that they are about, each once.
        public var firms = 0
        public var suppliers = 0
        public var closed = 0
        /// Of those that are closed, helped wholly.
        public var solved = 0
        /// Open past their deadline.
        public var overdue = 0
        /// From registering to closing, of those that are closed; empty where none is.
        public var daysToClose: [Double] = []

        /// 0...1; nil where there is no request.
        public var closedShare: Double? { letters > 0 ? Double(closed) / Double(letters) : nil }
        public var meanDays: Double? {
            daysToClose.isEmpty ? nil : daysToClose.reduce(0, +) / Double(daysToClose.count)
        }
        /// Of an even number the mean of the two in the middle.
        public var medianDays: Double? {
            guard !daysToClose.isEmpty else { return nil }
            let sorted = daysToClose.sorted()
            let middle = sorted.count / 2
            return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        }
    }

    /// Pairs by the province that asks, then the one that is asked; only those with requests.
    public let pairs: [Line]
    public let total: Line

    private static let secondsPerDay = 86_400.0

    /// Reports on requests that were registered from `start` on and before `end`, as they stand at `end`, or before that at `now`.
    ///
    /// Until `end` every step counts, whatever its time: by a clock that ran ahead it may be later than `now`.
    public init(_ requests: [AidRequest], from start: Timestamp, to end: Timestamp, now: Timestamp) {
        var byPair: [Pair: [Entry]] = [:]
        var all: [Entry] = []
        for request in requests {
            guard let entry = Entry(request, from: start, to: end, now: now) else { continue }
            let pair = Pair(authority: request.content.authority, counterpart: request.content.counterpart)
            byPair[pair, default: []].append(entry)
            all.append(entry)
        }
        pairs = byPair.sorted { $0.key < $1.key }.map { pair, entries in
            var line = Self.line(entries)
            line.authority = pair.authority
            line.counterpart = pair.counterpart
            return line
        }
        total = Self.line(all)
    }

    private struct Pair: Hashable, Comparable {
        var authority: RegionCode
        var counterpart: RegionCode

        static func < (left: Pair, right: Pair) -> Bool {
            (left.authority, left.counterpart) < (right.authority, right.counterpart)
        }
    }

    /// A request as it counts.
    private struct Entry {
        var content: AidContent
        var state: AidState
        var outcome: AidOutcome?
        var isOverdue: Bool
        var daysToClose: Double?

        init?(_ request: AidRequest, from start: Timestamp, to end: Timestamp, now: Timestamp) {
            let steps = now < end ? request.steps : request.steps.filter { $0.time < end }
            guard let newest = steps.last, let registered = steps.first(where: { $0.state == .registered }),
                registered.time >= start, registered.time < end
            else { return nil }
            content = request.content
            state = newest.state
            outcome = newest.outcome
            isOverdue = newest.state.isWithCounterpart && newest.deadline < min(now, end)
            let closing = newest.state == .closed ? steps.last { $0.action == .close } : nil
            daysToClose = closing.map { $0.time.seconds(since: registered.time) / AidReport.secondsPerDay }
        }
    }

    private static func line(_ entries: [Entry]) -> Line {
        var line = Line()
        line.letters = entries.count
        line.firms = Set(entries.map(\.content.firm)).count
        line.suppliers = Set(entries.flatMap { $0.content.suppliers.map(\.firm) }).count
        line.closed = entries.count { $0.state == .closed }
        line.solved = entries.count { $0.state == .closed && $0.outcome == .solved }
        line.overdue = entries.count(where: \.isOverdue)
        line.daysToClose = entries.compactMap(\.daysToClose)
        return line
    }
}
