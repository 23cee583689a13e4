/// White lists, version by version, and who recognises whose, append-only.
///
/// Firms stand under their identities as texts: most are in no register, and naming them makes nothing of it.
extension Schema {
    static let whiteLists =
        """
        CREATE TABLE white_list_version (
            number INTEGER PRIMARY KEY,
            issuer INTEGER NOT NULL CHECK (issuer > 0),
            batch TEXT NOT NULL CHECK (batch <> ''),
            made_at INTEGER NOT NULL,
            actor TEXT NOT NULL CHECK (actor <> ''),
            file TEXT NOT NULL,
            digest TEXT NOT NULL,
            holds_from INTEGER NOT NULL,
            ends_at INTEGER
        ) STRICT;
        CREATE INDEX white_list_version_of ON white_list_version (issuer, batch, number);
        CREATE TABLE white_list_entry (
            version INTEGER NOT NULL REFERENCES white_list_version (number),
            firm TEXT NOT NULL CHECK (firm <> ''),
            is_listed INTEGER NOT NULL CHECK (is_listed = 0 OR is_listed = 1),
            name TEXT CHECK (name <> ''),
            region INTEGER,
            industry TEXT CHECK (industry IN ('auto', 'chips', 'biopharma', 'other')),
            products TEXT CHECK (products <> ''),
            tier INTEGER CHECK (tier BETWEEN 1 AND 5),
            recommended_by TEXT CHECK (recommended_by <> ''),
            contact TEXT CHECK (contact <> ''),
            PRIMARY KEY (version, firm)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE recognition (
            number INTEGER PRIMARY KEY,
            issuer INTEGER NOT NULL CHECK (issuer > 0),
            recogniser INTEGER NOT NULL CHECK (recogniser > 0 AND recogniser <> issuer),
            is_given INTEGER NOT NULL CHECK (is_given = 0 OR is_given = 1),
            starts_at INTEGER NOT NULL,
            ends_at INTEGER CHECK (ends_at > starts_at),
            made_at INTEGER NOT NULL,
            actor TEXT NOT NULL CHECK (actor <> '')
        ) STRICT;

        """
        + growing("white_list_version", key: ["number"], "white lists are only added to")
        + growing("white_list_entry", key: ["version", "firm"], "white lists are only added to")
        + growing("recognition", key: ["number"], "recognitions are only added to")
}
