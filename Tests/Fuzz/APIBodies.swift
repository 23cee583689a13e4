import Foundation
import SupplyModel

@testable import Daemon
@testable import HTTPAPI

/// Feeds everything that takes JSON over HTTP, and holds what it answers to what the API promises.
///
/// A body is sent to each act in turn, and as a register to be tried. Whatever it is, it is refused as a fault of the request or
/// answered with JSON: nothing is a failure of the server.
struct APIBodies {
    static let shared = APIBodies()

    private let scratch = Scratch(ending: ".json")
    private let bench = APIBench()

    /// Characters of the longest sentence that a fault is told in.
    private static let detailLimit = 1_000

    /// Who asks: a registrant what is its own affair, whoever sees all the rest.
    private static let registrant = Reader(
        AccessToken(
            name: "fuzz", id: "00000000", registrant: APIBench.registrant, scopes: [.read, .write],
            madeAt: APIBench.now, expiresAt: APIBench.now.adding(seconds: 86_400)))
    private static let acts: [(operation: OperationID, reader: Reader)] = [
        (.askWhatIf, .local), (.askWhatIf, registrant), (.createStatusReport, registrant),
        (.createInvitation, registrant), (.createSilence, .local), (.acknowledgeAlert, .local),
        (.stepAidRequest, .local), (.sayConsent, registrant),
    ]

    func read(_ bytes: [UInt8]) {
        register(bytes)
        let body: JSONBody
        do throws(APIFault) { body = try JSONBody(bytes) } catch { return check(error) }
        for act in Self.acts { send(body, act.operation, act.reader) }
    }

    /// Tries the bytes as a register in JSON; nothing of it is kept.
    ///
    /// An empty body comes no further than the server.
    private func register(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        scratch.write(bytes)
        var upload = Upload(
            path: scratch.path, format: .json, name: "upload.json", registrant: APIBench.registrant)
        upload.isDryRun = true
        upload.isPartial = true
        refusing {
            let receipt = try bench.host.take(upload, Self.registrant)
            for count in [receipt.accepted, receipt.unchanged, receipt.rejected] {
                guard (0...bytes.count).contains(count) else { fatalError("\(receipt)") }
            }
            for problem in receipt.problems + receipt.warnings { checkSentence(problem.message) }
        }
    }

    private func send(_ body: JSONBody, _ operation: OperationID, _ reader: Reader) {
        var arguments = Arguments()
        if operation == .acknowledgeAlert { arguments.add("fingerprint", bench.fingerprint) }
        if operation == .stepAidRequest { arguments.add("request", "1") }
        let query = Query(operation: operation, arguments: arguments, reader: reader)
        refusing {
            let document = try bench.host.answer(query, body, Cancelling())
            if operation != .askWhatIf { bench.putBack() }
            for warning in document.warnings { checkSentence(warning) }
            _ = try JSONSerialization.jsonObject(with: Data(document.text.utf8))
        }
    }

    /// Asks for something, which may be refused as a fault of the request and do nothing worse.
    private func refusing(_ body: () throws -> Void) {
        do {
            try body()
        } catch let fault as APIFault {
            check(fault)
        } catch {
            fatalError("\(error) would be answered with 500")
        }
    }

    private func check(_ fault: APIFault) {
        guard fault.kind.rawValue < 500, fault.detail.count <= Self.detailLimit else {
            fatalError("\(fault)")
        }
        checkSentence(fault.detail)
        for problem in fault.problems { checkSentence(problem.message) }
    }
}
