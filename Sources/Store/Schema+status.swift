/// What firms report of their operation, append-only, and the files that were read, so that none counts twice.
extension Schema {
    static let status = """
        CREATE TABLE status_report (
            number INTEGER PRIMARY KEY,
            firm INTEGER NOT NULL REFERENCES firm (key),
            region INTEGER,
            registrant INTEGER NOT NULL REFERENCES registrant (key),
            reported_at INTEGER NOT NULL,
            made_at INTEGER NOT NULL CHECK (made_at >= reported_at),
            operating_rate REAL NOT NULL CHECK (operating_rate BETWEEN 0 AND 1),
            staff INTEGER CHECK (staff >= 0),
            stock_days REAL CHECK (stock_days >= 0),
            logistics TEXT CHECK (logistics <> ''),
            note TEXT CHECK (note <> '')
        ) STRICT;
        CREATE INDEX status_report_of_firm ON status_report (firm, reported_at);
        CREATE INDEX status_report_by_time ON status_report (reported_at);
        CREATE TRIGGER status_report_stays BEFORE UPDATE ON status_report
            BEGIN SELECT RAISE(ABORT, 'status reports are only added to'); END;
        CREATE TRIGGER status_report_grows BEFORE DELETE ON status_report
            BEGIN SELECT RAISE(ABORT, 'status reports are only added to'); END;
        CREATE TABLE status_file (
            registrant INTEGER NOT NULL REFERENCES registrant (key),
            digest TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            row_count INTEGER NOT NULL CHECK (row_count >= 0),
            PRIMARY KEY (registrant, digest)
        ) STRICT, WITHOUT ROWID;
        """
}
