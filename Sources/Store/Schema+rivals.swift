internal import GRDB

/// Who may see what: the registrants by whom they speak for, what each revision names, invitations, and consents.
///
/// A supplier that was invited declares as another registrant than the one it is by itself: one for each inviter, so that what it
/// says under one invitation neither replaces nor completes what it says under another, or on its own.
extension Schema {
    static let rivals = """
        CREATE TABLE registrant_rivals (
            key INTEGER PRIMARY KEY,
            identity TEXT NOT NULL,
            inviter TEXT NOT NULL DEFAULT '',
            UNIQUE (identity, inviter)
        ) STRICT;
        INSERT INTO registrant_rivals (key, identity) SELECT key, identity FROM registrant;
        DROP TABLE registrant;
        ALTER TABLE registrant_rivals RENAME TO registrant;
        CREATE INDEX registrant_by_inviter ON registrant (inviter);

        CREATE TABLE declared (
            revision INTEGER NOT NULL REFERENCES revision (number),
            part INTEGER NOT NULL,
            keys BLOB NOT NULL,
            PRIMARY KEY (revision, part)
        ) STRICT;
        CREATE INDEX status_report_by_registrant ON status_report (registrant, reported_at);

        CREATE TABLE invitation (
            token TEXT PRIMARY KEY REFERENCES token (id),
            root TEXT NOT NULL,
            parent TEXT REFERENCES invitation (token),
            supplier TEXT NOT NULL,
            buyer TEXT NOT NULL CHECK (buyer <> supplier),
            product TEXT NOT NULL,
            tier INTEGER NOT NULL CHECK (tier BETWEEN 2 AND 5)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX invitation_by_root ON invitation (root);
        ALTER TABLE revision ADD COLUMN invitation TEXT REFERENCES invitation (token);
        CREATE INDEX revision_by_invitation ON revision (invitation) WHERE invitation IS NOT NULL;

        CREATE TABLE consent (
            number INTEGER PRIMARY KEY,
            registrant TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            is_given INTEGER NOT NULL CHECK (is_given IN (0, 1))
        ) STRICT;
        CREATE INDEX consent_of_registrant ON consent (registrant, number);
        CREATE TRIGGER consent_stays BEFORE UPDATE ON consent
            BEGIN SELECT RAISE(ABORT, 'consents are only added to'); END;
        CREATE TRIGGER consent_grows BEFORE DELETE ON consent
            BEGIN SELECT RAISE(ABORT, 'consents are only added to'); END;
        CREATE TABLE rounding (secret BLOB NOT NULL CHECK (length(secret) = 32)) STRICT;
        INSERT INTO rounding (secret) VALUES (randomblob(32));
        """

    /// Writes down what the revisions of an older version name.
    static func listDeclared(_ database: Database) throws {
        try list(
            "SELECT revision, supplier, region, buyer, product FROM declaration ORDER BY revision", database
        ) { keys, row in
            try keys.note(
                supplier: row.integer(1), region: row.integer(2), buyer: row.integer(3),
                product: row.integer(4))
        }
        try list("SELECT revision, firm FROM firm_declaration ORDER BY revision", database) { keys, row in
            try keys.note(firm: row.integer(1))
        }
    }

    private static func list(
        _ sql: String, _ database: Database, note: (inout DeclaredKeys, BulkStatement) throws -> Void
    ) throws {
        let rows = try BulkStatement(database, sql)
        var keys = try DeclaredKeys(database, revision: 0)
        while try rows.next() {
            if rows.integer(0) != keys.revision {
                try keys.finish()
                keys = try DeclaredKeys(database, revision: rows.integer(0))
            }
            try note(&keys, rows)
        }
        try keys.finish()
    }
}
