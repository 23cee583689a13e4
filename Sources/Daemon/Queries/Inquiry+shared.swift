internal import Resilience
internal import Store
public import SupplyModel

/// The one thing that a registrant may learn of others: about how many firms of its chain they name too.
///
/// It is made so that an upload teaches nothing: it shows the register of the month's first instant, whatever is uploaded after; it
/// counts only firms that `sharedLeast` others named, who all consent; and it is rounded to a multiple of `sharedStep` from a place
/// that is drawn anew for each registrant and month. `Documentation/rivals.md` has the argument.
extension Inquiry {
    /// Others that must name a firm before it counts; whoever asks is not one of them.
    public static let sharedLeast = 3
    /// Counts are told in steps of so many.
    public static let sharedStep = 10

    /// About how many firms upstream of a registrant at least three others name too.
    ///
    /// - Throws: `QueryFault` where somebody else's view is asked about, or the registrant does not consent itself; `StoreError`.
    public func sharedUpstream(of registrant: FirmID, now: Timestamp) throws -> Answer {
        guard view.registrant ?? registrant == registrant else {
            throw QueryFault.unknownFirm(registrant.description)
        }
        guard try store.consents().contains(where: { $0.registrant == registrant && $0.isGiven }) else {
            throw QueryFault.noConsent(registrant.description)
        }
        // A month that has not begun would show what was uploaded in this one, rounded from another place.
        let month = Self.month(of: min(time ?? now, now))
        let network = try store.network(at: month, view: .registrant(registrant))
        let own = network.number(of: registrant)
        let upstream = own.map { Chains(network).suppliers(of: $0).map { network.firms[Int($0.firm)].id } }
        let count = try store.countShared(
            upstream ?? [], besides: registrant, least: Self.sharedLeast, at: month)
        let shift = try store.draw("\(registrant) \(month)", below: Self.sharedStep)
        return Answer([
            Answer.Field("about", .number(Double((count + shift) / Self.sharedStep * Self.sharedStep))),
            Answer.Field("step", .number(Double(Self.sharedStep))),
            Answer.Field("k", .number(Double(Self.sharedLeast))),
            Answer.Field("as_of", .text(month.description)),
        ])
    }

    /// The first instant of the month in China.
    static func month(of time: Timestamp) -> Timestamp {
        Timestamp(String(time.description.prefix(7)) + "-01T00:00:00+08:00") ?? time
    }
}
