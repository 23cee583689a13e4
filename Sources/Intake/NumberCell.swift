internal import SupplyModel

/// What a column's numbers count, and so which units and range its cells may have.
enum Quantity {
    /// CNY yuan, at least 0.
    case money
    /// A fraction in 0...1.
    case share
    /// Days, at least 0.
    case days
    /// A fraction of normal output in 0...1.
    case rate
    /// A fraction of capacity that is lost, in 0...1.
    case loss
    /// A whole number of people, at least 0.
    case people

    /// The power of ten that a unit in a header or cell stands for; nil for a unit of something else.
    func power(ofUnit unit: String) -> Int? {
        switch self {
        case .money: Self.moneyUnits[unit]
        case .share, .rate, .loss: ["": 0, "%": -2, "0-1": 0, "0~1": 0][unit]
        case .days: ["", "天", "日", "day", "days", "d"].contains(unit) ? 0 : nil
        case .people: ["", "人", "名"].contains(unit) ? 0 : nil
        }
    }

    /// Reads a cell; plain digits take no detour through text.
    func read(_ cell: Span<UInt8>, headerPower: Int) -> CellReading<Double> {
        if cell.isEmpty { return .blank }
        if let plain = DecimalNumber(cell, allowsCommas: false), plain.isExact {
            return checked(plain.value(times: headerPower))
        }
        let text = CellText.normalised(cell)
        if text.isEmpty { return .blank }
        if CellText.isMark(text) { return .none }
        if let fault = CellText.formulaFault(text) { return .fault(fault) }
        let parts = text.lowercased().split(separator: " ")
        let isSplit = zip(parts, parts.dropFirst()).contains {
            $0.last?.isNumber == true && $1.first?.isNumber == true
        }
        guard text.utf8.count <= Self.lengthLimitBytes, !isSplit else { return .fault(Self.notANumber) }
        return read(parts.joined(), headerPower)
    }

    /// Reads normalised text: a sign, a number and a unit.
    private func read(_ text: String, _ headerPower: Int) -> CellReading<Double> {
        var body = Substring(text)
        let isNegative = body.first == "-" || body.first == "−"
        if isNegative || body.first == "+" { body.removeFirst() }
        if self == .money {
            for sign in Self.currencySigns where body.hasPrefix(sign) { body = body.dropFirst(sign.count) }
        }
        let number = body.prefix { Self.numberCharacters.contains($0) }
        let unit = String(body[number.endIndex...])
        guard let power = unit.isEmpty ? headerPower : power(ofUnit: unit), !number.isEmpty else {
            return .fault(Self.notANumber)
        }
        guard let value = Self.value(of: String(number), power) else { return .fault(Self.notANumber) }
        guard !isNegative || value == 0 else {
            return .fault(CellFault("negative", "the number is below 0; correct it or leave the cell empty"))
        }
        return checked(value)
    }

    private func checked(_ value: Double) -> CellReading<Double> {
        switch self {
        case .money where !(value <= IntakeLimits.moneyYuan):
            .fault(CellFault("out_of_range", "the amount is above 10^15 yuan; check the number and its unit"))
        case .share where value > 1 && value <= 100:
            .fault(CellFault("out_of_range", "a share is at most 1; write 60% or 0.6 for sixty percent"))
        case .share where !(value <= 1):
            .fault(CellFault("out_of_range", "a share is at most 100%; correct it"))
        case .days where !(value <= IntakeLimits.days):
            .fault(CellFault("out_of_range", "a duration is at most 100,000 days; correct it"))
        case .rate where !(value <= 1):
            .fault(
                CellFault(
                    "out_of_range",
                    "an operating rate is at most 1, or 100%; write 60% or 0.6 for sixty percent"))
        case .loss where !(value <= 1):
            .fault(
                CellFault("out_of_range", "a loss is at most 1, or 100%; write 60% or 0.6 for sixty percent"))
        case .people where value != value.rounded() || !(value <= IntakeLimits.people):
            .fault(CellFault("out_of_range", "people are a whole number up to 10 million; correct it"))
        default: .value(value)
        }
    }

    private static func value(of number: String, _ power: Int) -> Double? {
        if let decimal = DecimalNumber(number.utf8.span, allowsCommas: true) {
            guard power == 0, !decimal.isExact else { return decimal.value(times: power) }
            return Double(number.replacing(",", with: ""))
        }
        // Long digits and exponents; never commas, whose groups were checked above.
        guard !number.contains(","), number.first?.isNumber == true, let value = Double(number) else {
            return nil
        }
        return (0..<abs(power)).reduce(value) { value, _ in power < 0 ? value / 10 : value * 10 }
    }

    private static let notANumber = CellFault(
        "bad_number",
        "this is no number; write digits such as 1200, 1,200.50, 12万 or 60%, or leave the cell empty")
    private static let lengthLimitBytes = 400
    private static let numberCharacters: Set<Character> = Set("0123456789.,e+-")
    private static let currencySigns = ["人民币", "cny", "rmb", "¥"]
    private static let moneyUnits: [String: Int] = {
        var units = ["": 0, "cny": 0, "rmb": 0, "yuan": 0]
        for (word, power) in ["": 0, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8] {
            for name in [word, word + "元", word + "元人民币", "人民币" + word + "元"] where !name.isEmpty {
                units[name] = power
                units[name + "/年"] = power
            }
        }
        return units
    }()
}
