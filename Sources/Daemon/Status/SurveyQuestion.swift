/// Whom a survey asks.
public struct SurveyQuestion: Sendable {
    /// Identity or legal name of the firm whose chain is asked.
    public var firm: String
    /// Only sites in this region: a code or a name.
    public var region: String?
    /// Only firms of this derived tier.
    public var tier: Int?
    /// Who reported since then has answered; nil for as long as a report counts.
    public var since: String?
    /// Whether those that have answered are listed too.
    public var listsAnswered = false

    public init(firm: String) { self.firm = firm }
}
