/// The mechanism's words.
public enum AidWords {
    public static func kind(_ kind: AidKind, _ language: Language) -> String {
        guard language == .zh else { return kind.rawValue.replacing("_", with: " ") }
        return switch kind {
        case .resume: "复工复产"
        case .transportPass: "通行证"
        case .releaseStock: "提取库存"
        case .transfer: "物流转运"
        case .capacity: "产能/原料保障"
        case .staff: "人员"
        case .other: "其他"
        }
    }

    public static func state(_ state: AidState, _ language: Language) -> String {
        guard language == .zh else { return state.rawValue.replacing("_", with: " ") }
        return switch state {
        case .draft: "拟稿"
        case .registered: "已登记"
        case .assigned: "已交办"
        case .inProgress: "办理中"
        case .answered: "已反馈"
        case .closed: "已销号"
        case .returned: "已退回"
        case .dropped: "已作废"
        }
    }

    public static func action(_ action: AidAction, _ language: Language) -> String {
        guard language == .zh else { return action.rawValue }
        return switch action {
        case .draft: "拟稿"
        case .register: "登记"
        case .assign: "交办"
        case .start: "办理"
        case .answer: "反馈"
        case .close: "销号"
        case .sendBack: "退回"
        case .reopen: "重开"
        case .drop: "作废"
        case .escalate: "逾期上报"
        }
    }

    public static func outcome(_ outcome: AidOutcome, _ language: Language) -> String {
        guard language == .zh else { return outcome.rawValue }
        return switch outcome {
        case .solved: "已解决"
        case .partly: "部分解决"
        case .refused: "未解决"
        }
    }

    public static func consent(_ state: ConsentState, _ language: Language) -> String {
        guard language == .zh else { return state.rawValue }
        return switch state {
        case .asked: "待答复"
        case .given: "同意"
        case .refused: "不同意"
        case .withdrawn: "已撤回同意"
        }
    }

    public static func consent(_ action: ConsentAction, _ language: Language) -> String {
        guard language == .zh else { return action.rawValue }
        return switch action {
        case .ask: "征询"
        case .give: "同意"
        case .refuse: "不同意"
        case .withdraw: "撤回同意"
        }
    }

    /// What a message of a type tells.
    static func event(_ type: String, _ language: Language) -> String {
        if type == "aid.overdue" { return language == .zh ? "已逾期" : "overdue" }
        guard let state = AidState(rawValue: String(type.dropFirst(4))) else { return type }
        return self.state(state, language)
    }
}
