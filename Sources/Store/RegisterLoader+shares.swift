internal import Foundation
internal import GRDB
internal import SupplyModel

/// Shares of one buyer's product that sum to more than all of it.
///
/// The sums that are too large are written down once, and the rows behind them are read in one ordered pass: one look-up a row,
/// however many products are wrong.
extension RegisterLoader {
    /// Shares of one product may sum to this much; what is above 1 is rounding.
    static let shareLimit = 1.05
    static let shareTolerance = 1e-12
    /// What is above it is no rounding.
    static let roundedLimit = shareLimit + shareTolerance

    /// Refuses the rows of products whose shares sum to more than rounding explains.
    mutating func judgeShares() throws {
        let hasKin = !merged.isEmpty
        try database.execute(sql: Staging.sumShares(hasKin: hasKin))
        let rounded = try BulkStatement(database, Staging.roundedShares)
        while try rounded.next() {
            let percent = Self.percent(rounded.double(1) ?? 0)
            report.warn(
                problem(
                    line: Int(rounded.integer(0)), column: .share, code: "shares_rounded",
                    value: "\(percent)%",
                    "the shares of this product sum to \(percent)%; they are taken as rounded and divided by it"
                ))
        }
        guard try Bool.fetchOne(database, sql: Staging.hasHeavyShares) == true else { return }
        let rows = try BulkStatement(database, Staging.heavyShares(hasKin: hasKin))
        var group = HeavyGroup()
        while try rows.next() {
            // More rows than problems that are told are refused as soon as those are.
            if group.buyer != rows.integer(0) || group.product != rows.integer(1)
                || group.rows.count > ImportReport.problemLimit
            {
                try refuse(group)
                group = HeavyGroup(
                    buyer: rows.integer(0), product: rows.integer(1), total: rows.double(2) ?? 0)
            }
            group.rows.append((Int(rows.integer(3)), rows.double(4)))
        }
        try refuse(group)
        try database.execute(sql: Staging.removeHeavyShares(hasKin: hasKin))
    }

    /// Rows whose shares sum to too much.
    private struct HeavyGroup {
        var buyer: Int64 = 0
        var product: Int64 = 0
        var total = 0.0
        var rows: [(line: Int, share: Double?)] = []
    }

    private mutating func refuse(_ group: HeavyGroup) throws {
        var lines = NamedLines()
        for row in group.rows { lines.add(row.line) }
        let message =
            "the shares of this buyer's product sum to \(Self.percent(group.total))% (lines \(lines.text));"
            + " correct them so that they sum to 100% at most"
        for row in group.rows {
            try refuse(
                line: row.line, column: .share, code: "shares_above_one", value: Self.shown(row.share),
                message)
        }
    }

    private static func percent(_ part: Double) -> String {
        String(format: "%g", (part * 1_000).rounded() / 10)
    }

    /// A figure in the words of a file.
    static func shown(_ number: Double?) -> String { number.map { String(format: "%.15g", $0) } ?? "" }
}

/// The lines that a problem names: the first few of them.
struct NamedLines {
    static let limit = 20

    private var named: [Int] = []
    private var count = 0

    mutating func add(_ line: Int) {
        count += 1
        if count <= Self.limit { named.append(line) }
    }

    /// Such as `2, 7`.
    var text: String {
        named.map(String.init).joined(separator: ", ") + (count > Self.limit ? " …" : "")
    }
}
