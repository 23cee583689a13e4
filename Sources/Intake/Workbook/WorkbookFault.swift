/// What can be wrong with a workbook (XLSX) as such; `part` names the file inside it.
public enum WorkbookFault: Hashable, Sendable {
    case notAWorkbook
    /// The older container of Microsoft's: an encrypted workbook, or one of the time before XLSX.
    case oleContainer
    case truncated
    case encrypted
    case tooLarge
    case tooManyParts
    case unsafeName(String)
    case repeatedName(String)
    case unknownCompression(part: String)
    case damaged(part: String)
    case inflatesTooFar(part: String)
    case doctype(part: String)
    case malformed(part: String, reason: String)
    case missingPart(String)
    case outsideTarget(String)
    case tooManySheets
    case noSheet
    case noSuchSheet(String, known: [String])
    case notSheets(String)
    case tooMuchText
    case longText
    case noSuchString(String)
    case badAddress(String)
    case rowsOutOfOrder

    /// A stable word for machines.
    var code: String {
        switch self {
        case .notAWorkbook, .noSheet, .missingPart: "not_a_workbook"
        case .oleContainer, .encrypted: "encrypted"
        case .truncated: "truncated"
        case .tooLarge, .tooManyParts, .tooManySheets, .tooMuchText: "too_large"
        case .unsafeName, .repeatedName, .outsideTarget: "unsafe_name"
        case .unknownCompression, .damaged, .malformed: "damaged_workbook"
        case .inflatesTooFar: "zip_bomb"
        case .doctype: "doctype"
        case .noSuchSheet, .notSheets: "no_such_sheet"
        case .longText: "too_long"
        case .noSuchString, .badAddress, .rowsOutOfOrder: "damaged_sheet"
        }
    }

    /// What is wrong and what to do, as one sentence.
    var sentence: String {
        switch self {
        case .notAWorkbook:
            "this is no XLSX workbook; save it as .xlsx again, or as CSV UTF-8 under a name in .csv"
        case .oleContainer:
            "this is a workbook with a password or of the old .xls format; save it as .xlsx without a password"
        case .truncated: "the workbook was cut off, so its end is missing; copy it again"
        case .encrypted: "the workbook is encrypted; save it without a password"
        case .tooLarge:
            "the workbook is larger than \(WorkbookLimits.fileBytes >> 20) MiB; split it or save it as CSV UTF-8"
        case .tooManyParts:
            "the workbook has more than \(WorkbookLimits.parts) parts inside; save it as .xlsx again"
        case .tooManySheets: "the workbook has more than \(WorkbookLimits.sheets) sheets; split it"
        case .tooMuchText:
            "the texts of the workbook take more than \(WorkbookLimits.sharedTextBytes >> 20) MiB or are more than"
                + " \(WorkbookLimits.sharedStrings); split it or save it as CSV UTF-8"
        case .noSheet: "the workbook has no sheet of cells; save it as .xlsx again"
        case .noSuchSheet(let name, let known):
            "there is no sheet '\(name)'; name one of \(known.map { "'\($0)'" }.joined(separator: ", "))"
        case .notSheets(let name): "this file is no workbook and has no sheet '\(name)'; name no sheet of it"
        case .longText:
            "a text has more than \(WorkbookLimits.stringBytes) bytes, which no cell can hold; shorten it"
        case .rowsOutOfOrder: "the rows or cells of the sheet are not in order; save it as .xlsx again"
        default: partSentence
        }
    }

    private var partSentence: String {
        switch self {
        case .unsafeName(let name):
            "the name '\(name)' inside the workbook leads out of it; do not trust this file, ask for it again"
        case .repeatedName(let name):
            "the part '\(name)' is in the workbook twice; save it as .xlsx again"
        case .outsideTarget(let name):
            "the workbook refers to '\(name)' outside of itself as one of its parts; do not trust this file,"
                + " ask for it again"
        case .unknownCompression(let part):
            "'\(part)' is packed in a way that spreadsheets do not use; save it as .xlsx again"
        case .damaged(let part): "'\(part)' inside the workbook is damaged; copy the file again"
        case .inflatesTooFar(let part):
            "'\(part)' inside the workbook unpacks to far more than a sheet holds; do not trust this file"
        case .doctype(let part):
            "'\(part)' inside the workbook has a document type, which no workbook has; do not trust this file"
        case .malformed(let part, let reason):
            "'\(part)' inside the workbook cannot be read (\(reason)); save it as .xlsx again"
        case .missingPart(let part):
            "this is no XLSX workbook, or an incomplete one: it lacks '\(part)'; save it as .xlsx again"
        case .noSuchString(let index):
            "a cell refers to text \(index), which is not there; save it as .xlsx again"
        case .badAddress(let address):
            "a cell or row with the address '\(address)' has no place there; save it as .xlsx again"
        default: code
        }
    }
}

/// What one workbook may cost.
enum WorkbookLimits {
    /// Bytes of the file.
    static let fileBytes = 512 << 20
    /// Files inside it.
    static let parts = 10_000
    static let sheets = 1_000
    /// Bytes that all reading of one workbook may unpack, and bytes of text that one sheet may have.
    static let inflatedBytes = 1 << 30
    /// A part may unpack to this many times its size, once it is larger than the bytes below.
    static let inflationRatio = 200
    static let freeInflationBytes = 1 << 20
    /// Bytes of one tag or comment, and how deep elements lie in each other.
    static let tokenBytes = 1 << 20
    static let depth = 64
    static let sharedTextBytes = 128 << 20
    static let sharedStrings = 4_000_000
    /// Bytes of one text: 32,767 characters of up to four bytes.
    static let stringBytes = 32_767 * 4
    /// Relations, formats and styles of one workbook.
    static let styles = 100_000
    /// Merged cells that are told of.
    static let merges = 100
    static let rows = 1_048_576
    static let columns = 16_384
    /// Bytes that are unpacked at a time.
    static let chunkBytes = 64 << 10
}
