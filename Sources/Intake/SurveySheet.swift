public import Foundation
internal import SupplyModel

/// The blank sheet of a survey: who is asked, with empty cells for the answers, in the columns that `StatusReader` reads.
public enum SurveySheet {
    /// One firm, or one of its sites, that is asked.
    public struct Row: Sendable {
        public var tier: Int
        public var id: String
        public var name: String
        /// A code; empty for the whole firm.
        public var region: String
        public var contact: String

        public init(tier: Int, id: String, name: String, region: String, contact: String) {
            self.tier = tier
            self.id = id
            self.name = name
            self.region = region
            self.contact = contact
        }
    }

    /// Headers of who is asked, then those of the answers.
    private static let english: [RegisterColumn] = [
        .tier, .id, .name, .region, .contact, .operatingRate, .staff, .stockDays, .logistics, .note, .time,
    ]
    private static let chinese = [
        "层级", "统一社会信用代码", "企业名称", "所在地区", "联系人", "开工率", "在岗人数", "库存天数", "物流", "备注", "填报时间",
    ]

    /// Writes a sheet that Excel opens.
    ///
    /// - Throws: `IntakeError` where it cannot be written; then nothing is left of it.
    public static func write(_ rows: [Row], isChinese: Bool, to url: URL) throws(IntakeError) {
        let output = try CSVOutput(replacing: url)
        let header = isChinese ? chinese : english.map(\.rawValue)
        try output.write(header)
        for row in rows {
            let cells = [String(row.tier), row.id, row.name, row.region, row.contact]
            try output.write(cells + [String](repeating: "", count: header.count - cells.count))
        }
        try output.finish()
    }
}
