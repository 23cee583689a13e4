import Alerting
import Foundation
import MutualAid
import Store
import SupplyModel
import Synchronization

@testable import Daemon
@testable import HTTPAPI

/// A small register with an open alert and a request for help, and the API's desk over it.
///
/// Every body has to meet the same, or a finding could not be repeated: what an act changed is put back as it was.
final class APIBench: Sendable {
    static let registrant = FirmID(checked: "local:demo:L")
    static let now = Timestamp(milliseconds: 1_785_038_400_000)

    /// The first alert that is open.
    let fingerprint: String

    private static let gazetteer = Gazetteer()
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let alerts = root.appending(path: "Alerts")

    /// The bytes of the store's file, with nothing in its log.
    private let file: [UInt8]
    private let open: Mutex<Open>

    private struct Open {
        var number = 0
        var host: APIHost
        var folder: String { Self.folder(number) }

        static func folder(_ number: Int) -> String { Scratch(ending: "-data-\(number)").path }
    }

    init() {
        let folder = Open.folder(0)
        do {
            fingerprint = try Self.fill(folder)
            file = [UInt8](try Data(contentsOf: Self.store(folder)))
            open = Mutex(Open(host: try Self.host(folder)))
        } catch {
            fatalError("\(error)")
        }
    }

    /// What the API's server is handed by the daemon.
    var host: APIHost { open.withLock { $0.host } }

    /// Has the store as it was in the beginning, in a folder of its own: the one before is closed only then.
    func putBack() {
        do {
            try open.withLock { open in
                let old = open.folder
                open.number += 1
                try FileManager.default.createDirectory(
                    atPath: open.folder, withIntermediateDirectories: true)
                try Data(file).write(to: Self.store(open.folder))
                open.host = try Self.host(open.folder)
                try FileManager.default.removeItem(atPath: old)
            }
        } catch {
            fatalError("\(error)")
        }
    }

    private static func store(_ folder: String) -> URL { URL(filePath: folder + "/tierwatch.db") }

    /// Makes the store, and gives the fingerprint of an open alert; the store is closed then.
    private static func fill(_ folder: String) throws -> String {
        let store = try Store(folder: folder)
        let register = root.appending(path: "Tests/Fuzz/Corpus/csv")
        let files = ["tiers_demo_firms.csv", "tiers_demo_supplies.csv"].map {
            register.appending(path: $0).path
        }
        _ = try Importer(store: store, gazetteer: gazetteer).load(
            files, registrant: registrant, options: ImportOptions(), now: { now }, progress: { _, _ in })
        let content = Watchbook.Content(rules: try RuleBook.load(folder: alerts).rules, channels: [])
        var monitor = Monitor(store: store, gazetteer: gazetteer)
        _ = try monitor.run(content, now: now)
        guard let alert = try store.monitoringState().open.first else { fatalError("no alert is open") }
        guard try store.add(draft, messages: { _ in [] }) != nil else { fatalError("no request is kept") }
        _ = try store.consent("1") { _, _ in ([question], []) }
        return alert.fingerprint
    }

    /// What the registrant is asked about that request.
    private static var question: ConsentStep {
        ConsentStep(
            number: 1,
            subject: ConsentSubject(supplier: FirmID(checked: "local:demo:F"), owner: registrant),
            action: .ask, product: .init(wanted: "座椅", owned: "坐具"), by: "fuzz", time: now,
            requestVersion: 1)
    }

    /// The one request for help, which steps are taken with.
    private static var draft: AidDraft {
        let jiangsu = RegionCode(raw: 320_000)
        let supplier = AidSupplier(firm: registrant, region: jiangsu, product: "座椅")
        let content = AidContent(
            authority: RegionCode(raw: 310_000), counterpart: jiangsu, firm: registrant, kind: .resume,
            suppliers: [supplier], reason: "断供")
        let step = AidStep(
            number: 1, action: .draft, state: .draft, by: "fuzz", time: now,
            deadline: now.adding(seconds: 86_400))
        return AidDraft(content, step)
    }

    private static func host(_ folder: String) throws -> APIHost {
        let store = try Store(folder: folder, isExpected: true)
        let authorities = AidAuthorities(policy: { .usual }, environment: [:], complain: { fatalError($0) })
        let desk = APIDesk(
            store: store, gazetteer: gazetteer, snapshots: RegisterSnapshots(store), marks: MarkReader(store),
            inForce: { Watchbook.Content(rules: [], channels: []) }, statusDays: 30, validityDays: 90,
            usualLanguage: .en, authorities: authorities,
            now: { now })
        return desk.host(complaints: { [] }, figures: { "" })
    }
}
