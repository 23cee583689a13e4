internal import SupplyModel

/// The headers that each kind of table knows, English and Chinese.
enum HeaderNames {
    /// Columns of a kind of table by the normal form of their headers.
    static func columns(of kind: RegisterKind) -> [String: RegisterColumn] {
        switch kind {
        case .supplies: supplies
        case .firms: firms
        case .status: status
        case .events: events
        case .whitelist: whitelist
        }
    }

    /// What people call some columns besides, where it can mean nothing else: they count where no header is the column's own.
    static func otherNames(of kind: RegisterKind) -> [String: RegisterColumn] {
        switch kind {
        case .supplies: otherSupplies
        case .firms, .status, .whitelist: otherFirms
        case .events: [:]
        }
    }

    /// The normal form of a header: NFKC, lower case, without spaces and the marks that people add.
    static func key(_ header: String) -> String {
        String(IdentityText.normalisedName(header).lowercased().filter { !ignored.contains($0) })
    }

    private static let ignored: Set<Character> = [" ", "_", "-", "*", ":", "\u{FEFF}"]

    private static let supplies = table(
        chinese: [
            .supplierID: ["供应商统一社会信用代码", "统一社会信用代码", "供应商代码", "信用代码"],
            .supplierName: ["供应商名称", "供应商"],
            .supplierRegion: ["供应商所在地", "所在地区", "所在城市"],
            .buyerID: ["采购方统一社会信用代码"],
            .buyerName: ["采购方", "下游客户"],
            .tier: ["层级", "供应商级别"],
            .industry: ["行业", "产业"],
            .product: ["产品", "零部件", "物料"],
            .annualValue: ["年采购额", "采购金额"],
            .share: ["供货占比", "份额"],
            .importance: ["重要性", "关键程度"],
            .status: ["状态"],
            .inventoryDays: ["库存天数"],
            .recoveryDays: ["恢复天数"],
            .leadTimeDays: ["交货周期"],
            .spareCapacity: ["富余产能", "备用产能"],
            .bringUpDays: ["切换天数"],
        ])

    private static let firms = table(
        chinese: [
            .id: ["统一社会信用代码", "信用代码"],
            .name: ["企业名称", "名称"],
            .region: ["所在地区", "所在城市", "所在地"],
            .industry: ["行业", "产业"],
            .revenue: ["营收", "营业收入"],
            .recoveryDays: ["恢复天数"],
            .whitelisted: ["白名单"],
            .contact: ["联系人"],
            .formerNames: ["曾用名"],
            .shortName: ["简称", "企业简称"],
            .address: ["地址", "注册地址"],
        ])

    /// Tier and contact are for whoever asks: they are known, and not kept.
    private static let status = table(
        chinese: [
            .id: ["统一社会信用代码", "信用代码"],
            .name: ["企业名称", "名称"],
            .region: ["所在地区", "所在城市", "所在地"],
            .tier: ["层级", "供应商级别"],
            .contact: ["联系人"],
            .operatingRate: ["开工率", "复工率"],
            .staff: ["在岗人数", "员工人数"],
            .stockDays: ["库存天数"],
            .logistics: ["物流", "物流情况"],
            .note: ["备注"],
            .time: ["填报时间", "时间"],
        ])

    private static let events = table(
        chinese: [
            .id: ["编号", "事件编号", "事件代码"],
            .title: ["标题", "事件", "事件名称", "名称"],
            .region: ["地区", "受影响地区", "影响地区", "所在地区"],
            .start: ["开始", "开始时间", "开始日期"],
            .end: ["结束", "结束时间", "结束日期"],
            .loss: ["损失", "产能损失", "损失比例"],
            .kind: ["类型", "事件类型"],
            .cancelled: ["取消", "已取消", "解除"],
            .updated: ["更新", "更新时间", "发布时间"],
            .note: ["备注"],
        ])

    /// How critical a firm is, and why it is proposed, is for whoever decides: it is known, and not kept.
    private static let whitelist = table(
        chinese: [
            .id: ["统一社会信用代码", "信用代码"],
            .name: ["企业名称", "名称"],
            .region: ["所在地", "所在地区", "所在城市"],
            .industry: ["行业", "产业"],
            .products: ["产品", "主要产品"],
            .tier: ["层级", "供应商级别"],
            .recommendedBy: ["推荐单位", "推荐部门"],
            .contact: ["联系人"],
            .removed: ["移出"],
            .criticality: ["断供损失"],
            .survivalDays: ["可支撑天数"],
            .reason: ["原因"],
        ])

    private static let otherSupplies = table(
        chinese: [
            .supplierID: ["供应商信用代码"],
            .supplierName: ["供应商全称"],
            .supplierRegion: ["供应商所在地区", "供应商所在城市"],
            .buyerID: ["采购方信用代码", "采购商统一社会信用代码", "采购商信用代码"],
            .buyerName: ["采购方名称", "采购商", "采购商名称"],
            .tier: ["供应商层级"],
            .industry: ["所属行业"],
            .product: ["产品名称", "零部件名称", "物料名称"],
        ])

    private static let otherFirms = table(chinese: [.name: ["企业全称"], .industry: ["所属行业"]])

    private static func table(chinese: [RegisterColumn: [String]]) -> [String: RegisterColumn] {
        var columns: [String: RegisterColumn] = [:]
        for (column, names) in chinese {
            for name in names + [column.rawValue] { columns[key(name)] = column }
        }
        return columns
    }
}
