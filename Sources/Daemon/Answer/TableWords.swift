internal import SupplyModel

/// What tables call the words of closed sets and yes and no; JSON and CSV keep the contract's words.
///
/// By column, for the same text may be a word in one and somebody's name in another.
enum TableWords {
    /// The column that says how an event came to its end: tables show it as the event's state.
    static let ending = "ending"

    /// What stands in a column of a record, as its reader reads it; nil where nothing does.
    static func shown(
        _ column: String, of record: [Answer.Field], _ language: Language
    ) -> Answer.Value? {
        let told = column == "state" ? record.first { $0.name == ending } : nil
        let field = told ?? record.first { $0.name == column }
        return field.map { shown($0.value, in: $0.name, language) }
    }

    /// The value of a column as its reader reads it.
    static func shown(_ value: Answer.Value, in column: String, _ language: Language) -> Answer.Value {
        guard language == .zh else { return value }
        switch value {
        case .flag(let flag): return .text(flag ? "是" : "否")
        case .text(let text): return .text(Self.text(text, in: column, language))
        case .list(let values): return .list(values.map { shown($0, in: column, language) })
        case .number, .record: return value
        }
    }

    /// One word of a column.
    static func text(_ word: String, in column: String, _ language: Language) -> String {
        language == .zh ? chinese[column]?[word] ?? word : word
    }

    private static let warnings = [
        "extreme": "特别重大", "severe": "重大", "moderate": "较大", "minor": "一般", "unknown": "未知",
    ]
    private static let severities = ["info": "提示", "warning": "警告", "critical": "严重"]

    private static let aidKinds = words(AidKind.allCases) { AidWords.kind($0, .zh) }
    private static let aidStates = words(AidState.allCases) { AidWords.state($0, .zh) }
    private static let consentStates = words(ConsentState.allCases) { AidWords.consent($0, .zh) }
    private static let consentActions = words(ConsentAction.allCases) { AidWords.consent($0, .zh) }

    private static func words<T: RawRepresentable<String>>(
        _ cases: [T], _ word: (T) -> String
    ) -> [String: String] {
        Dictionary(uniqueKeysWithValues: cases.map { ($0.rawValue, word($0)) })
    }

    private static let chinese: [String: [String: String]] = [
        "kind": ["region": "地区", "supplier": "供应商"].merging(aidKinds) { own, _ in own },
        "importance": ["essential": "关键", "ordinary": "一般", "none": "无影响"],
        "industry": ["auto": "汽车", "chips": "集成电路", "biopharma": "生物医药", "other": "其他"],
        "status": ["active": "在供", "backup": "备选", "ended": "终止"],
        "unit": ["count": "个", "fraction": "比例", "hhi": "HHI", "days": "天", "flag": "是否"],
        "severity": severities.merging(warnings) { own, _ in own }, "severities": severities,
        "of": warnings.merging(["unstated": "未注明", "earthquake": "地震"]) { own, _ in own },
        "state": [
            "pending": "待定", "firing": "触发", "resolved": "恢复", "recovering": "恢复中", "nodata": "无数据",
            "error": "规则出错", "inactive": "未触发",
            "expired": "已过期", "revoked": "已撤销",
            "planned": "未开始", "active": "生效中", "over": "已结束", "cancelled": "已取消",
            "left": "已移出",
            "waiting": "待发送", "sending": "发送中", "delivered": "已送达", "failed": "失败",
            "merged": "已并入汇总", "superseded": "已被取代",
        ].merging(aidStates) { own, _ in own }.merging(consentStates) { own, _ in own },
        "action": words(AidAction.allCases) { AidWords.action($0, .zh) }.merging(consentActions) { own, _ in
            own
        },
        "consent": consentStates,
        "outcome": words(AidOutcome.allCases) { AidWords.outcome($0, .zh) },
        ending: ["cancelled": "已取消", "ended": "已结束", "merged": "已并入其他事件"],
        "validity": ["ended": "已到期", "ends_soon": "将到期"],
        "cause": [
            "held": "条件成立", "held_long_enough": "条件持续成立", "missed": "条件不再成立", "flapping": "反复抖动",
            "cleared": "已越过清除线", "figure_gone": "指标消失", "no_data": "企业全无数据",
            "rule_failed": "规则无法评估", "rule_gone": "规则已删除", "firm_merged": "企业已并入另一企业",
            "held_again": "条件再次成立", "reopened": "重新触发",
        ],
        "decision": [
            "delivered": "已送达", "retry": "重试", "failed": "失败", "waiting": "待发送", "sending": "发送中",
            "merged": "已并入汇总", "superseded": "已被取代",
        ],
        "detail": ["ready": "就绪"],
        "breaker": ["closed": "正常", "open": "熔断", "half-open": "试探"],
        "verdict": [
            "delivered": "已送达", "not delivered": "未送达", "whole": "完整", "broken": "断裂", "same": "同一企业",
            "different": "不同企业", "open": "未定",
        ],
        "reasons": [
            "same_name": "名称相同", "former_name": "曾用名相同", "same_core": "除组织形式外相同",
            "same_core_one_place": "仅一方带地名", "short_name": "简称相同", "one_character": "一字之差",
            "similar_code": "代码近似", "same_address": "地址相同",
        ],
        "doubts": [
            "other_number": "序号不同", "other_place": "地名不同", "contrast": "对举之字", "branch": "分支机构",
        ],
        "change": [
            "added": "新增", "changed": "变更", "gone": "消失", "came": "新增", "went": "消失", "moved": "变动",
        ],
        "what": [
            "scenario": "脚本", "line_stop": "停线日", "lost_days": "损失天数", "alert": "预警", "request": "互保请求",
            "suppliers": "涉及供应商", "lacking": "缺口产品", "stand_ins": "可替代企业", "weakness": "薄弱环节",
            "messages": "消息", "alerts": "预警", "requests": "互保请求", "line_stops": "停线企业",
            "firms": "已分析缺口的停线企业", "needs": "缺口产品",
        ],
        "known_by": ["event": "事件", "status": "状态上报", "later": "尚未知悉"],
        "weakness": ["no_request": "未请求互保", "no_channel": "无通道", "no_stand_in": "无可替代企业"],
        "because": [
            "unplaced": "所在省份不明", "outside": "不在机制内", "not_yet": "尚未开始",
            "stock_lasts": "上报效期内库存未尽", "no_rule": "无规则请求互保", "waits": "规则尚在等待",
            "asked": "已有请求", "nobody": "无可请求对象",
        ],
        "result": ["passed": "通过", "failed": "未通过"],
        "method": ["exact": "精确", "greedy": "贪心"],
        "split_rule": ["proportional": "按需求比例", "least-lost-days": "合计损失最少", "max-min": "保最低满足率"],
        "source": [
            "backup": "备选", "active": "在供", "other_chain": "其他链", "capability": "自报能力", "default": "默认",
            "command line": "命令行",
        ],
    ]
}
