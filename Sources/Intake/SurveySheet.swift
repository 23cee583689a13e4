internal import SupplyModel

/// The blank sheet of a survey: the columns of who is asked, then those of the answers, which stay empty; `StatusReader` reads them.
public enum SurveySheet {
    private static let english: [RegisterColumn] = [
        .tier, .id, .name, .region, .contact, .operatingRate, .staff, .stockDays, .logistics, .note, .time,
    ]
    private static let chinese = [
        "层级", "统一社会信用代码", "企业名称", "所在地区", "联系人", "开工率", "在岗人数", "库存天数", "物流", "备注", "填报时间",
    ]

    /// The headers, as `StatusReader` knows them: tier, identity, name, region and contact come first.
    public static func header(isChinese: Bool) -> [String] {
        isChinese ? chinese : english.map(\.rawValue)
    }
}
