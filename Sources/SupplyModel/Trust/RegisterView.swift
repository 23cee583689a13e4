/// How much of the register somebody may see.
public enum RegisterView: Hashable, Sendable {
    /// Everything that anybody declared: for those who coordinate, and for whoever keeps the register.
    case all
    /// What one registrant declared, and what was declared for it under its invitations; nothing else is there at all.
    case registrant(FirmID)

    /// Whose view it is; nil where it is everybody's.
    public var registrant: FirmID? {
        if case .registrant(let id) = self { id } else { nil }
    }
}
