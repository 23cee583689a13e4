/// Further names and the address of a firm, and what was decided about firms that look alike.
///
/// A decision makes a revision of the register, for the network follows from it; no registrant made that. SQLite cannot change a
/// CHECK, so `revision` is made anew; declarations go on referring to it by its name.
extension Schema {
    static let identity = """
        ALTER TABLE firm_declaration ADD COLUMN former_names TEXT CHECK (former_names <> '');
        ALTER TABLE firm_declaration ADD COLUMN short_name TEXT CHECK (short_name <> '');
        ALTER TABLE firm_declaration ADD COLUMN address TEXT CHECK (address <> '');

        CREATE TABLE revision_identity (
            number INTEGER PRIMARY KEY,
            registrant INTEGER REFERENCES registrant (key),
            made_at INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind = 'supplies' OR kind = 'firms' OR kind = 'identity'),
            file TEXT NOT NULL,
            digest TEXT NOT NULL,
            row_count INTEGER NOT NULL CHECK (row_count >= 0),
            invitation TEXT REFERENCES invitation (token),
            CHECK ((kind = 'identity') = (registrant IS NULL))
        ) STRICT;
        INSERT INTO revision_identity (number, registrant, made_at, kind, file, digest, row_count, invitation)
        SELECT number, registrant, made_at, kind, file, digest, row_count, invitation FROM revision;
        DROP TABLE revision;
        ALTER TABLE revision_identity RENAME TO revision;
        CREATE INDEX revision_by_digest ON revision (registrant, digest);
        CREATE INDEX revision_by_invitation ON revision (invitation) WHERE invitation IS NOT NULL;

        CREATE TABLE identity_decision (
            revision INTEGER PRIMARY KEY REFERENCES revision (number),
            verdict TEXT NOT NULL CHECK (verdict = 'same' OR verdict = 'different' OR verdict = 'open'),
            firm INTEGER NOT NULL REFERENCES firm (key),
            other INTEGER NOT NULL REFERENCES firm (key),
            author TEXT NOT NULL CHECK (author <> ''),
            reason TEXT NOT NULL CHECK (reason <> ''),
            CHECK (firm <> other)
        ) STRICT;
        CREATE TRIGGER identity_decision_stays BEFORE UPDATE ON identity_decision
            BEGIN SELECT RAISE(ABORT, 'decisions are only added to'); END;
        CREATE TRIGGER identity_decision_grows BEFORE DELETE ON identity_decision
            BEGIN SELECT RAISE(ABORT, 'decisions are only added to'); END;
        """
}
