internal import Store
public import SupplyModel

/// What people do to events: they end those that they know to be over.
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
        let author = try DeskInput.line(author, "name", atMost: Self.authorLimit)
        guard !author.isEmpty else { throw EventDeskFault.noAuthor }
        let reason = try DeskInput.line(reason, "reason", atMost: Self.reasonLimit)
        guard !reason.isEmpty else { throw EventDeskFault.noReason }
        do {
            let ended = try inquiry.store.endEvent(text, by: author, reason: reason, now: now)
            return Answer(inquiry.eventRecord(ended, now: now) + Answer.Field.text("note", ended.report.note))
        } catch let fault as EventFault {
            throw EventDeskFault(fault)
        }
    }
}
