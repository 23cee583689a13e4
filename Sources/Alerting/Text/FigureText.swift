internal import Foundation
public import SupplyModel

/// Figures as a reader expects them in a sentence: 52.0%, 1,800, 12.5 天, 2.3×.
public enum FigureText {
    /// A value in its metric's unit.
    public static func text(_ value: Double, of metric: Metric, _ language: Language) -> String {
        if metric == .tierHHIRatio { return decimal(value, places: 1) + "×" }
        switch metric.unit {
        case .fraction: return percent(value)
        case .hhi: return decimal(value, places: 0)
        case .count: return trimmed(value, places: 2)
        case .flag: return value == 0 ? (language == .zh ? "否" : "no") : (language == .zh ? "是" : "yes")
        case .seconds: return trimmed(value, places: 0) + (language == .zh ? " 秒" : " s")
        case .days:
            let days = trimmed(value, places: 1)
            return days + (language == .zh ? " 天" : days == "1" ? " day" : " days")
        }
    }

    /// A fraction in per cent, with one decimal.
    static func percent(_ fraction: Double) -> String { decimal(fraction * 100, places: 1) + "%" }

    private static func trimmed(_ value: Double, places: Int) -> String {
        let text = decimal(value, places: places)
        guard text.contains(".") else { return text }
        let kept = text.reversed().drop { $0 == "0" }
        return String((kept.first == "." ? kept.dropFirst() : kept).reversed())
    }

    /// Rounded to some decimals, thousands parted by commas.
    private static func decimal(_ value: Double, places: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        let text = String(format: "%.\(places)f", abs(value))
        let whole = text.prefix { $0 != "." }
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { grouped += "," }
            grouped.append(digit)
        }
        let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
        return (value < 0 && !isZero ? "-" : "") + grouped + text.dropFirst(whole.count)
    }
}
