import Foundation
import Store
import SupplyModel

@testable import Daemon

/// A register that several firms share, and beside it one in which only the first of them ever declares.
struct Rivals {
    static let watcher = FirmID(checked: "local:a")
    static let others = ["local:b", "local:c", "local:d"].map(FirmID.init(checked:))
    /// What any of them may name: the firms, and the rivals themselves.
    static let firms = (0..<6).map { "local:f\($0)" } + ["local:a", "local:b"]
    static let products = ["bolt", "wafer", "vial"]
    static let regions = ["310000", "320500", "330200", "TW"].compactMap(RegionCode.init)

    let shared: Store
    let alone: Store
    private var random: Lehmer
    private var step = 0

    init(folder: URL, seed: UInt64) throws {
        shared = try Store(folder: folder.appending(path: "shared").path)
        alone = try Store(folder: folder.appending(path: "alone").path)
        random = Lehmer(state: seed)
        for (number, invitation) in Self.invitations.enumerated() {
            let token = AccessToken(
                name: invitation.id, id: invitation.id, registrant: invitation.supplier, scopes: [.invite],
                madeAt: now, expiresAt: now.adding(seconds: 1e6))
            for store in invitation.root == Self.watcher ? [shared, alone] : [shared] {
                try store.add(invitation, token: token, text: "\(number)")
            }
        }
        for store in [shared, alone] { try Self.declareFirst(in: store, now: now) }
    }

    /// The watcher speaks for itself from the beginning.
    private static func declareFirst(in store: Store, now: Timestamp) throws {
        let request = ImportRequest(registrant: watcher, file: "first.csv", digest: "", now: now)
        var row = SupplyRow(
            line: 2, supplier: FirmID(checked: "local:f0"), region: regions[0], buyer: watcher, tier: 1,
            industry: .auto, product: "bolt")
        row.annualValue = 100
        _ = try store.load(request) { loader in
            try loader.begin(
                RegisterHeader(
                    kind: .supplies, columns: [.tier, .industry, .annualValue], unknownColumns: [], line: 1))
            try loader.take(row)
        }
    }

    /// Two suppliers, both invited by the watcher and by a rival, which also has the token by which the watcher is to answer it.
    static let invitations = [
        (watcher, "local:f0"), (watcher, "local:f1"), (others[0], "local:f0"), (others[0], "local:f1"),
        (others[0], "local:a"),
    ].enumerated().map { number, one in
        Invitation(
            id: "0000000\(number)", root: one.0, parent: nil, supplier: FirmID(checked: one.1), buyer: one.0,
            product: "bolt", tier: 2)
    }

    var now: Timestamp { Timestamp(milliseconds: 1_770_000_000_000).adding(seconds: Double(step) * 3_600) }

    private mutating func draw(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

    /// Somebody declares or reports something: the watcher in both registers, the others in the shared one.
    ///
    /// - Returns: what came of it, in each register.
    mutating func move(by who: FirmID) throws -> [String] {
        step += 1
        let stores = who == Self.watcher ? [shared, alone] : [shared]
        switch draw(6) {
        case 0:
            let rows = firmRows()
            return try load(.firms, [.name, .region, .revenue, .recoveryDays], by: who, in: stores) {
                loader in
                for row in rows { try loader.take(row) }
            }
        case 1:
            guard let report = try report(by: who, in: stores) else { return [] }
            return try stores.map { "\(try $0.add([report], by: who, now: now))" }
        case 2:
            guard let invitation = Self.invitations.filter({ $0.root == who }).randomElement(using: &random)
            else { return [] }
            let rows = supplyRows(of: invitation.supplier).filter { $0.buyer == invitation.supplier }
            return try load(
                .supplies, [.tier, .industry, .annualValue], by: invitation.supplier, under: invitation,
                in: stores
            ) { loader in
                for row in rows { try loader.take(row) }
            }
        default:
            let rows = supplyRows(of: who)
            var columns: Set<RegisterColumn> = [
                .tier, .industry, .supplierName, .buyerName, .status, .inventoryDays, .recoveryDays,
            ]
            for column in [RegisterColumn.annualValue, .share] where draw(3) > 0 { columns.insert(column) }
            return try load(.supplies, columns, by: who, in: stores) { loader in
                for row in rows { try loader.take(row) }
            }
        }
    }

    private mutating func load(
        _ kind: RegisterKind, _ columns: Set<RegisterColumn>, by who: FirmID,
        under invitation: Invitation? = nil, in stores: [Store],
        _ take: (inout RegisterLoader) throws -> Void
    ) throws -> [String] {
        var request = ImportRequest(registrant: who, file: "\(who)-\(step).csv", digest: "", now: now)
        request.isPrivate = true
        request.isPartial = true
        request.invitation = invitation
        request.replaces = draw(4) == 0
        let header = RegisterHeader(kind: kind, columns: columns, unknownColumns: [], line: 1)
        return try stores.map { store in
            let report = try store.load(request) { loader in
                try loader.begin(header)
                try take(&loader)
            }
            let refused = report.refusedLines.sorted { $0.key < $1.key }
            return "\(report.accepted) \(report.unchanged) \(report.rejected) \(report.withdrawn) \(refused)"
                + " \(report.problems) \(report.warnings)"
        }
    }

    private mutating func firmRows() -> [FirmRow] {
        (0..<draw(5)).map { line in
            var row = FirmRow(line: line + 2, id: FirmID(checked: Self.firms[draw(Self.firms.count)]))
            row.name = "甲乙丙丁".map(String.init)[draw(4)]
            row.region = Self.regions[draw(Self.regions.count)]
            row.revenue = draw(2) == 0 ? nil : Double(draw(1_000))
            row.recoveryDays = draw(2) == 0 ? nil : Double(draw(90))
            return row
        }
    }

    private mutating func supplyRows(of who: FirmID) -> [SupplyRow] {
        (0..<4 + draw(12)).compactMap { line in
            let supplier = FirmID(checked: Self.firms[draw(Self.firms.count)])
            let buyer = draw(3) == 0 ? who : FirmID(checked: Self.firms[draw(Self.firms.count)])
            guard supplier != buyer else { return nil }
            var row = SupplyRow(
                line: line + 2, supplier: supplier,
                region: draw(5) == 0 ? nil : Self.regions[draw(Self.regions.count)],
                buyer: buyer, tier: buyer == who ? 1 : 2 + draw(4), industry: Industry.allCases[draw(3)],
                product: Self.products[draw(3)])
            row.annualValue = Double(1 + draw(500))
            row.share = draw(2) == 0 ? nil : Double(draw(60)) / 100
            row.status = [nil, nil, nil, .active, .backup, .ended][draw(6)]
            row.inventoryDays = Double(draw(20))
            row.recoveryDays = draw(2) == 0 ? nil : Double(draw(60))
            if draw(2) == 0 { row.supplierName = "戊己庚辛".map(String.init)[draw(4)] }
            if draw(2) == 0 { row.buyerName = "戊己庚辛".map(String.init)[draw(4)] }
            return row
        }
    }

    /// A report about some firm that every one of these registers has; nil where there is none.
    private mutating func report(by who: FirmID, in stores: [Store]) throws -> StatusReport? {
        let view: RegisterView = who == Self.watcher ? .registrant(who) : .all
        let known = try shared.network(view: view).firms.map(\.id)
        let firm = known[draw(max(1, known.count))]
        guard try stores.allSatisfy({ try $0.network().number(of: firm) != nil }) else { return nil }
        return StatusReport(
            firm: firm, time: now.adding(seconds: -Double(draw(7_200))), registrant: who,
            operatingRate: Double(draw(101)) / 100)
    }
}
