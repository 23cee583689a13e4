import SupplyModel
import Testing

@testable import HTTPAPI

/// Which questions are answered on the spot.
@Suite struct QueryTests {
    @Test(arguments: [OperationID.listConsents, .listAidRequests])
    func `what is open is found on the spot, all that ever was is not`(operation: OperationID) {
        func isShort(_ name: String?, _ value: String = "true") -> Bool {
            var arguments = Arguments()
            if let name { arguments.add(name, value) }
            return Query(operation: operation, arguments: arguments, reader: .local).isShort
        }
        #expect(isShort(nil) && isShort("all", "false"))
        #expect(!isShort("all") && !isShort("at", "2026-01-02"))
    }
}
