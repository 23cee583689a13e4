internal import Export
internal import Foundation
internal import Store
internal import SupplyModel

extension Inquiry {
    /// A request as a letter, one page of HTML in Chinese; written to a file where one is named.
    ///
    /// - Returns: the page where none is.
    public func aidLetter(_ text: String, to path: String?) throws -> String? {
        try requireAll("requests for help")
        let network = try network()
        do {
            let request = try store.aidRequest(text, at: time)
            let letter = AidLetter(
                request, firmName: { firmName($0, in: network) },
                regionName: { gazetteer.name(of: $0, in: .zh) })
            guard let path else { return letter.html }
            try letter.write(to: path)
            return nil
        } catch let fault as AidRequestFault {
            throw AidDeskFault.ledger(fault)
        }
    }
}
