internal import Store
public import SupplyModel

/// What people do to events: they end those that they know to be over, and open them again.
public struct EventDesk: Sendable {
    /// Characters of a name and of a reason.
    static let authorLimit = 64
    static let reasonLimit = 500

    private let inquiry: Inquiry
    private let now: Timestamp

    public init(_ inquiry: Inquiry, now: Timestamp) {
        self.inquiry = inquiry
        self.now = now
    }

    /// Ends an event, named by its id, or a part of its id or title.
    ///
    /// - Throws: `EventDeskFault`, `DeskFault`, `StoreError`; then nothing was changed.
    public func end(_ text: String, by author: String, reason: String) throws -> Answer {
        try say(text, by: author, reason: reason) {
            try inquiry.store.endEvent(text, by: $0, reason: $1, now: now)
        }
    }

    /// Opens an event that a person ended, named likewise.
    ///
    /// - Throws: `EventDeskFault`, `DeskFault`, `StoreError`; then nothing was changed.
    public func reopen(_ text: String, by author: String, reason: String) throws -> Answer {
        try say(text, by: author, reason: reason) {
            try inquiry.store.reopenEvent(text, by: $0, reason: $1, now: now)
        }
    }

    private func say(
        _ text: String, by author: String, reason: String,
        _ act: (_ author: String, _ reason: String) throws -> KnownEvent
    ) throws -> Answer {
        let author = try DeskInput.line(author, "name", atMost: Self.authorLimit)
        guard !author.isEmpty else { throw EventDeskFault.noAuthor }
        let reason = try DeskInput.line(reason, "reason", atMost: Self.reasonLimit)
        guard !reason.isEmpty else { throw EventDeskFault.noReason }
        do {
            let known = try act(author, reason)
            return Answer(inquiry.eventRecord(known, now: now) + Answer.Field.text("note", known.report.note))
        } catch let fault as EventFault {
            throw EventDeskFault(fault)
        }
    }
}
