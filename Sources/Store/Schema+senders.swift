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
}
