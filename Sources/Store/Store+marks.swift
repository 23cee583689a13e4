internal import GRDB
public import SupplyModel

/// How far the store has come: as long as these stand, so do the answers that were read from it.
public struct StoreMarks: Hashable, Sendable {
    /// The newest revision of the register.
    public var revision: Int64
    /// The newest act of anybody's that changed something, looks aside.
    public var change: Int64
    /// The newest monitoring run, looks at Tierwatch itself included.
    public var run: Int64
    /// The newest status report.
    public var status: Int64
}

extension Store {
    /// How far what somebody may see has come.
    public func marks(_ view: RegisterView) throws(StoreError) -> StoreMarks {
        try read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT (SELECT MAX(number) FROM revision),
                        (SELECT MAX(number) FROM trail WHERE action <> 'look'),
                        (SELECT MAX(number) FROM run), (SELECT MAX(number) FROM status_report)
                    """)
            func number(_ column: Int) -> Int64 { (row?[column] as Int64?) ?? 0 }
            return StoreMarks(
                revision: number(0), change: number(1), run: number(2), status: number(3))
        }
    }
}
