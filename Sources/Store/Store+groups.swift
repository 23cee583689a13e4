internal import Foundation
internal import GRDB
public import SupplyModel

/// What a look at the groups of alerts changes.
public struct GroupChange: Sendable {
    /// Groups that are new or changed, whole.
    public var changed: [AlertGroup]
    /// Keys of groups that are no more.
    public var removed: [String]
    public var messages: [OutboxEntry]
    /// Lives that fire and are not told yet, each with the cause.
    public var withheld: [(fingerprint: String, startsAt: Timestamp, cause: String)] = []

    public init(changed: [AlertGroup], removed: [String], messages: [OutboxEntry]) {
        self.changed = changed
        self.removed = removed
        self.messages = messages
    }
}

/// Decides about the groups as they are kept.
///
/// `ended`: the alerts of their members that are over. `told`: of active alerts that stand in no group the channels whose newest
/// word of it is that it fires; asked only where somebody wants to know, for it looks at every such alert.
public typealias Regroup = (
    _ groups: [AlertGroup], _ ended: [Alert], _ told: @escaping () throws -> [AlertLife: Set<String>]
) throws -> GroupChange

extension Store {
    /// The groups that alerts stand in now.
    public func groups() throws(StoreError) -> [AlertGroup] { try read { db in try Self.groups(in: db) } }

    /// When the first group may have something to tell; nil where none will.
    public func nextGroupTime() throws(StoreError) -> Timestamp? {
        try read { db in
            try Int64.fetchOne(db, sql: "SELECT MIN(next_at) FROM alert_group WHERE next_at IS NOT NULL")
                .map(Timestamp.init(milliseconds:))
        }
    }

    /// Looks at the groups between two runs, as one transaction with what they tell.
    ///
    /// - Returns: how many messages were queued.
    public func regroup(
        now: Timestamp,
        _ decide: (
            _ groups: [AlertGroup], _ open: [Alert], _ ended: [Alert],
            _ told: @escaping () throws -> [AlertLife: Set<String>]
        ) throws -> GroupChange
    ) throws -> Int {
        try writeFirst { db in
            let open = try String.fetchAll(
                db, sql: "SELECT body FROM alert WHERE state <> 'resolved' ORDER BY fingerprint"
            ).map(AlertBody.alert)
            return try regroup({ try decide($0, open, $1, $2) }, at: now, in: db)
        }
    }

    @discardableResult
    func regroup(_ decide: Regroup, at now: Timestamp, in db: Database) throws -> Int {
        let ended = try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT a.body FROM group_member AS m JOIN alert AS a
                    ON a.fingerprint = m.fingerprint AND a.starts_at = m.starts_at
                WHERE a.state = 'resolved'
                """
        ).map(AlertBody.alert)
        let change = try decide(try Self.groups(in: db), ended) { try Self.toldAlone(in: db) }
        for key in change.removed + change.changed.map(\.key) {
            try db.cachedStatement(sql: "DELETE FROM alert_group WHERE key = ?").execute(arguments: [key])
        }
        for group in change.changed { try Self.insert(group, in: db) }
        try queue(change.messages, at: now, in: db)
        try withhold(change.withheld, in: db)
        return change.messages.count
    }

    private static func toldAlone(in db: Database) throws -> [AlertLife: Set<String>] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT a.fingerprint, a.starts_at, o.channel, o.id,
                    json_extract(CAST(o.body AS TEXT), '$.data.starts_at') AS told_start,
                    json_extract(a.body, '$.course.reopenedCount') AS reopened
                FROM alert AS a JOIN outbox AS o ON o.fingerprint = a.fingerprint AND o.kind = 'alert.firing'
                WHERE a.state NOT IN ('pending', 'resolved')
                    AND NOT EXISTS (SELECT 1 FROM group_member AS m
                        WHERE m.fingerprint = a.fingerprint AND m.starts_at = a.starts_at)
                    AND NOT EXISTS (SELECT 1 FROM outbox AS n
                        WHERE n.fingerprint = o.fingerprint AND n.channel = o.channel AND n.number > o.number
                            AND n.kind IN (\(Schema.alertKinds)))
                """)
        return rows.reduce(into: [:]) { told, row in
            let life = AlertLife(
                fingerprint: row["fingerprint"], startsAt: Timestamp(milliseconds: row["starts_at"]))
            // The clock may have been set back since: what a message says of its life is true, when it was made is not.
            guard (row["told_start"] as String?).flatMap(Timestamp.init) == life.startsAt else { return }
            // What was told before it was opened again says nothing of now; `Notification.messageID` has the number.
            if let reopened = row["reopened"] as Int?, reopened > 0 {
                guard (row["id"] as String).contains("_firing_\(reopened)_") else { return }
            }
            told[life, default: []].insert(row["channel"])
        }
    }

    private static func insert(_ group: AlertGroup, in db: Database) throws {
        let labels = String(decoding: try JSONEncoder().encode(group.labels), as: UTF8.self)
        try db.cachedStatement(
            sql: """
                INSERT INTO alert_group (key, route, labels, made_at, flushed_at, told_at, told_count, next_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                group.key, group.route, labels, group.madeAt.milliseconds, group.flushedAt?.milliseconds,
                group.toldAt?.milliseconds, group.toldCount, group.nextAt?.milliseconds,
            ])
        for member in group.members {
            try db.cachedStatement(
                sql: """
                    INSERT INTO group_member (group_key, fingerprint, starts_at, told_at, told_to, escalates_at,
                        is_escalated, told_alone_to)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(
                arguments: [
                    group.key, member.life.fingerprint, member.life.startsAt.milliseconds,
                    member.toldAt?.milliseconds, Self.text(member.toldTo), member.escalatesAt?.milliseconds,
                    member.isEscalated, Self.text(member.toldAloneTo),
                ])
        }
    }

    private static func groups(in db: Database) throws -> [AlertGroup] {
        let members = Dictionary(
            grouping: try Row.fetchAll(db, sql: "SELECT * FROM group_member"),
            by: { $0["group_key"] as String })
        return try Row.fetchAll(db, sql: "SELECT * FROM alert_group ORDER BY key").map { row in
            let labels: String = row["labels"]
            var group = AlertGroup(
                key: row["key"], route: row["route"],
                labels: try JSONDecoder().decode(Labels.self, from: Data(labels.utf8)),
                madeAt: Timestamp(milliseconds: row["made_at"]))
            group.flushedAt = time(row["flushed_at"])
            group.toldAt = time(row["told_at"])
            group.toldCount = row["told_count"]
            group.nextAt = time(row["next_at"])
            group.members = (members[group.key] ?? []).map { member in
                var one = AlertGroup.Member(
                    AlertLife(
                        fingerprint: member["fingerprint"],
                        startsAt: Timestamp(milliseconds: member["starts_at"])))
                one.toldAt = time(member["told_at"])
                one.escalatesAt = time(member["escalates_at"])
                one.toldTo = names(member["told_to"])
                one.isEscalated = member["is_escalated"]
                one.toldAloneTo = names(member["told_alone_to"])
                return one
            }.sorted { $0.life < $1.life }
            return group
        }
    }

    /// Names of channels have no commas.
    private static func text(_ names: Set<String>) -> String { names.sorted().joined(separator: ",") }

    private static func names(_ text: String) -> Set<String> {
        Set(text.split(separator: ",").map(String.init))
    }

    private static func time(_ milliseconds: Int64?) -> Timestamp? {
        milliseconds.map { Timestamp(milliseconds: $0) }
    }
}
