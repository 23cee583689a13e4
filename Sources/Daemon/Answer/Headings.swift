internal import SupplyModel

/// Column headings of tables: the JSON name in English words, or in Chinese.
enum Headings {
    /// `ofRecords`: of a list of records in place of a value.
    static func text(_ column: String, _ language: Language, ofRecords: Bool = false) -> String {
        switch language {
        case .zh: (ofRecords ? chineseOfRecords[column] : nil) ?? chinese[column] ?? column
        case .en: english[column] ?? column.replacing("_", with: " ")
        }
    }

    private static let english = [
        "hhi_after": "HHI after", "region_hhi": "regional HHI", "region_hhi_after": "regional HHI after",
        "hhi_above_exact": "HHI above exact", "distance_km": "distance (km)", "need": "need (CNY)",
        "id": "ID", "hhi": "HHI", "cr1": "CR1", "cr3": "CR3", "annual_value": "annual value (CNY)",
        "revenue": "revenue (CNY)", "chokepoint_weight": "only through it",
        "shared_by": "shared by suppliers", "stopped_name": "stopped", "via_name": "via",
        "common_count": "common firms", "recovery_gap_days": "recovery gap (days)",
        "first_loss_day": "first day of loss", "stock_days": "stock (days)", "age_days": "age (days)",
    ]

    /// Where a list is called otherwise than a count of the same name.
    private static let chineseOfRecords = ["steps": "步骤"]

