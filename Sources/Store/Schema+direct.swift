/// The tables that delivery and runs write row by row, with conditions that cost nothing.
///
/// SQLite builds a table for every `IN` of three words or more each time a statement runs, in checks and in the conditions of
/// indexes too: five for one change of one message. Comparisons say the same.
extension Schema {
    static let direct = """
        CREATE TABLE outbox_direct (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            channel TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            kind TEXT NOT NULL,
            weight INTEGER NOT NULL CHECK (weight BETWEEN 0 AND 3),
            state TEXT NOT NULL
                CHECK (\(isOpen("state")) OR state = 'delivered' OR state = 'failed' OR state = 'superseded'),
            attempts INTEGER NOT NULL DEFAULT 0,
            epoch INTEGER NOT NULL DEFAULT 0,
            owner TEXT,
            created_at INTEGER NOT NULL,
            next_at INTEGER NOT NULL,
            lease_until INTEGER,
            delivered_at INTEGER,
            last_error TEXT,
            replaced_by TEXT REFERENCES outbox (id),
            digest_id TEXT REFERENCES outbox (id),
            fallback_id TEXT REFERENCES outbox (id),
            body BLOB NOT NULL,
            CHECK ((state = 'superseded') = (replaced_by IS NOT NULL)),
            CHECK (state <> 'merged' OR digest_id IS NOT NULL)
        ) STRICT;
        INSERT INTO outbox_direct (number, id, channel, fingerprint, kind, weight, state, attempts, epoch, owner, created_at,
            next_at, lease_until, delivered_at, last_error, replaced_by, digest_id, fallback_id, body)
        SELECT number, id, channel, fingerprint, kind, weight, state, attempts, epoch, owner, created_at, next_at,
            lease_until, delivered_at, last_error, replaced_by, digest_id, fallback_id, body
        FROM outbox;
        DROP TABLE outbox;
        ALTER TABLE outbox_direct RENAME TO outbox;
        CREATE INDEX outbox_open ON outbox (channel, weight DESC, number) WHERE \(isOpen("state"));
        CREATE INDEX outbox_order ON outbox (channel, fingerprint, number) WHERE \(isOpen("state"));
        CREATE INDEX outbox_by_fingerprint ON outbox (fingerprint, number);
        CREATE INDEX outbox_by_digest ON outbox (digest_id) WHERE digest_id IS NOT NULL;
        CREATE INDEX outbox_sending ON outbox (channel, lease_until) WHERE state = 'sending';

        CREATE TABLE attempt_direct (
            message TEXT NOT NULL REFERENCES outbox (id),
            number INTEGER NOT NULL CHECK (number >= 1),
            made_at INTEGER NOT NULL,
            duration REAL NOT NULL,
            decision TEXT NOT NULL CHECK (decision = 'delivered' OR decision = 'retry' OR decision = 'failed'),
            reason TEXT,
            next_at INTEGER,
            status INTEGER,
            answer TEXT,
            PRIMARY KEY (message, number)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO attempt_direct SELECT message, number, made_at, duration, decision, reason, next_at, status, answer
        FROM attempt;
        DROP TABLE attempt;
        ALTER TABLE attempt_direct RENAME TO attempt;

        CREATE TABLE alert_direct (
            fingerprint TEXT NOT NULL,
            starts_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (\(isAlertState)),
            changed_at INTEGER NOT NULL,
            ended_at INTEGER,
            body TEXT NOT NULL,
            PRIMARY KEY (fingerprint, starts_at)
        ) STRICT;
        INSERT INTO alert_direct SELECT fingerprint, starts_at, state, changed_at, ended_at, body FROM alert;
        DROP TABLE alert;
        ALTER TABLE alert_direct RENAME TO alert;
        CREATE UNIQUE INDEX alert_open ON alert (fingerprint) WHERE state <> 'resolved';
        CREATE INDEX alert_ended ON alert (ended_at) WHERE state = 'resolved';

        CREATE TABLE transition_direct (
            fingerprint TEXT NOT NULL,
            starts_at INTEGER NOT NULL,
            run INTEGER NOT NULL REFERENCES run (number),
            made_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (\(isAlertState) OR state = 'inactive'),
            value REAL NOT NULL,
            cause TEXT,
            PRIMARY KEY (fingerprint, starts_at, run, state)
        ) STRICT;
        INSERT INTO transition_direct SELECT fingerprint, starts_at, run, made_at, state, value, cause FROM transition;
        DROP TABLE transition;
        ALTER TABLE transition_direct RENAME TO transition;
        """

    /// Whether a message is still to arrive, in the words of the indexes; `state`: the column, such as `m.state`.
    static func isOpen(_ state: String) -> String {
        "(\(state) = 'waiting' OR \(state) = 'sending' OR \(state) = 'merged')"
    }

    private static let isAlertState = """
        state = 'pending' OR state = 'firing' OR state = 'recovering' OR state = 'nodata' OR state = 'error' \
        OR state = 'resolved'
        """
}
