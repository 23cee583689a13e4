internal import GRDB
public import SupplyModel

/// How far the store has come: as long as these stand, so do the answers that were read from it.
public struct StoreMarks: Hashable, Sendable {
    /// The newest revision of the register.
    public var revision: Int64
    /// The newest act of anybody's that changed something, looks aside.
    public var change: Int64
    /// The newest monitoring run or look at Tierwatch itself; 0 in a registrant's view, as `change`.
    public var run: Int64
    /// The newest status report.
    public var status: Int64
    /// The newest confirmation of declarations.
    public var confirmation: Int64
    /// What was asked of a registrant and said by it about requests for help, with their steps; 0 for whoever sees all, as `change` tells.
    public var consent: Int64
}

extension Store {
    /// How far what somebody may see has come; of a registrant's view nothing counts that others do.
    public func marks(_ view: RegisterView) throws(StoreError) -> StoreMarks {
        let revision = try revision(of: view)
        let confirmation = try lastConfirmation(of: view)
        return try read { db in
            guard let registrant = view.registrant else {
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT (SELECT MAX(number) FROM trail WHERE action <> 'look'),
                            (SELECT MAX(number) FROM run), (SELECT MAX(number) FROM status_report)
                        """)
                func number(_ column: Int) -> Int64 { (row?[column] as Int64?) ?? 0 }
                return StoreMarks(
                    revision: revision, change: number(0), run: number(1), status: number(2),
                    confirmation: confirmation, consent: 0)
            }
            let status = try Int64.fetchOne(
                db,
                sql: """
                    SELECT MAX(number) FROM status_report
                    WHERE registrant IN (SELECT key FROM registrant WHERE identity = ? AND inviter = '')
                    """, arguments: [registrant.description])
            return StoreMarks(
                revision: revision, change: 0, run: 0, status: status ?? 0, confirmation: confirmation,
                consent: try Self.consentMark(of: registrant, in: db))
        }
    }

    /// How far what was said and done by an instant has come that requests for help follow from: equal as long as nothing was added to it.
    public func groundMarks(at now: Timestamp) throws(StoreError) -> [Int64] {
        let marks = [try revision(), try lastConfirmation()]
        return try read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT (SELECT number FROM trail WHERE action <> 'look' AND made_at <= ?1 ORDER BY number DESC LIMIT 1),
                        (SELECT number FROM status_report WHERE made_at <= ?1 ORDER BY number DESC LIMIT 1)
                    """, arguments: [now.milliseconds])
            return marks + [0, 1].map { (row?[$0] as Int64?) ?? 0 }
        }
    }
}
