internal import GRDB
internal import SupplyModel

/// The newest confirmation of each registrant as a whole, and of each of its suppliers, up to an instant.
struct Confirmations: Sendable {
    private struct Subject: Hashable {
        var registrant: Int64
        /// nil for all.
        var supplier: Int64?
    }

    private var newest: [Subject: Timestamp] = [:]

    /// `time`: nil for all that there are; `registrant`: whose word alone is read, in its own view; nil for everybody's.
    init(_ database: Database, of registrant: FirmID? = nil, at time: Timestamp?) throws {
        let whose = registrant == nil ? "" : "registrant IN \(OwnDeclarations.registrants) AND"
        let rows = try BulkStatement(
            database,
            """
            SELECT registrant, supplier, MAX(made_at) FROM confirmation WHERE \(whose) made_at <= ?2
            GROUP BY registrant, supplier
            """)
        rows.bind(registrant?.description, at: 0)
        rows.bind(time?.milliseconds ?? .max, at: 1)
        while try rows.next() {
            let subject = Subject(
                registrant: rows.integer(0), supplier: rows.isNull(1) ? nil : rows.integer(1))
            newest[subject] = Timestamp(milliseconds: rows.integer(2))
        }
    }

    /// Whole seconds from a declaration to the newest word that it still holds; 0 without one.
    func seconds(after declared: Timestamp, registrant: Int64, supplier: Int64) -> UInt32 {
        guard !newest.isEmpty else { return 0 }
        let subjects = [
            Subject(registrant: registrant, supplier: nil),
            Subject(registrant: registrant, supplier: supplier),
        ]
        let seconds = subjects.compactMap { newest[$0]?.seconds(since: declared) }.max() ?? 0
        return UInt32(max(0, min(seconds, Double(UInt32.max))))
    }
}
