internal import Alerting
internal import SupplyModel

/// What a request rests on, as its letter says it in Chinese: in words first, with the identities behind them in brackets.
struct EvidenceWords {
    /// The rule whose alert it was, and what its event is called; nil where nobody knows any more.
    var rule: String?
    var event: String?

    /// A line for the alert, one for the event and one for each figure.
    func lines(_ evidence: AidEvidence) -> [String] {
        var lines: [String] = []
        if let alert = evidence.alert {
            let name = rule.map { "\($0)，" } ?? ""
            lines.append("预警 \(name)\(alert.startsAt.minute) 起（\(alert.fingerprint)）")
        }
        if let id = evidence.event {
            lines.append("事件 " + (event.map { "\(Answer.printable($0))（\(id)）" } ?? id))
        }
        return lines + evidence.figures.sorted { $0.key < $1.key }.map { Self.figure($0, $1) }
    }

    private static func figure(_ name: String, _ value: Double) -> String {
        guard let metric = Metric(rawValue: name) else { return "指标 \(name) \(Answer.numeral(value))" }
        return "指标 \(metric.chineseName) \(FigureText.text(value, of: metric, .zh))"
    }
}

extension Metric {
    /// As a sentence calls it, in the words of the tables' headings where these have one.
    var chineseName: String {
        switch self {
        case .supplierCount: "供应商数"
        case .hhi: "HHI"
        case .hhiUpper: "HHI上限"
        case .cr1: "最大供应商份额"
        case .cr3: "最大三家供应商份额"
        case .effectiveSuppliers: "有效供应商数"
        case .singleSource: "单一来源"
        case .singleSourceRatio: "单一来源占比"
        case .regionHHI: "地区HHI"
        case .marketHHI: "市场HHI"
        case .tierHHI: "层级HHI"
        case .tierHHIRatio: "层级HHI与一级之比"
        case .deltaShare: "长三角占比"
        case .regionalExposure: "地区敞口"
        case .criticality: "断供损失"
        case .systemicRisk: "系统性风险"
        case .chokepointWeight: "咽喉权重"
        case .sharedBy: "共用的直接供应商数"
        case .falseDualSource: "名义多源而实为一源"
        case .survivalDays: "可支撑天数"
        case .recoveryGapDays: "恢复缺口"
        case .tierCoverage: "层级覆盖率"
        case .recordAgeDays: "最早申报距今"
        case .validityDaysLeft: "有效期剩余"
        case .operatingRate: "开工率"
        case .eventActive: "事件生效"
        case .eventSurvivalDays: "事件下可支撑天数"
        case .eventLoss: "事件下产出损失"
        case .eventPossibleSurvivalDays: "事件下最坏可支撑天数"
        case .eventPossibleLoss: "事件下最坏产出损失"
        case .runDelaySeconds: "运行延迟"
        case .breakerOpen: "通道熔断"
        case .outboxAgeSeconds: "最早待发送距今"
        case .diskFreeShare: "磁盘剩余"
        case .query: "自定查询"
        }
    }
}
