internal import Foundation
internal import GRDB
public import SupplyModel

/// What drills found.
extension Store {
    /// Drills that one answer lists.
    public static let drillLimit = 1_000

    /// Keeps a drill with a word in the trail.
    ///
    /// - Returns: the same with its number.
    public func keep(_ drill: Drill) throws -> Drill {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = String(decoding: try encoder.encode(drill.report), as: UTF8.self)
        let scenario = drill.report.scenario
        return try write { db in
            try db.execute(
                sql: "INSERT INTO drill (made_at, author, scenario, digest, body) VALUES (?, ?, ?, ?, ?)",
                arguments: [drill.time.milliseconds, drill.author, scenario.name, scenario.digest, body])
            var kept = drill
            kept.number = db.lastInsertedRowID
            let detail = ["number": "\(kept.number)", "by": drill.author, "digest": scenario.digest]
            try note(.drill, scenario.name, detail, at: drill.time, in: db)
            return kept
        }
    }

    /// Drills, newest first: of a scenario by its name, or all; at most `limit`.
    public func drills(
        of scenario: String? = nil, limit: Int = Store.drillLimit
    ) throws(StoreError) -> [Drill] {
        try fetch("(?1 IS NULL OR scenario = ?1) ORDER BY number DESC LIMIT ?2", [scenario, limit])
    }

    /// The newest drill of a scenario that was kept before another one.
    public func drill(of scenario: String, before number: Int64) throws(StoreError) -> Drill? {
        try fetch("scenario = ? AND number < ? ORDER BY number DESC LIMIT 1", [scenario, number]).first
    }

    /// The drill with a number; nil where there is none.
    public func drill(number: Int64) throws(StoreError) -> Drill? {
        try fetch("number = ?", [number]).first
    }

    private func fetch(
        _ condition: String, _ arguments: [(any DatabaseValueConvertible)?]
    ) throws(StoreError) -> [Drill] {
        try read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM drill WHERE \(condition)", arguments: StatementArguments(arguments))
            return try rows.map { row in
                let body: String = row["body"]
                var drill = Drill(
                    time: Timestamp(milliseconds: row["made_at"]), author: row["author"],
                    report: try JSONDecoder().decode(DrillReport.self, from: Data(body.utf8)))
                drill.number = row["number"]
                return drill
            }
        }
    }
}
