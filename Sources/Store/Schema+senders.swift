/// What later versions added to uploads, invitations, and the tables that only grow.
extension Schema {
    /// Finds the newest uploads of each registrant and sender.
    static let senders = """
        CREATE INDEX registration_of_sender ON registration (registrant, actor, number);
        """

    /// Keeps what was doubtful in an upload beside what was wrong.
    static let warnings = """
        ALTER TABLE registration_problem ADD COLUMN is_warning INTEGER NOT NULL DEFAULT 0
            CHECK (is_warning = 0 OR is_warning = 1);
        """

    /// Finds the invitations that were made under one.
    static let openInvitations = """
        CREATE INDEX invitation_by_parent ON invitation (parent) WHERE parent IS NOT NULL;
        """

    /// Closes the way past the triggers on DELETE, which do not fire where `INSERT OR REPLACE` takes a row away.
    static let nothingReplaced =
        stays("trail", "number", "the trail is only added to")
        + stays("consent", "number", "consents are only added to")
        + stays("confirmation", "number", "confirmations are only added to")
        + stays("identity_decision", "revision", "decisions are only added to")
        + stays("status_report", "number", "status reports are only added to")
        + stays("event_report", "number", "reports of events are only added to")
            + """
            CREATE TRIGGER event_hit_remains BEFORE INSERT ON event_hit
                WHEN EXISTS (SELECT 1 FROM event_hit AS h WHERE h.report = NEW.report AND h.region = NEW.region
                    AND h.starts_at = NEW.starts_at)
                BEGIN SELECT RAISE(ABORT, 'reports of events are only added to'); END;
            """

    private static func stays(_ table: String, _ key: String, _ sentence: String) -> String {
        """
        CREATE TRIGGER \(table)_remains BEFORE INSERT ON \(table)
            WHEN EXISTS (SELECT 1 FROM \(table) AS o WHERE o.\(key) = NEW.\(key))
            BEGIN SELECT RAISE(ABORT, '\(sentence)'); END;

        """
    }
}
