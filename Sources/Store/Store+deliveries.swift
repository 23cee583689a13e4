internal import Foundation
internal import GRDB
public import SupplyModel

/// Where a message stands on its way.
public enum DeliveryState: String, CaseIterable, Sendable {
    case waiting, sending
    /// It goes out within a digest, and arrives or fails with it.
    case merged
    case delivered, failed
    /// A newer state of the same alert was queued before this one was sent.
    case superseded
}

/// One row of the outbox, as `deliveries list` shows it.
public struct DeliveryRecord: Equatable, Sendable {
    public var id: String
    public var channel: String
    public var fingerprint: String
    /// A `DeliveryState`.
    public var state: String
    public var attempts: Int
    /// When the next attempt is due; nil once there is none.
    public var nextAt: Timestamp?
    public var lastError: String?
    public var createdAt: Timestamp
    public var deliveredAt: Timestamp?
    /// The newer message that took its place.
    public var replacedBy: String?
    /// The digest that it went out in.
    public var digestID: String?
    /// The message that tells the same on the fallback channel.
    public var fallbackID: String?
}

/// Which deliveries are listed; all of it must fit.
public struct DeliveryFilter: Sendable {
    public var state: DeliveryState?
    public var channel: String?
    /// Messages made at this time or later.
    public var since: Timestamp?
    /// The first characters of an id.
    public var idPrefix: String?
    public var fingerprint: String?
    /// The first digits of a fingerprint.
    public var fingerprintPrefix: String?

    public init() {}
}

extension Store {
    /// Messages that are not delivered yet and will be tried again.
    public func waitingCount() throws(StoreError) -> Int {
        try read { db in
            try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM outbox WHERE \(Schema.isOpen("state"))") ?? 0
        }
    }

    /// Deliveries, newest first: of one alert, or of all.
    public func deliveries(
        fingerprint: String? = nil, limit: Int
    ) throws(StoreError) -> [DeliveryRecord] {
        var filter = DeliveryFilter()
        filter.fingerprint = fingerprint
        return try deliveries(filter, limit: limit)
    }

    /// Deliveries that fit a filter, newest first.
    public func deliveries(_ filter: DeliveryFilter, limit: Int) throws(StoreError) -> [DeliveryRecord] {
        var terms: [String] = []
        var arguments: [(any DatabaseValueConvertible)?] = []
        func require(_ term: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            terms.append(term)
            arguments.append(value)
        }
        require("state = ?", filter.state?.rawValue)
        require("channel = ?", filter.channel)
        require("created_at >= ?", filter.since?.milliseconds)
        require("fingerprint = ?", filter.fingerprint)
        if let prefix = filter.idPrefix { require("substr(id, 1, \(prefix.count)) = ?", prefix) }
        if let prefix = filter.fingerprintPrefix {
            require("substr(fingerprint, 1, \(prefix.count)) = ?", prefix)
        }
        let condition = terms.isEmpty ? "" : "WHERE " + terms.joined(separator: " AND ")
        return try read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM outbox \(condition) ORDER BY number DESC LIMIT ?",
                arguments: StatementArguments(arguments + [limit])
            ).map { DeliveryRecord($0) }
        }
    }
}

extension DeliveryRecord {
    init(_ row: Row) {
        id = row["id"]
        channel = row["channel"]
        fingerprint = row["fingerprint"]
        state = row["state"]
        attempts = row["attempts"]
        let isOpen = ["waiting", "sending", "merged"].contains(row["state"] as String)
        nextAt = isOpen ? Timestamp(milliseconds: row["next_at"]) : nil
        lastError = row["last_error"]
        createdAt = Timestamp(milliseconds: row["created_at"])
        deliveredAt = (row["delivered_at"] as Int64?).map(Timestamp.init(milliseconds:))
        replacedBy = row["replaced_by"]
        digestID = row["digest_id"]
        fallbackID = row["fallback_id"]
    }
}
