/// What was uploaded over HTTP, with what became of it, and where the trail of changes ends.
extension Schema {
    static let uploads = """
        CREATE TABLE registration (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE CHECK (length(id) = 16),
            actor TEXT NOT NULL CHECK (actor <> ''),
            registrant TEXT NOT NULL CHECK (registrant <> ''),
            name TEXT NOT NULL CHECK (name <> ''),
            received_at INTEGER NOT NULL,
            byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
            request_digest TEXT NOT NULL CHECK (request_digest <> ''),
            idempotency_key TEXT CHECK (idempotency_key <> ''),
            state TEXT NOT NULL CHECK (state IN ('taken', 'refused')),
            accepted INTEGER NOT NULL CHECK (accepted >= 0),
            unchanged INTEGER NOT NULL CHECK (unchanged >= 0),
            rejected INTEGER NOT NULL CHECK (rejected >= 0),
            withdrawn INTEGER NOT NULL CHECK (withdrawn >= 0),
            problem_count INTEGER NOT NULL CHECK (problem_count >= 0),
            UNIQUE (actor, idempotency_key)
        ) STRICT;
        CREATE INDEX registration_of ON registration (registrant, number);
        CREATE TABLE registration_problem (
            registration INTEGER NOT NULL REFERENCES registration (number),
            position INTEGER NOT NULL CHECK (position >= 0),
            problem TEXT NOT NULL CHECK (json_valid(problem)),
            PRIMARY KEY (registration, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX trail_changes ON trail (number) WHERE action <> 'look';
        """
}
