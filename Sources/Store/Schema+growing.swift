/// Tables that are only added to, whoever writes SQL.
extension Schema {
    /// The triggers that keep the rows of a table as they are.
    ///
    /// `INSERT OR REPLACE` takes a row away without asking the triggers on DELETE, so that a row with a known key is refused too.
    static func growing(_ table: String, key: [String], _ sentence: String) -> String {
        let isKnown = key.map { "o.\($0) = NEW.\($0)" }.joined(separator: " AND ")
        let refusal = "BEGIN SELECT RAISE(ABORT, '\(sentence)'); END;"
        return """
            CREATE TRIGGER \(table)_stays BEFORE UPDATE ON \(table) \(refusal)
            CREATE TRIGGER \(table)_grows BEFORE DELETE ON \(table) \(refusal)
            CREATE TRIGGER \(table)_remains BEFORE INSERT ON \(table)
                WHEN EXISTS (SELECT 1 FROM \(table) AS o WHERE \(isKnown)) \(refusal)

            """
    }
}
