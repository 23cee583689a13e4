public import SupplyModel

/// What becomes of messages that are more than a channel takes: the most urgent leave alone, all others as one digest.
public enum OverflowDigest {
    /// Messages that one digest merges.
    public static let mergeLimit = 10_000
    /// Alerts that a digest tells one by one, and the bytes that they may take, so that it stays below the 20 kB that most
    /// receivers take; the others are counted.
    public static let alertLimit = 20
    public static let byteLimit = 18_000
    /// What stands in the place of a route's name.
    static let route = "overflow"

    /// Of due messages in their order, each with whether it may be merged: which leave alone, and which together.
    ///
    /// Together they make at most so many requests. Where only one may leave, it is the digest, unless what comes first
    /// cannot be merged.
    public static func choose(_ isMergeable: [Bool], requests: Int) -> (alone: [Int], merged: [Int]) {
        guard requests > 0 else { return ([], []) }
        guard isMergeable.count > requests else { return (Array(isMergeable.indices), []) }
        let isHeadAlone = requests == 1 && isMergeable.first == false
        let alone = Array(isMergeable.indices.prefix(isHeadAlone ? 1 : requests - 1))
        guard !isHeadAlone else { return (alone, []) }
        let rest = isMergeable.indices.dropFirst(alone.count)
        let merged = rest.filter { isMergeable[$0] }
        // One message is no digest.
        guard merged.count > 1 else { return (Array(isMergeable.indices.prefix(requests)), []) }
        return (alone, merged)
    }

    /// The JSON of a message of type `alert.digest`, keys sorted.
    ///
    /// `overflow.alerts` are put in as they are: the figures in them stay the digits that were queued.
    public static func body(_ overflow: Overflow, time: Timestamp) -> [UInt8] {
        let group = alertFingerprint(rule: "overflow", labels: ["channel": overflow.channel])
        var room = byteLimit
        let alerts = overflow.alerts.prefix { alert in
            room -= alert.data.utf8.count + 1
            return room >= 0
        }
        var omittedCounts = overflow.omitted
        for alert in overflow.alerts.dropFirst(alerts.count) {
            omittedCounts[alert.severity, default: 0] += 1
        }
        let counts = Severity.allCases.reversed().compactMap { severity in
            omittedCounts[severity].map { "\"\(severity.rawValue)\":\($0)" }
        }
        let omitted = omittedCounts.values.reduce(0, +)
        let status = overflow.firing > 0 ? "firing" : "resolved"
        let text = """
            {"data":{"alerts":[\(alerts.map(\.data).joined(separator: ","))],"firing":\(overflow.firing),\
            "group":"\(group)","labels":{},"omitted":\(omitted),"omitted_by_severity":{\(counts.joined(separator: ","))},\
            "resolved":\(overflow.resolved),"route":"\(route)","status":"\(status)"},\
            "timestamp":"\(time)","type":"alert.digest"}
            """
        return Array(text.utf8)
    }
}
