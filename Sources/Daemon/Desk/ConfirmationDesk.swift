internal import Store
public import SupplyModel

/// Takes the word of a registrant that what it declared still holds.
public struct ConfirmationDesk: Sendable {
    private let inquiry: Inquiry
    private let now: Timestamp

    public init(_ inquiry: Inquiry, now: Timestamp) {
        self.inquiry = inquiry
        self.now = now
    }

    /// Begins the validity of a registrant's standing declarations anew, of one supplier or of all, and says of how many.
    ///
    /// `supplier`: identity or legal name.
    ///
    /// - Throws: `ConfirmationFault`, `QueryFault`, `StoreError`; then nothing was changed.
    public func confirm(supplier text: String?, by registrant: FirmID) throws -> Answer {
        guard registrant == inquiry.view.registrant ?? registrant else {
            throw QueryFault.onlyForAll("the declarations of \(registrant)")
        }
        let network = try inquiry.network()
        let supplier = try text.map { network.firms[Int(try inquiry.firm($0, in: network))].id }
        let count = try inquiry.store.confirm(registrant, supplier: supplier, now: now)
        guard count > 0 else { throw ConfirmationFault.nothingStands(registrant, supplier: supplier) }
        let endsAt = now.adding(seconds: inquiry.validityDays * 86_400)
        return Answer(
            [Answer.Field("registrant", .text(registrant.description))]
                + Answer.Field.text("supplier", supplier?.description)
                + Answer.Field.number("confirmed", count)
                + [
                    Answer.Field("confirmed_at", .text(now.description)),
                    Answer.Field("ends_at", .text(endsAt.description)),
                ])
    }
}

/// Why nothing was confirmed.
public enum ConfirmationFault: Error, Equatable, CustomStringConvertible {
    case nothingStands(FirmID, supplier: FirmID?)

    public var description: String {
        switch self {
        case .nothingStands(let registrant, let supplier):
            "\(registrant): no declaration" + (supplier.map { " about \($0)" } ?? "")
                + " of this registrant stands, so there is nothing to confirm;"
                + " `tierwatch declarations --within 3650` lists what stands and whose it is"
        }
    }
}
