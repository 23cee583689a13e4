internal import SupplyModel

/// Holds what a supplier registers to its invitation: a table of supplies, of which it is the buyer, of one tier.
struct InvitedRows {
    private let invitation: Invitation
    private let file: String
    private var sheet: String?

    init(_ invitation: Invitation, file: String) {
        self.invitation = invitation
        self.file = file
    }

    /// Refuses a table of anything but supplies.
    mutating func begin(_ header: RegisterHeader) throws(InviteFault) {
        guard header.kind == .supplies else { throw .notSupplies(file: file) }
        sheet = header.sheet
    }

    /// What is wrong with a row; nil where it is what the invitation asks for.
    func problem(of row: SupplyRow) -> Problem? {
        if row.buyer != invitation.supplier {
            return problem(
                row, .buyerID, row.buyer.description,
                "the invitation is for the suppliers of \(invitation.supplier) alone;"
                    + " write this code as the buyer's, or leave buyer_id and buyer_name empty")
        }
        guard row.tier != invitation.tier else { return nil }
        return problem(
            row, .tier, "\(row.tier)", "the invitation is for tier \(invitation.tier) alone; write that")
    }

    private func problem(
        _ row: SupplyRow, _ column: RegisterColumn, _ value: String, _ message: String
    ) -> Problem {
        Problem(
            file: file, sheet: sheet, line: row.line, column: column.rawValue, code: "not_invited",
            value: value, message: message)
    }
}
