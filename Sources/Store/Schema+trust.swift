/// Who may act, and who did.
extension Schema {
    static let trust = """
        CREATE TABLE token (
            id TEXT PRIMARY KEY CHECK (length(id) = 8),
            name TEXT NOT NULL UNIQUE,
            digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
            registrant TEXT,
            scopes TEXT NOT NULL CHECK (scopes <> ''),
            made_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            revoked_at INTEGER,
            last_used_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE trail (
            number INTEGER PRIMARY KEY,
            made_at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL,
            chain BLOB NOT NULL CHECK (length(chain) = 32)
        ) STRICT;
        CREATE TRIGGER trail_stays BEFORE UPDATE ON trail
            BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END;
        CREATE TRIGGER trail_grows BEFORE DELETE ON trail
            BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END;
        """
}
