internal import Export
internal import Resilience
internal import SupplyModel

/// The critical suppliers that are on no list in force, as a table that `whitelist import` reads again.
///
/// Who recommends each is left blank: that is for whoever hands the table in. A supplier of several chains stands once, as the chain sees it that
/// loses most without it.
struct WhiteListProposal {
    /// A form: whoever recommends a supplier fills it in.
    let file: OutputFile
    let language: Language

    private static let columns: [(column: RegisterColumn, chinese: String)] = [
        (.id, "统一社会信用代码"), (.name, "企业名称"), (.region, "所在地区"), (.industry, "行业"), (.products, "主要产品"),
        (.tier, "层级"), (.recommendedBy, "推荐单位"), (.criticality, "断供损失"), (.survivalDays, "可支撑天数"),
        (.reason, "原因"),
    ]

    /// Writes those of the suppliers that are to be proposed; no file where there are none.
    ///
    /// - Returns: what is to be told beside the answer.
    /// - Throws: `ExportError`; then no file was written.
    func write(_ checked: [CheckedSupplier], in network: Network) throws -> [String] {
        let rows = Self.rows(checked)
        let abroad = Set(
            checked.filter { $0.ranked.isCritical && $0.isOutOfReach }.map(\.supplier.firm)
        ).count
        var notes: [String] = []
        if abroad > 0 {
            let sits = English.counted(
                abroad, one: "critical supplier sits", many: "critical suppliers sit")
            notes.append("\(sits) where no list reaches, outside of the mainland, and none is proposed")
        }
        guard !rows.isEmpty else {
            return notes + ["nothing is to be proposed, so no file was written"]
        }
        let industries = Self.industries(of: Set(rows.map(\.one.supplier.firm)), in: network)
        let writer = try file.table("白名单建议")
        try writer.write(
            Self.columns.map { .text(language == .zh ? $0.chinese : $0.column.rawValue) })
        var cutCount = 0
        for row in rows {
            let products = row.products.map { network.products[Int($0)] }.sorted()
            let text = ProductList.text(products)
            if ProductList.products(in: text ?? "") != products { cutCount += 1 }
            try writer.write(cells(row, text, industries, in: network))
        }
        try writer.finish()
        if cutCount > 0 {
            let cut = English.counted(cutCount, one: "supplier has", many: "suppliers have")
            notes.append("\(cut) more products than a cell holds, and the others were left out")
        }
        return notes
    }

    /// A supplier, and what it makes for all chains that are asked about.
    private struct Row {
        var one: CheckedSupplier
        var products: Set<Int32>
        /// The smallest derived one.
        var tier: Int
    }

    /// Each supplier once, those that matter most first.
    private static func rows(_ checked: [CheckedSupplier]) -> [Row] {
        var rows: [Int32: Row] = [:]
        for one in checked where one.isProposed {
            let firm = one.supplier.firm
            guard var row = rows[firm] else {
                rows[firm] = Row(one: one, products: Set(one.supplier.products), tier: one.supplier.tier)
                continue
            }
            row.products.formUnion(one.supplier.products)
            row.tier = min(row.tier, one.supplier.tier)
            if matters(one, more: row.one) { row.one = one }
            rows[firm] = row
        }
        return rows.values.sorted { matters($0.one, more: $1.one) }
    }

    private static func matters(_ left: CheckedSupplier, more right: CheckedSupplier) -> Bool {
        (right.ranked.criticality, left.ranked.survivalDays ?? .max, left.supplier.firm, left.buyer)
            < (left.ranked.criticality, right.ranked.survivalDays ?? .max, right.supplier.firm, right.buyer)
    }

    private func cells(
        _ row: Row, _ products: String?, _ industries: [Int32: Industry], in network: Network
    ) -> [ExportCell] {
        let one = row.one
        let firm = network.firms[Int(one.supplier.firm)]
        let tier = tierRange.contains(row.tier) ? row.tier : one.supplier.declaredTier
        return [
            .text(firm.id.description), ExportCell(firm.name),
            one.region == .unknown ? .empty : .text(one.region.description),
            ExportCell((firm.industry ?? industries[one.supplier.firm])?.rawValue), ExportCell(products),
            .number(Double(tier)), .empty, .figure(Answer.rounded(one.ranked.criticality)),
            ExportCell(one.ranked.survivalDays.map { Double($0) }),
            .text(one.standing.sentence(in: language)),
        ]
    }

    /// The industry in which each of some suppliers sells most, where no table of firms names it.
    private static func industries(of suppliers: Set<Int32>, in network: Network) -> [Int32: Industry] {
        var sales: [Int32: [Industry: Double]] = [:]
        for link in network.links where suppliers.contains(link.supplier) {
            sales[link.supplier, default: [:]][link.industry, default: 0] += link.annualValue ?? 0
        }
        return sales.compactMapValues { $0.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key }
    }
}
