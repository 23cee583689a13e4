internal import GRDB

/// The tables, as numbered migrations.
///
/// One that has landed is never edited: the next one changes what it made.
///
/// Times are milliseconds since 1970. Declarations are append-only: a newer revision hides an older one and nothing is
/// overwritten. Their key begins with the link, so one ordered scan meets everything that was ever said of a link side
/// by side, and a sorted import appends.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 register") { db in try db.execute(sql: register) }
        migrator.registerMigration("2 monitoring") { db in try db.execute(sql: monitoring) }
        migrator.registerMigration("3 answers") { db in try db.execute(sql: answers) }
        migrator.registerMigration("4 silences") { db in try db.execute(sql: silences) }
        migrator.registerMigration("5 attempts") { db in try db.execute(sql: attempts) }
        migrator.registerMigration("6 life") { db in try db.execute(sql: life) }
        migrator.registerMigration("7 groups") { db in try db.execute(sql: groups) }
        migrator.registerMigration("8 flow") { db in try db.execute(sql: flow) }
        migrator.registerMigration("9 watch") { db in try db.execute(sql: watch) }
        migrator.registerMigration("10 sending") { db in try db.execute(sql: sending) }
        migrator.registerMigration("11 throttled") { db in try db.execute(sql: throttled) }
        migrator.registerMigration("12 told") { db in try db.execute(sql: told) }
        migrator.registerMigration("13 direct") { db in try db.execute(sql: direct) }
        migrator.registerMigration("14 trust") { db in try db.execute(sql: trust) }
        migrator.registerMigration("15 status") { db in try db.execute(sql: status) }
        migrator.registerMigration("17 events") { db in try db.execute(sql: events) }
        migrator.registerMigration("18 rivals") { db in
            try db.execute(sql: rivals)
            try listDeclared(db)
        }
        migrator.registerMigration("19 uploads") { db in try db.execute(sql: uploads) }
        migrator.registerMigration("20 confirmation") { db in try db.execute(sql: confirmation) }
        migrator.registerMigration("21 identity") { db in try db.execute(sql: identity) }
        migrator.registerMigration("22 senders") { db in try db.execute(sql: senders) }
        migrator.registerMigration("23 warnings") { db in try db.execute(sql: warnings) }
        migrator.registerMigration("24 open invitations") { db in try db.execute(sql: openInvitations) }
        migrator.registerMigration("25 nothing replaced") { db in try db.execute(sql: nothingReplaced) }
        migrator.registerMigration("26 white lists") { db in try db.execute(sql: whiteLists) }
        migrator.registerMigration("27 aid") { db in try db.execute(sql: aid) }
        migrator.registerMigration("28 allocations") { db in try db.execute(sql: allocations) }
        migrator.registerMigration("29 aid answers") { db in try db.execute(sql: aidAnswers) }
        migrator.registerMigration("30 aid consents") { db in try db.execute(sql: aidConsents) }
        migrator.registerMigration("31 drills") { db in try db.execute(sql: drills) }
        migrator.registerMigration("32 aid consent questions") { db in
            try db.execute(sql: aidConsentQuestions)
        }
        migrator.registerMigration("33 first-hand") { db in try db.execute(sql: firstHand) }
        return migrator
    }

    private static let register = """
        CREATE TABLE registrant (
            key INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE firm (
            key INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE product (
            key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE revision (
            number INTEGER PRIMARY KEY,
            registrant INTEGER NOT NULL REFERENCES registrant (key),
            made_at INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('supplies', 'firms')),
            file TEXT NOT NULL,
            digest TEXT NOT NULL,
            row_count INTEGER NOT NULL CHECK (row_count >= 0)
        ) STRICT;
        CREATE INDEX revision_by_digest ON revision (registrant, digest);
        CREATE TABLE declaration (
            supplier INTEGER NOT NULL REFERENCES firm (key),
            region INTEGER NOT NULL,
            buyer INTEGER NOT NULL REFERENCES firm (key),
            product INTEGER NOT NULL REFERENCES product (key),
            registrant INTEGER NOT NULL REFERENCES registrant (key),
            revision INTEGER NOT NULL REFERENCES revision (number),
            line INTEGER NOT NULL,
            tier INTEGER NOT NULL CHECK (tier BETWEEN 1 AND 5),
            industry INTEGER NOT NULL CHECK (industry BETWEEN 0 AND 3),
            importance INTEGER NOT NULL CHECK (importance BETWEEN 0 AND 2),
            status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 3),
            annual_value REAL CHECK (annual_value >= 0),
            share REAL CHECK (share BETWEEN 0 AND 1),
            inventory_days REAL CHECK (inventory_days >= 0),
            recovery_days REAL CHECK (recovery_days >= 0),
            lead_time_days REAL CHECK (lead_time_days >= 0),
            spare_capacity REAL CHECK (spare_capacity >= 0),
            bring_up_days REAL CHECK (bring_up_days >= 0),
            supplier_name TEXT,
            buyer_name TEXT,
            CHECK (supplier <> buyer),
            PRIMARY KEY (supplier, region, buyer, product, registrant, revision)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE firm_declaration (
            firm INTEGER NOT NULL REFERENCES firm (key),
            registrant INTEGER NOT NULL REFERENCES registrant (key),
            revision INTEGER NOT NULL REFERENCES revision (number),
            line INTEGER NOT NULL,
            name TEXT,
            region INTEGER,
            industry INTEGER CHECK (industry BETWEEN 0 AND 3),
            revenue REAL CHECK (revenue >= 0),
            recovery_days REAL CHECK (recovery_days >= 0),
            whitelisted INTEGER CHECK (whitelisted IN (0, 1)),
            contact TEXT,
            PRIMARY KEY (firm, registrant, revision)
        ) STRICT, WITHOUT ROWID;
        """

    private static let monitoring = """
        CREATE TABLE run (
            number INTEGER PRIMARY KEY,
            made_at INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            sample_count INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE series (
            key INTEGER PRIMARY KEY,
            metric TEXT NOT NULL,
            labels TEXT NOT NULL,
            value REAL,
            unknown REAL,
            UNIQUE (metric, labels)
        ) STRICT;
        CREATE TABLE sample (
            series INTEGER NOT NULL REFERENCES series (key),
            run INTEGER NOT NULL REFERENCES run (number),
            value REAL,
            unknown REAL,
            PRIMARY KEY (series, run)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE alert (
            fingerprint TEXT NOT NULL,
            starts_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'firing', 'resolved')),
            changed_at INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (fingerprint, starts_at)
        ) STRICT;
        CREATE UNIQUE INDEX alert_open ON alert (fingerprint) WHERE state <> 'resolved';
        CREATE TABLE transition (
            fingerprint TEXT NOT NULL,
            starts_at INTEGER NOT NULL,
            run INTEGER NOT NULL REFERENCES run (number),
            made_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'firing', 'resolved', 'inactive')),
            value REAL NOT NULL,
            PRIMARY KEY (fingerprint, starts_at, run, state)
        ) STRICT;
        CREATE TABLE outbox (
            id TEXT PRIMARY KEY,
            number INTEGER NOT NULL UNIQUE,
            channel TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            body BLOB NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'delivered', 'failed')),
            attempts INTEGER NOT NULL DEFAULT 0,
            epoch INTEGER NOT NULL DEFAULT 0,
            owner TEXT,
            created_at INTEGER NOT NULL,
            next_at INTEGER NOT NULL,
            lease_until INTEGER,
            delivered_at INTEGER,
            last_error TEXT
        ) STRICT;
        CREATE INDEX outbox_open ON outbox (next_at) WHERE state IN ('waiting', 'sending');
        CREATE INDEX outbox_order ON outbox (channel, fingerprint, number) WHERE state IN ('waiting', 'sending');
        """

    private static let answers = """
        CREATE TABLE acknowledgement (
            fingerprint TEXT NOT NULL,
            starts_at INTEGER NOT NULL,
            version INTEGER NOT NULL CHECK (version >= 1),
            is_taken INTEGER NOT NULL CHECK (is_taken IN (0, 1)),
            owner TEXT NOT NULL CHECK (owner <> ''),
            note TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            expires_at INTEGER CHECK (expires_at > made_at),
            PRIMARY KEY (fingerprint, starts_at, version)
        ) STRICT, WITHOUT ROWID;
        """

    private static let silences = """
        CREATE TABLE silence (
            id TEXT PRIMARY KEY,
            matchers TEXT NOT NULL,
            starts_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL CHECK (ends_at > starts_at),
            author TEXT NOT NULL CHECK (author <> ''),
            reason TEXT NOT NULL CHECK (reason <> ''),
            made_at INTEGER NOT NULL,
            replaced TEXT REFERENCES silence (id),
            ended_at INTEGER CHECK (ended_at >= made_at)
        ) STRICT;
        CREATE TABLE withheld (
            fingerprint TEXT NOT NULL,
            starts_at INTEGER NOT NULL,
            cause TEXT NOT NULL,
            PRIMARY KEY (fingerprint, starts_at)
        ) STRICT, WITHOUT ROWID;
        """

    private static let attempts = """
        CREATE TABLE attempt (
            message TEXT NOT NULL REFERENCES outbox (id),
            number INTEGER NOT NULL CHECK (number >= 1),
            made_at INTEGER NOT NULL,
            duration REAL NOT NULL,
            decision TEXT NOT NULL CHECK (decision IN ('delivered', 'retry', 'failed')),
            reason TEXT,
            next_at INTEGER,
            status INTEGER,
            answer TEXT,
            PRIMARY KEY (message, number)
        ) STRICT, WITHOUT ROWID;
        """

    /// States beyond firing, why each was entered, and the course of an alert in place of its three counters.
    private static let life = """
        CREATE TABLE alert_life (
            fingerprint TEXT NOT NULL,
            starts_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (
                state IN ('pending', 'firing', 'recovering', 'nodata', 'error', 'resolved')),
            changed_at INTEGER NOT NULL,
            ended_at INTEGER,
            body TEXT NOT NULL,
            PRIMARY KEY (fingerprint, starts_at)
        ) STRICT;
        INSERT INTO alert_life SELECT fingerprint, starts_at, state, changed_at,
            CASE state WHEN 'resolved' THEN changed_at END,
            json_set(body, '$.course', json_object(
                'seenAt', body ->> '$.lastHeldAt', 'latestAt', body ->> '$.lastHeldAt',
                'heldSeconds', MAX(0, (COALESCE((SELECT MAX(made_at) FROM run), starts_at) - starts_at) / 1000.0),
                'missedSeconds', 0, 'heldRuns', body ->> '$.heldRuns', 'missedRuns', body ->> '$.clearRuns',
                'outcomes', 1, 'flapScore', 0, 'isDamped', json('false'), 'reopenedCount', 0, 'cause', 'held'))
            FROM alert;
        DROP TABLE alert;
        ALTER TABLE alert_life RENAME TO alert;
        CREATE UNIQUE INDEX alert_open ON alert (fingerprint) WHERE state <> 'resolved';
        CREATE INDEX alert_ended ON alert (ended_at) WHERE state = 'resolved';
        CREATE TABLE transition_life (
            fingerprint TEXT NOT NULL,
            starts_at INTEGER NOT NULL,
            run INTEGER NOT NULL REFERENCES run (number),
            made_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN (
                'pending', 'firing', 'recovering', 'nodata', 'error', 'resolved', 'inactive')),
            value REAL NOT NULL,
            cause TEXT,
            PRIMARY KEY (fingerprint, starts_at, run, state)
        ) STRICT;
        INSERT INTO transition_life SELECT fingerprint, starts_at, run, made_at, state, value, NULL FROM transition;
        DROP TABLE transition;
        ALTER TABLE transition_life RENAME TO transition;
        """

    private static let groups = """
        CREATE TABLE alert_group (
            key TEXT PRIMARY KEY,
            route TEXT NOT NULL,
            labels TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            flushed_at INTEGER,
            told_at INTEGER,
            told_count INTEGER NOT NULL CHECK (told_count >= 0),
            next_at INTEGER
        ) STRICT;
        CREATE INDEX alert_group_next ON alert_group (next_at) WHERE next_at IS NOT NULL;
        CREATE TABLE group_member (
            group_key TEXT NOT NULL REFERENCES alert_group (key) ON DELETE CASCADE,
            fingerprint TEXT NOT NULL,
            starts_at INTEGER NOT NULL,
            told_at INTEGER,
            escalates_at INTEGER,
            is_escalated INTEGER NOT NULL CHECK (is_escalated IN (0, 1)),
            PRIMARY KEY (group_key, fingerprint, starts_at)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX group_member_life ON group_member (fingerprint, starts_at);
        """
}
