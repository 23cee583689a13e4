internal import Foundation
internal import GRDB
public import SupplyModel

/// One change in an alert's life.
public struct AlertTransition: Equatable, Sendable {
    public var time: Timestamp
    /// `inactive` where a pending alert went away, else the state that it entered.
    public var state: String
    public var value: Double
    /// nil for changes that an older version kept.
    public var cause: AlertCause?
}

extension Store {
    /// Alerts, newest change first.
    ///
    /// `states`: nil for all that were ever kept.
    public func alerts(in states: Set<AlertState>?, limit: Int) throws(StoreError) -> [Alert] {
        try read { db in
            let wanted = (states ?? Set(AlertState.allCases)).map { "'\($0.rawValue)'" }.sorted()
            let bodies = try String.fetchAll(
                db,
                sql: """
                    SELECT body FROM alert WHERE state IN (\(wanted.joined(separator: ", ")))
                    ORDER BY changed_at DESC, fingerprint LIMIT ?
                    """,
                arguments: [limit])
            return try bodies.map(AlertBody.alert)
        }
    }

    /// The lives of the alerts whose fingerprint begins with these digits, newest first.
    public func alerts(fingerprint prefix: String, limit: Int) throws(StoreError) -> [Alert] {
        try read { db in
            let bodies = try String.fetchAll(
                db,
                sql: """
                    SELECT body FROM alert WHERE substr(fingerprint, 1, length(?1)) = ?1
                    ORDER BY starts_at DESC LIMIT ?2
                    """,
                arguments: [prefix, limit])
            return try bodies.map(AlertBody.alert)
        }
    }

    /// The values of a figure over the newest runs in which it changed, oldest first; nil where it was not made any more.
    public func values(
        of metric: Metric, labels: Labels, limit: Int
    ) throws(StoreError) -> [(time: Timestamp, run: Int64, value: Double?)] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT r.made_at, p.run, p.value FROM series AS s
                        JOIN sample AS p ON p.series = s.key JOIN run AS r ON r.number = p.run
                    WHERE s.metric = ? AND s.labels = ? ORDER BY p.run DESC LIMIT ?
                    """,
                arguments: [metric.rawValue, labelText(labels), limit]
            ).reversed().map {
                (Timestamp(milliseconds: $0["made_at"]), $0["run"] as Int64, $0["value"] as Double?)
            }
        }
    }

    /// Every change of one alert's life, oldest first.
    public func transitions(of alert: Alert) throws(StoreError) -> [AlertTransition] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT made_at, state, value, cause FROM transition WHERE fingerprint = ? AND starts_at = ?
                    ORDER BY run, made_at
                    """,
                arguments: [alert.fingerprint, alert.startsAt.milliseconds])
            return rows.map {
                AlertTransition(
                    time: Timestamp(milliseconds: $0["made_at"]), state: $0["state"], value: $0["value"],
                    cause: ($0["cause"] as String?).flatMap(AlertCause.init))
            }
        }
    }
}

/// Alerts as the store keeps them.
enum AlertBody {
    static func text(_ alert: Alert) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(alert), as: UTF8.self)
    }

    static func alert(_ text: String) throws -> Alert {
        try JSONDecoder().decode(Alert.self, from: Data(text.utf8))
    }
}
