/// The outbox with what becomes of a message besides its delivery, and the state of each channel's traffic.
///
/// SQLite cannot change a CHECK, so the table is made anew; `attempt` goes on referring to it by its name. `kind` and
/// `weight` are read from the body once, when a message is queued: a claim then orders by an index and parses nothing.
extension Schema {
    static let flow = """
        CREATE TABLE outbox_new (
            id TEXT PRIMARY KEY,
            number INTEGER NOT NULL UNIQUE,
            channel TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            kind TEXT NOT NULL,
            weight INTEGER NOT NULL CHECK (weight BETWEEN 0 AND 3),
            body BLOB NOT NULL,
            state TEXT NOT NULL
                CHECK (state IN ('waiting', 'sending', 'merged', 'delivered', 'failed', 'superseded')),
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
            CHECK ((state = 'superseded') = (replaced_by IS NOT NULL)),
            CHECK (state <> 'merged' OR digest_id IS NOT NULL)
        ) STRICT;
        INSERT INTO outbox_new (id, number, channel, fingerprint, kind, weight, body, state, attempts, epoch, owner,
            created_at, next_at, lease_until, delivered_at, last_error)
        SELECT id, number, channel, fingerprint, \(kind("CAST(body AS TEXT)")), \(weight("CAST(body AS TEXT)")), body,
            state, attempts, epoch, owner, created_at, next_at, lease_until, delivered_at, last_error
        FROM outbox;
        DROP TABLE outbox;
        ALTER TABLE outbox_new RENAME TO outbox;
        CREATE INDEX outbox_open ON outbox (channel, weight DESC, number)
            WHERE state IN ('waiting', 'sending', 'merged');
        CREATE INDEX outbox_order ON outbox (channel, fingerprint, number)
            WHERE state IN ('waiting', 'sending', 'merged');
        CREATE INDEX outbox_by_fingerprint ON outbox (fingerprint, number);
        CREATE INDEX outbox_by_digest ON outbox (digest_id) WHERE digest_id IS NOT NULL;
        CREATE TABLE channel_flow (
            channel TEXT PRIMARY KEY,
            tokens REAL CHECK (tokens >= 0),
            filled_at INTEGER,
            throttled_until INTEGER,
            breaker TEXT NOT NULL CHECK (breaker IN ('closed', 'open', 'half-open')),
            since INTEGER,
            until INTEGER,
            openings INTEGER NOT NULL CHECK (openings >= 0),
            window_start INTEGER,
            window_count INTEGER NOT NULL CHECK (window_count >= 0),
            window_failures INTEGER NOT NULL CHECK (window_failures BETWEEN 0 AND window_count),
            last_error TEXT,
            CHECK ((breaker = 'open') = (until IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        """

    /// A look of the watcher at Tierwatch itself is a run too, so that it and a monitoring run never overwrite each other's
    /// alerts, and is told apart from one.
    static let watch = """
        ALTER TABLE run ADD COLUMN is_watch INTEGER NOT NULL DEFAULT 0 CHECK (is_watch IN (0, 1));
        """

    /// A claim counts what is under way without meeting all that waits.
    static let sending = """
        CREATE INDEX outbox_sending ON outbox (channel, lease_until) WHERE state = 'sending';
        """

    /// When a receiver asked for time.
    static let throttled = """
        ALTER TABLE channel_flow ADD COLUMN throttled_at INTEGER;
        """

    /// Which channels heard of a group's alert: those that are to hear of its end.
    ///
    /// Of what an older version told the outbox says it.
    static let told = """
        ALTER TABLE group_member ADD COLUMN told_to TEXT NOT NULL DEFAULT '';
        ALTER TABLE group_member ADD COLUMN told_alone_to TEXT NOT NULL DEFAULT '';
        UPDATE group_member AS m SET told_to = COALESCE((
            SELECT group_concat(DISTINCT o.channel) FROM outbox AS o
            WHERE o.created_at >= m.starts_at AND (o.fingerprint = m.group_key
                OR (o.fingerprint = m.fingerprint AND o.kind = 'alert.firing' AND o.id NOT LIKE 'escalation%'))), '')
        WHERE told_at IS NOT NULL;
        UPDATE group_member AS m SET told_alone_to = COALESCE((
            SELECT group_concat(DISTINCT o.channel) FROM outbox AS o
            WHERE o.created_at >= m.starts_at AND o.fingerprint = m.fingerprint AND o.kind = 'alert.firing'
                AND o.id LIKE 'escalation%'), '')
        WHERE is_escalated;
        """

    /// The type that a body says it has, as SQL over the text of the body; empty where it says none.
    static func kind(_ text: String) -> String {
        "CASE WHEN json_valid(\(text)) THEN COALESCE(json_extract(\(text), '$.type'), '') ELSE '' END"
    }

    /// 0 info, 1 warning, 2 critical, as SQL over the text of the body; `other`, as SQL, for whatever is not the state of one alert.
    static func weight(_ text: String, other: String = "3") -> String {
        """
        CASE WHEN (\(kind(text))) IN (\(alertKinds)) THEN
            CASE json_extract(\(text), '$.data.severity') WHEN 'info' THEN 0 WHEN 'warning' THEN 1
                WHEN 'critical' THEN 2 ELSE 3 END
            ELSE \(other) END
        """
    }

    /// The weight by which a message is queued: what is told of requests for help goes with warnings, or with criticals where one is
    /// late, so that a thousand drafts hold no critical alert back; 3 for the rest that is no alert.
    static func queuedWeight(_ text: String) -> String {
        weight(
            text,
            other:
                "CASE WHEN (\(kind(text))) = 'aid.overdue' THEN 2 WHEN (\(kind(text))) LIKE 'aid.%' THEN 1 ELSE 3 END"
        )
    }

    /// The kinds that tell the state of one alert.
    static let alertKinds = "'alert.firing', '\(resolvedKind)'"
    /// The kind that tells an alert's end.
    static let resolvedKind = "alert.resolved"
    /// The kind of the sign of life.
    static let heartbeatKind = "'tierwatch.heartbeat'"
}
