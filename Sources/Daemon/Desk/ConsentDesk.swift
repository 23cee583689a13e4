public import Store
public import SupplyModel

/// What people do with consents: registrants let their declarations count in anonymous facts, or no longer.
public struct ConsentDesk: Sendable {
    private let store: Store
    private let now: Timestamp

    public init(_ store: Store, now: Timestamp) {
        self.store = store
        self.now = now
    }

    /// Gives or withdraws a registrant's consent; where it stands so already, nothing is changed.
    public func set(_ isGiven: Bool, of registrant: FirmID) throws -> Answer {
        let isChanged = try store.set(consent: isGiven, of: registrant, at: now)
        return Answer([
            Answer.Field("registrant", .text(registrant.description)),
            Answer.Field("consents", .flag(isGiven)), Answer.Field("changed", .flag(isChanged)),
        ])
    }

    /// What stands for each registrant that ever said anything.
    public func list() throws -> Answer {
        Answer(
            columns: ["registrant", "consents", "since"],
            records: try store.consents().map { one in
                [
                    Answer.Field("registrant", .text(one.registrant.description)),
                    Answer.Field("consents", .flag(one.isGiven)),
                    Answer.Field("since", .text(one.time.description)),
                ]
            })
    }
}
