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

    /// Alerts as they stood at an instant, newest change first: the state is that of their last change by then, the value that of
    /// the figure's history, or of that change where it has none; severity, threshold, texts and places are the newest.
    ///
    /// A pending alert that went away before it fired is not kept, and so not among them.
    public func alerts(
        in states: Set<AlertState>, at time: Timestamp, limit: Int
    ) throws(StoreError) -> [Alert] {
        let names = states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
        return try read { db in
            let run = try Int64.fetchOne(
                db, sql: "SELECT MAX(number) FROM run WHERE made_at <= ?", arguments: [time.milliseconds])
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT a.body, t.state, t.value, t.made_at FROM transition AS t JOIN alert AS a
                        ON a.fingerprint = t.fingerprint AND a.starts_at = t.starts_at
                    WHERE t.rowid = (SELECT n.rowid FROM transition AS n
                            WHERE n.fingerprint = a.fingerprint AND n.starts_at = a.starts_at AND n.made_at <= ?1
                            ORDER BY n.run DESC, n.rowid DESC LIMIT 1)
                        AND t.state IN (\(names))
                    ORDER BY t.made_at DESC, t.fingerprint LIMIT ?2
                    """,
                arguments: [time.milliseconds, limit])
            return try rows.map { row in
                var alert = try AlertBody.alert(row["body"])
                let changedAt = Timestamp(milliseconds: row["made_at"])
                alert.state = AlertState(rawValue: row["state"]) ?? alert.state
                let figure = try Double.fetchOne(
                    db.cachedStatement(
                        sql: """
                            SELECT p.value FROM series AS s JOIN sample AS p ON p.series = s.key
                            WHERE s.metric = ? AND s.labels = ? AND p.run <= ? ORDER BY p.run DESC LIMIT 1
                            """), arguments: [alert.metric.rawValue, labelText(alert.labels), run])
                alert.value = figure ?? row["value"]
                if let firedAt = alert.firedAt, firedAt > time { alert.firedAt = nil }
                alert.endsAt = alert.state == .resolved ? changedAt : nil
                return alert
            }
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
