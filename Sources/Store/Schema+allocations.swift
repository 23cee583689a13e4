/// How the output of suppliers that were short was split among their buyers, by whom and why, append-only.
extension Schema {
    static let allocations =
        """
        CREATE TABLE allocation (
            number INTEGER PRIMARY KEY,
            made_at INTEGER NOT NULL,
            supplier TEXT NOT NULL CHECK (supplier <> ''),
            product TEXT CHECK (product <> ''),
            remaining REAL NOT NULL CHECK (remaining BETWEEN 0 AND 1),
            days INTEGER NOT NULL CHECK (days > 0),
            rule TEXT NOT NULL CHECK (rule <> ''),
            author TEXT NOT NULL CHECK (author <> ''),
            reason TEXT NOT NULL CHECK (reason <> '')
        ) STRICT;
        CREATE INDEX allocation_of_supplier ON allocation (supplier, number);
        CREATE TABLE allocation_part (
            allocation INTEGER NOT NULL REFERENCES allocation (number),
            firm TEXT NOT NULL CHECK (firm <> ''),
            fraction REAL NOT NULL CHECK (fraction BETWEEN 0 AND 1),
            lost_days REAL NOT NULL CHECK (lost_days >= 0),
            PRIMARY KEY (allocation, firm)
        ) STRICT, WITHOUT ROWID;

        """
        + growing("allocation", key: ["number"], "allocations are only added to")
        + growing("allocation_part", key: ["allocation", "firm"], "allocations are only added to")
}
