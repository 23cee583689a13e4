import Foundation
import MutualAid
import Store
import SupplyModel
import Synchronization
import TestSupport
import Testing

@testable import Daemon
@testable import HTTPAPI

/// For how long a question that comes over HTTP is worked on.
@Suite struct WhatIfBoundTests {
    /// A clock that goes on by a second whenever somebody looks at it.
    private final class HurriedClock: Sendable {
        private let looks = Mutex(0)

        func now() -> Timestamp {
            let count = looks.withLock { looks in
                looks += 1
                return looks
            }
            return Timestamp(milliseconds: 1_770_000_000_000).adding(seconds: Double(count))
        }
    }

    /// The answer of a desk whose register has one supply.
    private static func ask(_ body: String, _ cancelling: Cancelling = Cancelling()) throws -> Document {
        try Fixtures.withFolder { folder in
            let store = try Store(folder: folder.path)
            let file = folder.appending(path: "list.csv")
            try Data("supplier_name,supplier_region,tier,industry,product\n乙,320500,1,auto,灯\n".utf8).write(
                to: file)
            let clock = HurriedClock()
            _ = try Importer(store: store, gazetteer: Gazetteer()).load(
                [file.path], registrant: try FirmID("local:check"), options: ImportOptions(), now: clock.now,
                progress: { _, _ in })
            let desk = APIDesk(
                store: store, gazetteer: Gazetteer(), snapshots: RegisterSnapshots(store),
                marks: MarkReader(store), inForce: { Watchbook.Content(rules: [], channels: []) },
                statusDays: 14, validityDays: 90,
                usualLanguage: .en,
                authorities: AidAuthorities(
                    policy: { .usual }, environment: [:], complain: { Issue.record("\($0)") }),
                now: clock.now)
            let host = desk.host(complaints: { [] }, figures: { "" })
            let query = Query(operation: .askWhatIf, arguments: Arguments(), reader: .local)
            return try host.answer(query, try JSONBody([UInt8](body.utf8)), cancelling)
        }
    }

    private static let short = #"{"firms": ["乙"], "until": 20}"#

    @Test func `what is worked out in time is answered`() throws {
        #expect(try Self.ask(Self.short).records.count == 1)
    }

    @Test func `what takes too long is left, and says what to do`() throws {
        let fault = try #require(throws: APIFault.self) { try Self.ask(#"{"firms": ["乙"], "until": 200}"#) }
        #expect(fault.kind == .unavailable && fault.code == "too_long")
        #expect(fault.detail.contains("60 seconds") && fault.detail.contains("'until'"))
    }

    @Test func `what nobody waits for any more when its turn comes is not begun`() {
        let cancelling = Cancelling()
        cancelling.set()
        #expect(throws: CancellationError.self) { try Self.ask(Self.short, cancelling) }
    }
}
