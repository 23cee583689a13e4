internal import SupplyModel

/// The words that messages are put together from, in the two languages.
struct MessageWords {
    let language: Language

    /// A severity or a state, as a title calls it; what has no word stands for itself.
    func title(_ name: String) -> String { (language == .zh ? Self.chinese : Self.english)[name] ?? name }

    var starts: String { language == .zh ? "开始" : "since" }
    var ends: String { language == .zh ? "结束" : "until" }
    var aid: String { language == .zh ? "互保机制" : "mutual protection" }
    var asked: String { language == .zh ? "请求协助" : "help is asked for" }
    var escalated: String { language == .zh ? "升级通知" : "escalated" }
    var unacknowledged: String { language == .zh ? "无人及时确认" : "nobody acknowledged in time" }
    var fingerprint: String { language == .zh ? "指纹" : "fingerprint" }
    var group: String { language == .zh ? "分组" : "group" }
    var common: String { language == .zh ? "共同标签" : "in common" }
    var template: String { language == .zh ? "模板有误" : "the template failed" }

    /// How many alerts of a route go on, and how many are over.
    func counts(route: String, firing: Int, resolved: Int, isDigest: Bool) -> String {
        let isOverflow = isDigest && route == OverflowDigest.route
        switch language {
        case .zh:
            let subject = isOverflow ? "超出限速的汇总" : isDigest ? "\(route) 汇总" : route
            return "\(subject)：\(firing) 条触发中，\(resolved) 条已恢复"
        case .en:
            let subject =
                isOverflow ? "digest of what is above the rate" : isDigest ? "digest of \(route)" : route
            return "\(subject): \(firing) firing, \(resolved) resolved"
        }
    }

    /// How many alerts are not listed.
    func more(_ count: Int) -> String { language == .zh ? "另有 \(count) 条" : "and \(count) more" }

    /// What stands for a body that cannot be read.
    static func unreadable(id: String, byteCount: Int) -> String {
        "message \(id) of \(byteCount) bytes is no notification"
    }

    private static let chinese = [
        "critical": "严重", "warning": "警告", "info": "提示", "firing": "触发中", "resolved": "已恢复",
        "acknowledged": "已确认", "test": "测试", "notice": "通知",
    ]
    private static let english = [
        "critical": "CRITICAL", "warning": "WARNING", "info": "INFO", "firing": "FIRING",
        "resolved": "RESOLVED", "acknowledged": "ACKNOWLEDGED", "test": "TEST", "notice": "NOTICE",
    ]
}
