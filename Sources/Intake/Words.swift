internal import SupplyModel

/// The words that columns with a closed set of values accept, in normalised lower case without spaces.
enum Words {
    static let industries: [String: Industry] = [
        "auto": .auto, "automotive": .auto, "汽车": .auto, "汽车制造": .auto, "汽车制造业": .auto,
        "chips": .chips, "chip": .chips, "集成电路": .chips, "芯片": .chips, "半导体": .chips,
        "biopharma": .biopharma, "生物医药": .biopharma, "医药": .biopharma,
        "other": .other, "其他": .other, "其它": .other,
    ]

    static let importances: [String: Importance] = [
        "essential": .essential, "关键": .essential, "ordinary": .ordinary, "一般": .ordinary,
        "none": .none, "无影响": .none,
    ]

    static let statuses: [String: SupplyStatus] = [
        "active": .active, "在供": .active, "backup": .backup, "备选": .backup, "备用": .backup,
        "ended": .ended, "终止": .ended, "停供": .ended,
    ]

    static let flags: [String: Bool] = [
        "yes": true, "y": true, "true": true, "1": true, "是": true,
        "no": false, "n": false, "false": false, "0": false, "否": false,
    ]

    /// Reads a cell of a column whose words are these.
    static func read<Value>(_ cell: Span<UInt8>, _ words: [String: Value], code: String) -> CellReading<Value>
    {
        let text = CellText.normalised(cell)
        if text.isEmpty { return .blank }
        if let value = words[text.lowercased().replacing(" ", with: "")] { return .value(value) }
        if CellText.isMark(text) { return .none }
        if let fault = CellText.formulaFault(text) { return .fault(fault) }
        let known = words.keys.sorted().joined(separator: ", ")
        return .fault(CellFault(code, "this word is not known here; write one of \(known)"))
    }

    /// Reads a tier: `2`, `T2`, `Tier 2`, `2级`, `二级`, `第二级`, `二级供应商`.
    static func tier(_ cell: Span<UInt8>) -> CellReading<Int> {
        let text = CellText.normalised(cell)
        if text.isEmpty { return .blank }
        if CellText.isMark(text) { return .none }
        if let fault = CellText.formulaFault(text) { return .fault(fault) }
        var word = Substring(text.lowercased().replacing(" ", with: ""))
        for prefix in ["第", "tier-", "tier", "t-", "t"] where word.hasPrefix(prefix) {
            word = word.dropFirst(prefix.count)
        }
        for suffix in ["供应商", "级", "层"] where word.hasSuffix(suffix) { word = word.dropLast(suffix.count) }
        let chinese = ["一", "二", "三", "四", "五"].firstIndex(of: word).map { $0 + 1 }
        guard let tier = chinese ?? Int(word), tierRange.contains(tier), word.first != "+" else {
            return .fault(CellFault("bad_tier", "a tier is 1 to 5; write 2, T2 or 二级"))
        }
        return .value(tier)
    }
}
