/// Who ever declared what a firm buys first-hand, by the firm.
extension Schema {
    /// An index of a small part of the declarations: only leading firms are bought for at tier 1, and those of one upload stand together.
    static let firstHand =
        "CREATE INDEX declaration_first_hand ON declaration (buyer, registrant, revision) WHERE tier = 1;"

    /// Whose word it is what registrant `g` declares: an invited supplier's is its inviter's.
    static let owner = "CASE WHEN g.inviter = '' THEN g.identity ELSE g.inviter END"
}
