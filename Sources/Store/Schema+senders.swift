/// What later versions added to uploads, invitations, and the tables that only grow.
extension Schema {
    /// Finds the newest uploads of each registrant and sender.
    static let senders = """
        CREATE INDEX registration_of_sender ON registration (registrant, actor, number);
        """
}
