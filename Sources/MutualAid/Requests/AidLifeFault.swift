public import SupplyModel

/// Why nothing was done to a request.
public enum AidLifeFault: Error, Equatable {
    /// `reachedAs`: the step by which it came to where it stands.
    case notPossible(AidAction, String, newest: AidStep, reachedAs: AidStep)
    case changed(String, seen: Int, newest: AidStep)
    case noSuchVersion(Int, newest: AidStep)
    case handled(String, by: String, newest: AidStep)
    case sameHandler(String, by: String, newest: AidStep)
    case noHandler
    case noOutcome
    case noReason(AidAction)
    /// `step`: when the step is that it belongs to, which may lie ahead where the clock was set back.
    case deadlineOver(Timestamp, step: Timestamp)
    /// A request that rests on white lists is about a firm that is on none which counts there.
    case notListed(String, FirmID, ListingStanding)
}
