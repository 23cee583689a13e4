import Foundation
import Store
import SupplyModel
import TestSupport

/// A store in a folder of its own, and short ways to put rows into it.
struct TestRegister {
    let store: Store
    let folder: URL
    static let start = Timestamp(milliseconds: 1_767_225_600_000)
    static let registrant = FirmID(checked: "local:reg")

    init(_ folder: URL) throws {
        self.folder = folder
        store = try Store(folder: folder.path)
    }

    static func inFolder<T>(_ body: (TestRegister) throws -> T) throws -> T {
        try Fixtures.withFolder { try body(TestRegister($0)) }
    }

    static func row(
        _ line: Int, _ supplier: String, _ buyer: String, _ product: String = "part",
        region: String? = "320500",
        value: Double? = 1, share: Double? = nil, status: SupplyStatus? = nil
    ) -> SupplyRow {
        var row = SupplyRow(
            line: line, supplier: FirmID(checked: "local:\(supplier)"),
            region: region.flatMap { RegionCode($0) },
            buyer: FirmID(checked: "local:\(buyer)"), tier: 1, industry: .auto, product: product)
        row.annualValue = value
        row.share = share
        row.status = status
        return row
    }

    static let columns: Set<RegisterColumn> = [
        .supplierID, .supplierRegion, .buyerID, .tier, .industry, .product, .annualValue, .share, .status,
    ]

    @discardableResult
    func load(
        _ rows: [SupplyRow], columns: Set<RegisterColumn> = TestRegister.columns,
        registrant: FirmID = TestRegister.registrant, digest: String = "", at minutes: Int = 0,
        options: (inout ImportRequest) -> Void = { _ in }
    ) throws -> ImportReport {
        var request = ImportRequest(
            registrant: registrant, file: "test.csv", digest: digest,
            now: Self.start.adding(seconds: Double(minutes * 60)))
        options(&request)
        return try store.load(request) { loader in
            try loader.begin(RegisterHeader(kind: .supplies, columns: columns, unknownColumns: [], line: 1))
            for row in rows { try loader.take(row) }
        }
    }

    @discardableResult
    func loadFirms(
        _ rows: [FirmRow], columns: Set<RegisterColumn> = [.id, .region, .name],
        registrant: FirmID = TestRegister.registrant
    ) throws -> ImportReport {
        let request = ImportRequest(
            registrant: registrant, file: "firms.csv", digest: "", now: Self.start)
        return try store.load(request) { loader in
            try loader.begin(RegisterHeader(kind: .firms, columns: columns, unknownColumns: [], line: 1))
            for row in rows { try loader.take(row) }
        }
    }

    /// Decides about two firms, named without `local:`.
    @discardableResult
    func decide(
        _ verdict: IdentityVerdict, _ firm: String, _ other: String, at minutes: Int = 0
    ) throws -> IdentityDecision {
        try store.decide(
            verdict, FirmID(checked: "local:\(firm)"), FirmID(checked: "local:\(other)"), author: "li",
            reason: "looked at", now: Self.start.adding(seconds: Double(minutes * 60)))
    }

    /// Every active link as `supplier@region>buyer:product=value`.
    func links(at time: Timestamp? = nil) throws -> [String] {
        let network = try store.network(at: time)
        return network.links.map { link in
            let names = [link.supplier, link.buyer].map { network.firms[Int($0)].id.description.dropFirst(6) }
            let value = link.annualValue.map { "\($0)" } ?? "-"
            return "\(names[0])@\(link.region)>\(names[1]):\(network.products[Int(link.product)])=\(value)"
        }.sorted()
    }
}
