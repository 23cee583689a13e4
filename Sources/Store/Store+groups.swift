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

    public init(changed: [AlertGroup], removed: [String], messages: [OutboxEntry]) {
        self.changed = changed
        self.removed = removed
        self.messages = messages
    }
}

/// Decides about the groups as they are kept.
///
/// `ended`: the alerts of their members that are over.
public typealias Regroup = (_ groups: [AlertGroup], _ ended: [Alert]) throws -> GroupChange

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
        _ decide: (_ groups: [AlertGroup], _ open: [Alert], _ ended: [Alert]) throws -> GroupChange
    ) throws -> Int {
        try write { db in
            let open = try String.fetchAll(
                db, sql: "SELECT body FROM alert WHERE state <> 'resolved' ORDER BY fingerprint"
            ).map(AlertBody.alert)
            return try regroup({ try decide($0, open, $1) }, at: now, in: db)
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
        let change = try decide(try Self.groups(in: db), ended)
        for key in change.removed + change.changed.map(\.key) {
            try db.cachedStatement(sql: "DELETE FROM alert_group WHERE key = ?").execute(arguments: [key])
        }
        for group in change.changed { try Self.insert(group, in: db) }
        try queue(change.messages, at: now, in: db)
        return change.messages.count
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
                    INSERT INTO group_member (group_key, fingerprint, starts_at, told_at, escalates_at, is_escalated)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """
            ).execute(
                arguments: [
                    group.key, member.life.fingerprint, member.life.startsAt.milliseconds,
                    member.toldAt?.milliseconds, member.escalatesAt?.milliseconds, member.isEscalated,
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
                one.isEscalated = member["is_escalated"]
                return one
            }.sorted { $0.life < $1.life }
            return group
        }
    }

    private static func time(_ milliseconds: Int64?) -> Timestamp? {
        milliseconds.map { Timestamp(milliseconds: $0) }
    }
}
