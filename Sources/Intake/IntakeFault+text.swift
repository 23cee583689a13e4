internal import SupplyModel

extension IntakeFault {
    /// A stable word for machines.
    public var code: String {
        switch self {
        case .missing: "no_such_file"
        case .notAFile: "not_a_file"
        case .unreadable: "unreadable"
        case .readFailed: "read_failed"
        case .cannotCreate: "cannot_create"
        case .workbook(let fault): fault.code
        case .event(let fault): fault.code
        case .survey: "survey"
        case .whiteList: "whitelist"
        case .empty: "empty_file"
        case .noRows: "no_rows"
        case .tooManyRows: "too_many_rows"
        case .truncated: "truncated"
        case .badEncoding: "bad_encoding"
        case .nulByte: "nul_byte"
        case .openQuote: "open_quote"
        case .textAfterQuote: "text_after_quote"
        case .recordTooLong: "line_too_long"
        case .tooManyColumns: "too_many_columns"
        case .noHeader, .noStatusHeader, .noEventsHeader, .noWhiteListHeader: "no_header"
        case .missingColumns: "missing_columns"
        case .duplicateColumn: "duplicate_column"
        case .unknownUnit: "unknown_unit"
        }
    }

    /// What is wrong and what to do, as one sentence.
    public var sentence: String {
        switch self {
        case .missing: "there is no such file; check the name"
        case .notAFile(let what): "this is \(what), not a file; name a CSV or XLSX file"
        case .unreadable(let reason): "the file cannot be opened (\(reason)); check its permissions"
        case .readFailed(let reason): "reading failed (\(reason)); try again or copy the file to another disk"
        case .cannotCreate(let reason):
            "the file cannot be written (\(reason)); check the folder and the space on it"
        case .workbook(let fault): fault.sentence
        case .event(let fault): fault.sentence
        case .empty: "the file is empty; export the table again"
        case .noRows: "the header has no rows below it; export the table again"
        case .truncated: "the file ends in the middle of a character, so it was cut off; copy it again"
        case .badEncoding(let name): "the text is not valid \(name); save it as CSV UTF-8"
        case .nulByte: "there is a NUL byte, which no text has; save it as CSV UTF-8"
        case .openQuote: "a quote opened on this line is never closed; close or remove it"
        case .textAfterQuote: "text follows a closing quote; write quotes inside a cell twice"
        default: structureSentence
        }
    }

    private var structureSentence: String {
        switch self {
        case .tooManyRows(let limit): "there are more than \(limit) rows; split the file"
        case .recordTooLong:
            "the row is longer than \(IntakeLimits.recordBytes >> 20) MiB; check the line ends and quotes"
        case .tooManyColumns:
            "the row has more than \(IntakeLimits.columns) columns; check the delimiter, or take away what is not part of the table"
        case .noHeader:
            "no header was found in the first \(IntakeLimits.titleRows) rows: supplies need"
                + " supplier_id 统一社会信用代码 or supplier_name 供应商名称, tier 层级, industry 行业, product 产品;"
                + " firms need id 统一社会信用代码 or name 企业名称; cells of a CSV are parted by comma, tab or semicolon"
        case .noStatusHeader:
            "no header was found in the first \(IntakeLimits.titleRows) rows: a survey needs"
                + " id 统一社会信用代码 or name 企业名称, and operating_rate 开工率;"
                + " `tierwatch survey --sheet FILE` writes one"
        case .noEventsHeader:
            "no header was found in the first \(IntakeLimits.titleRows) rows: events need"
                + " id 编号, region 地区 and start 开始, and may have title 标题, end 结束, loss 损失, kind 类型, cancelled 取消"
        case .noWhiteListHeader:
            "no header was found in the first \(IntakeLimits.titleRows) rows: a white list needs"
                + " id 统一社会信用代码 or name 企业名称, and may have region 所在地, industry 行业, products 产品, tier 层级,"
                + " recommended_by 推荐单位, contact 联系人, removed 移出"
        case .whiteList:
            "this is a white list (recommended_by 推荐单位, removed 移出), not firms of a register;"
                + " take it with `tierwatch whitelist import`"
        case .survey:
            "these are answers of a survey (operating_rate 开工率), not firms; take them with `tierwatch status import`"
        case .missingColumns(let names, let unknown):
            "the header lacks \(names.joined(separator: ", ")); add the columns"
                + (unknown.isEmpty
                    ? ""
                    : ", or rename those that are meant (not understood: \(RegisterHeader.named(unknown)))")
        case .duplicateColumn(let name, let headers):
            "the column \(name) is there twice (\(headers.joined(separator: ", "))); remove or rename one"
        case .unknownUnit(let header):
            "the unit of '\(header)' is not known; money is in 元, 万元 or 亿元, shares in %, durations in 天"
        default: code
        }
    }
}
