/// Who said when that what stands of its declarations still holds, append-only; of one supplier, or of all where none is named.
extension Schema {
    static let confirmation = """
        CREATE TABLE confirmation (
            number INTEGER PRIMARY KEY,
            registrant INTEGER NOT NULL REFERENCES registrant (key),
            supplier INTEGER REFERENCES firm (key),
            made_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX confirmation_of_registrant ON confirmation (registrant, supplier);
        CREATE TRIGGER confirmation_stays BEFORE UPDATE ON confirmation
            BEGIN SELECT RAISE(ABORT, 'confirmations are only added to'); END;
        CREATE TRIGGER confirmation_grows BEFORE DELETE ON confirmation
            BEGIN SELECT RAISE(ABORT, 'confirmations are only added to'); END;
        """
}
