internal import SupplyModel

/// A header that was recognised: where each column stands, and the unit that its header names.
struct HeaderReading {
    var header: RegisterHeader
    /// Positions of the known columns.
    var positions: [RegisterColumn: Int]
    /// Powers of ten by which the numbers of a column are multiplied.
    var powers: [RegisterColumn: Int]
    /// Columns of the header, known or not.
    var columnCount: Int
    /// Required columns that are not there.
    var missing: [String]

    /// Why it cannot be used, where columns are missing.
    var lacking: IntakeFault { .missingColumns(missing, unknown: header.unknownColumns) }

    /// Fewer known columns make no header: the row is taken for a title.
    ///
    /// A white list may have nothing but names.
    private static func leastColumns(of kind: RegisterKind) -> Int { kind == .whitelist ? 1 : 2 }

    /// Reads a row as a header of the kind of table that knows more of it, the first of equals; nil where it is none.
    ///
    /// - Throws: why a row that is a header cannot be used.
    init?(cells: [String], line: Int, path: String, kinds: [RegisterKind]) throws(IntakeError) {
        var (kind, matches): (RegisterKind, [Match]) = (.supplies, [])
        for (index, one) in kinds.enumerated() {
            let found = Self.match(cells, one)
            guard index == 0 || Self.rank(found, one) > Self.rank(matches, kind) else { continue }
            (kind, matches) = (one, found)
        }
        guard Set(matches.map(\.column)).count >= Self.leastColumns(of: kind) else { return nil }
        header = RegisterHeader(kind: kind, columns: [], unknownColumns: [], line: line)
        (positions, powers) = ([:], [:])
        columnCount = cells.count
        missing = Self.missing(in: matches, kind)
        for match in matches {
            if let first = positions.updateValue(match.position, forKey: match.column) {
                let fault = IntakeFault.duplicateColumn(
                    match.column.rawValue,
                    headers: [PartName.shown(cells[first]), PartName.shown(cells[match.position])])
                throw IntakeError(path: path, line: line, fault: fault)
            }
            guard let power = match.power else {
                throw IntakeError(
                    path: path, line: line, fault: .unknownUnit(header: PartName.shown(cells[match.position]))
                )
            }
            powers[match.column] = power
            header.columns.insert(match.column)
        }
        let known = Set(matches.map(\.position))
        for (position, cell) in cells.enumerated() where !known.contains(position) {
            let name = PartName.shown(IdentityText.normalisedName(cell))
            if !name.isEmpty { header.unknownColumns.append(name) }
        }
    }

    /// A header cell that a column answers to.
    private struct Match {
        var column: RegisterColumn
        var position: Int
        /// Nil where the unit is not one of the column's.
        var power: Int?
    }

    /// What people call a column besides counts only where nothing has the column's own name.
    private static func match(_ cells: [String], _ kind: RegisterKind) -> [Match] {
        let matches = match(cells, HeaderNames.columns(of: kind))
        let named = Set(matches.map(\.column))
        return matches
            + match(cells, HeaderNames.otherNames(of: kind)).filter { !named.contains($0.column) }
    }

    private static func match(_ cells: [String], _ columns: [String: RegisterColumn]) -> [Match] {
        var matches: [Match] = []
        for (position, cell) in cells.enumerated() where cell.utf8.count <= headerLimitBytes {
            let key = HeaderNames.key(cell)
            if let column = columns[key] {
                matches.append(Match(column: column, position: position, power: 0))
                continue
            }
            guard let (name, unit) = parted(key), let column = columns[name] else { continue }
            let power = column.quantity.map { $0.power(ofUnit: unit) } ?? 0
            matches.append(Match(column: column, position: position, power: power))
        }
        return matches
    }

    /// A complete table goes before an incomplete one, then the one that knows more columns.
    private static func rank(_ matches: [Match], _ kind: RegisterKind) -> Int {
        matches.count + (missing(in: matches, kind).isEmpty ? IntakeLimits.columns : 0)
    }

    private static func missing(in matches: [Match], _ kind: RegisterKind) -> [String] {
        let there = Set(matches.map(\.column))
        var missing: [String] = []
        if kind == .events {
            let names: [(RegisterColumn, String)] = [(.id, "编号"), (.region, "地区"), (.start, "开始")]
            return names.filter { !there.contains($0.0) }.map { "\($0.0.rawValue) \($0.1)" }
        }
        guard kind == .supplies else {
            if there.isDisjoint(with: [.id, .name]) { missing.append("id 统一社会信用代码 or name 企业名称") }
            if kind == .status, !there.contains(.operatingRate) { missing.append("operating_rate 开工率") }
            return missing
        }
        if there.isDisjoint(with: [.supplierID, .supplierName]) {
            missing.append("supplier_id 统一社会信用代码 or supplier_name 供应商名称")
        }
        if !there.contains(.tier) { missing.append("tier 层级") }
        if !there.contains(.industry) { missing.append("industry 行业") }
        if !there.contains(.product) { missing.append("product 产品") }
        return missing
    }

    /// Parts `年采购额(万元)` into name and unit.
    private static func parted(_ key: String) -> (name: String, unit: String)? {
        guard let last = key.last, let open = brackets[last], let start = key.lastIndex(of: open) else {
            return nil
        }
        return (String(key[..<start]), String(key[key.index(after: start)...].dropLast()))
    }

    private static let headerLimitBytes = 300
    private static let brackets: [Character: Character] = [")": "(", "]": "[", "】": "【", "〕": "〔"]
}

extension RegisterColumn {
    /// What the column's numbers count; nil for columns of text.
    var quantity: Quantity? {
        switch self {
        case .annualValue, .revenue: .money
        case .share, .spareCapacity: .share
        case .inventoryDays, .recoveryDays, .leadTimeDays, .bringUpDays, .stockDays, .survivalDays: .days
        case .operatingRate: .rate
        case .loss, .criticality: .loss
        case .staff: .people
        default: nil
        }
    }
}
