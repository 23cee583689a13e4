public import SupplyModel

/// Why nothing was asked of an owner, or said by one.
public enum ConsentFault: Error, Equatable {
    /// The request is over, so nobody is named for it any more.
    case over(String, newest: AidStep)
    /// Nobody asked this owner about this supplier, or this product of it, since the request was opened.
    case notAsked(String, supplier: String, product: String? = nil)
    /// Several questions could be meant, and none of them is named.
    case severalMeant(String, [AidConsent])
    case notPossible(ConsentAction, String, newest: AidConsent)
    case changed(String, seen: Int, newest: AidConsent)
    case noSuchVersion(Int, newest: AidConsent)
    case tooManyAsked(String)
    case tooManySteps(String, newest: AidConsent)
}