    private static let chinese = [
        "authority": "请求方代码", "authority_name": "请求方", "counterpart": "协助方代码",
        "counterpart_name": "协助方", "line_stops_on": "停线日", "deadline": "办理期限", "overdue": "逾期",
        "handler": "承办人", "outcome": "结果", "why": "停线原因", "by": "经办",
        "alert": "预警指纹", "event": "事件",
        "by_white_list": "依据白名单", "letters": "函件", "closed": "销号", "closed_share": "销号率", "solved": "解决",
        "days_median": "销号中位天数",
        "days_mean": "销号平均天数", "deadline_hours": "办理时限（小时）",
        "gap": "缺口", "failing": "受影响供应商", "split_rule": "分配规则",
        "region_hhi": "地区HHI", "candidates": "候选企业", "plans": "方案",
        "product_there": "所供产品", "needs_consent": "须征得同意", "offered": "可提供", "delivers": "可供份额",
        "bring_up_days": "切换天数", "hhi_after": "切换后HHI", "region_hhi_after": "切换后地区HHI",
        "distance_km": "距离（公里）", "leans_on": "共同依赖的工厂", "class": "类组", "method": "方法", "members": "成员",
        "consent": "同意", "wanted": "所缺产品", "over": "已终止", "answer_by": "答复期限",
        "gap_left": "剩余缺口", "match_score": "匹配分", "line_stops_on_anyway": "其他产品所致停线日",
        "lost_days_anyway": "其他产品所致损失天数", "hhi_above_exact": "高于精确解", "leans_on_one_plant": "依赖同一工厂",
        "total_lost_days": "合计损失天数", "claim": "直接采购方", "need": "年需求（元）", "remaining": "剩余产出", "parts": "分配",
        "id": "标识", "name": "名称", "region": "地区", "region_name": "地区名称", "industry": "行业", "tier": "层级",
        "products": "产品", "annual_value": "年采购额（元）", "share": "份额", "recovery_days": "恢复天数",
        "whitelisted": "白名单", "metric": "指标", "labels": "标签", "value": "数值", "unit": "单位", "unknown": "未知份额",
        "fingerprint": "指纹", "rule": "规则", "severity": "级别", "state": "状态", "threshold": "阈值",
        "starts_at": "开始", "ends_at": "结束", "summary": "摘要", "channel": "通道", "attempts": "次数",
        "next_at": "下次", "last_error": "最近错误", "created_at": "创建", "delivered_at": "送达", "file": "文件",
        "files": "文件数", "line": "行", "column": "列", "code": "代码", "message": "说明", "accepted": "接收",
        "unchanged": "未变", "rejected": "拒绝", "withdrawn": "撤回", "problems": "问题", "key": "键",
        "source": "来源", "type": "类型", "product": "产品", "supplier": "供应商", "suppliers": "供应商",
        "buyer": "采购方", "customers": "下游客户", "purchases": "采购", "importance": "重要性", "supplier_count": "供应商数",
        "revenue": "营收（元）", "contact": "联系人", "leading": "龙头企业", "alerts": "预警", "declarations": "申报",
        "registrant": "登记方", "revision": "版本", "time": "时间", "status": "状态", "path": "路径", "part": "占比",
        "paths": "路径", "firms": "企业", "names": "企业", "verdict": "结论", "detail": "详情", "run": "运行",
        "samples": "指标数",
        "firing": "触发", "resolved": "恢复", "pending": "待定", "delivered": "已送达", "waiting": "待发送",
        "mutual_aid": "请求互保", "provinces": "省份", "transitions": "变化", "summary_zh": "摘要（中文）",
        "summary_en": "摘要（英文）", "chokepoint_weight": "咽喉权重", "shared_by": "共用的直接供应商数", "criticality": "断供损失",
        "both": "系统性风险", "down": "下游通道", "up": "上游通道", "steps": "迭代步数", "converged": "已收敛",
        "last_change": "末次变化", "kind": "类别", "stopped": "停产对象代码", "stopped_name": "停产对象", "loss": "产出损失",
        "survival_days": "可支撑天数", "recovery_gap_days": "恢复缺口（天）", "via": "途经代码", "via_name": "途经",
        "common_count": "共同上游数", "chain": "断供环节", "firm": "企业",
        "first_loss_day": "首次减产日", "lowest_output": "最低产出", "lost_days": "损失天数", "course": "逐日产出",
        "weight": "权重", "severities": "级别", "acknowledged_by": "负责人", "acknowledged_until": "负责至",
        "acknowledgement_version": "确认版本", "acknowledgements": "确认记录", "silenced_by": "静默", "number": "序号",
        "seconds": "秒", "decision": "判定", "answer": "应答", "body": "内容",
        "history": "投递记录", "replayed": "重发数", "found": "找到", "failed": "失败", "silenced": "静默数",
        "matchers": "匹配", "author": "创建人", "reason": "原因", "ended_at": "提前结束", "replaced": "取代",
        "kept": "已保存", "cause": "缘由", "condition": "条件", "muted_by": "未告知缘由", "values": "历次数值",
        "groups": "分组", "group": "分组", "route": "路由", "shared": "共同标签", "told_at": "告知",
        "escalates_at": "升级", "escalated": "已升级", "request": "请求", "reopened": "重新触发次数",
        "flap_score": "抖动分", "explanation": "说明",
        "open_alerts": "涉及的预警", "owner": "负责人", "note": "备注", "taken": "认领", "version": "版本",
        "expires_at": "失效", "send_resolved": "告知恢复",
        "deliveries": "投递", "replaced_by": "被何取代", "digest_id": "所在汇总", "fallback_id": "后备投递",
        "breaker": "熔断器", "since": "自", "until": "至", "oldest_waiting": "最早待发送", "rate": "限速",
        "fallback": "后备通道", "throttled_until": "限流至",
        "operating_rate": "开工率", "staff": "在岗人数", "stock_days": "库存天数", "logistics": "物流",
        "declared_at": "申报时间", "confirmed": "已确认", "confirmed_at": "确认时间", "days_left": "剩余天数",
        "validity": "有效期",
        "age_days": "距今天数", "answered": "已答", "asked": "应答", "answer_rate": "答复率",
        "result": "结果", "test": "测试", "fired": "触发次数", "fired_before": "原触发次数",
        "firing_days": "触发天数", "firing_days_before": "原触发天数", "messages": "消息数",
        "other_value": "另一数值", "other_registrant": "另一登记方", "other_file": "另一文件", "other_line": "另一行",
        "other_time": "另一时间",
        "token": "令牌", "scopes": "权限", "made_at": "创建", "last_used_at": "最近使用", "revoked_at": "撤销",
        "actor": "操作者", "action": "操作", "subject": "对象", "entries": "条数", "head": "链头", "broken_at": "断于",
        "from": "起", "to": "止", "links": "供应关系", "figures": "指标变化", "change": "变化", "before": "原",
        "after": "现", "difference": "差", "supplier_name": "供应商名称", "buyer_name": "采购方名称",
        "root": "发起方", "parent": "上级邀请", "used_at": "最近使用", "rows": "行数",
        "coverage_before": "邀请时覆盖率", "coverage_now": "现覆盖率", "consents": "同意", "changed": "已更改",
        "about": "约", "step": "步长", "as_of": "截至",
        "title": "标题", "regions": "地区", "hits": "影响", "sites": "厂址数", "possible_sites": "可能受影响厂址数",
        "possible_survival_days": "最坏可支撑天数", "possible_loss": "最坏产出损失", "reports": "历次报告", "days": "天数",
        "magnitude": "震级", "radius_km": "半径（公里）", "of": "对象",
        "former_names": "曾用名", "short_name": "简称", "address": "地址", "merged": "并入的标识", "score": "相似度",
        "reasons": "理由", "doubts": "疑点", "other": "另一标识", "other_name": "另一名称", "into": "并入",
        "into_name": "并入名称", "counts_as": "计作", "same_links": "重合的供应关系", "dropped_links": "去除的供应关系",
        "in_force": "有效", "merger_undone": "已撤销合并",
        "issuer": "发布单位", "issuer_name": "发布单位名称", "batch": "批次", "left": "已移出", "recognised_by": "认可方",
        "recommended_by": "推荐单位", "recogniser": "认可方", "recogniser_name": "认可方名称", "recognised": "认可",
        "place": "所在地", "place_name": "所在地名称", "declared_tier": "申报层级", "listings": "白名单",
        "messages_before": "原消息数", "standing": "仍在触发", "standing_before": "原仍在触发",
    ]
}
