/// What sources say of events, append-only; which event each of their words is about; and the files that were read.
extension Schema {
    static let events = """
        CREATE TABLE event_report (
            number INTEGER PRIMARY KEY,
            event TEXT NOT NULL CHECK (event <> ''),
            id TEXT NOT NULL CHECK (id <> ''),
            source TEXT NOT NULL CHECK (source IN ('cap', 'usgs', 'table', 'desk')),
            told_at INTEGER NOT NULL,
            made_at INTEGER NOT NULL,
            title TEXT NOT NULL CHECK (title <> ''),
            kind TEXT CHECK (kind <> ''),
            severity TEXT CHECK (severity IN ('extreme', 'severe', 'moderate', 'minor', 'unknown')),
            ending TEXT CHECK (ending IN ('cancelled', 'ended', 'merged')),
            note TEXT CHECK (note <> '')
        ) STRICT;
        CREATE INDEX event_report_of_event ON event_report (event, told_at);
        CREATE INDEX event_report_by_id ON event_report (id);
        CREATE TABLE event_hit (
            report INTEGER NOT NULL REFERENCES event_report (number),
            region INTEGER NOT NULL,
            starts_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL CHECK (ends_at > starts_at),
            loss REAL NOT NULL CHECK (loss BETWEEN 0 AND 1),
            PRIMARY KEY (report, region, starts_at)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER event_report_stays BEFORE UPDATE ON event_report
            BEGIN SELECT RAISE(ABORT, 'reports of events are only added to'); END;
        CREATE TRIGGER event_report_grows BEFORE DELETE ON event_report
            BEGIN SELECT RAISE(ABORT, 'reports of events are only added to'); END;
        CREATE TRIGGER event_hit_stays BEFORE UPDATE ON event_hit
            BEGIN SELECT RAISE(ABORT, 'reports of events are only added to'); END;
        CREATE TRIGGER event_hit_grows BEFORE DELETE ON event_hit
            BEGIN SELECT RAISE(ABORT, 'reports of events are only added to'); END;
        CREATE TABLE event_name (
            id TEXT PRIMARY KEY,
            event TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX event_name_of_event ON event_name (event);
        CREATE TABLE event_file (
            digest TEXT PRIMARY KEY,
            made_at INTEGER NOT NULL,
            report_count INTEGER NOT NULL CHECK (report_count >= 0)
        ) STRICT, WITHOUT ROWID;
        """
}
