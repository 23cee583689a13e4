internal import CXLSXWriter
internal import Foundation

/// A table as a workbook of one sheet, or several tables as one of a sheet each, through libxlsxwriter, which keeps one row in memory.
///
/// Texts are written as texts, so none is ever run and no code loses a digit. The library writes 16 digits of a number;
/// one that needs 17 is written as text, which reads back as the same number. A class because the workbook must be
/// closed exactly once.
public final class XLSXTable: TableWriter {
    /// Rows of the largest sheet.
    public static let rowLimit = 1_048_576

    private let file: DraftFile
    private let workbook: UnsafeMutablePointer<lxw_workbook>
    private var sheet: UnsafeMutablePointer<lxw_worksheet>
    private let bold: UnsafeMutablePointer<lxw_format>?
    /// Of the sheet that is being written: the next row, and that of the header.
    private var row = 0
    private var headerRow = 0
    private var isClosed = false

    private static let columnWidth = 18.0

    /// Begins a workbook with its first sheet.
    ///
    /// `lines` stand above the sheet's header; a form replaces no file. Names of sheets are no user's: each is there once and has 31 characters at most.
    ///
    /// - Throws: `.cannotCreate`, `.writeFailed`
    public init(
        path: String, sheet name: String, below lines: [String] = [], isForm: Bool = false
    ) throws(ExportError) {
        file = try DraftFile(replacing: path, isForm: isForm)
        var options = lxw_workbook_options()
        options.constant_memory = 1
        // At its end the library opens the draft, which is there, by its name, and empties it.
        guard let workbook = workbook_new_opt(file.draft, &options) else {
            throw .cannotCreate(path: path, reason: "out of memory")
        }
        guard let sheet = workbook_add_worksheet(workbook, name) else {
            workbook_close(workbook)
            throw XLSXTable.noRoom(path)
        }
        self.workbook = workbook
        self.sheet = sheet
        bold = workbook_add_format(workbook)
        format_set_bold(bold)
        try head(lines)
    }

    deinit {
        if !isClosed { workbook_close(workbook) }
    }

    /// Begins a further sheet: what is written from then on stands there, the header first.
    public func begin(_ name: String, below lines: [String] = []) throws(ExportError) {
        guard let sheet = workbook_add_worksheet(workbook, name) else { throw Self.noRoom(file.path) }
        self.sheet = sheet
        try head(lines)
    }

    /// Writes what stands above the header of a sheet that begins.
    private func head(_ lines: [String]) throws(ExportError) {
        for (row, line) in lines.enumerated() {
            try check(worksheet_write_string(sheet, lxw_row_t(row), 0, Self.escaped(line), nil))
        }
        (row, headerRow) = (lines.count, lines.count)
        worksheet_freeze_panes(sheet, lxw_row_t(headerRow + 1), 0)
    }

    private static func noRoom(_ path: String) -> ExportError {
        .cannotCreate(path: path, reason: "no room for its rows in the folder of temporary files")
    }

    public func write(_ cells: [ExportCell]) throws(ExportError) {
        guard row < Self.rowLimit else { throw .tooManyRows(path: file.path) }
        let number = lxw_row_t(row)
        if row == headerRow {
            worksheet_set_column(sheet, 0, lxw_col_t(max(0, cells.count - 1)), Self.columnWidth, nil)
        }
        for (position, cell) in cells.enumerated() {
            try check(write(cell, number, lxw_col_t(position)))
        }
        row += 1
    }

    public func finish() throws(ExportError) {
        isClosed = true
        try check(workbook_close(workbook))
        try file.finish()
    }

    private func write(_ cell: ExportCell, _ row: lxw_row_t, _ column: lxw_col_t) -> lxw_error {
        switch cell {
        case .empty: LXW_NO_ERROR
        case .text(let text):
            worksheet_write_string(
                sheet, row, column, Self.escaped(text), Int(row) == headerRow ? bold : nil)
        case .figure(let number): worksheet_write_number(sheet, row, column, number, nil)
        case .number(let number):
            Self.isExact(number)
                ? worksheet_write_number(sheet, row, column, number, nil)
                : worksheet_write_string(sheet, row, column, CSVText.numeral(number), nil)
        }
    }

    /// A text in which nothing looks like `_x000D_`, by which workbooks write characters that XML cannot hold.
    private static func escaped(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let line = UInt8(ascii: "_")
        guard bytes.contains(line) else { return text }
        var escaped: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            escaped.append(byte)
            guard byte == line else { continue }
            let rest = bytes[(index + 1)...].prefix(6)
            let digits = rest.dropFirst().dropLast()
            if rest.count == 6, rest.first == UInt8(ascii: "x"), rest.last == line,
                digits.allSatisfy(isHexDigit)
            {
                escaped += Array("x005F_".utf8)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        Character(Unicode.Scalar(byte)).isHexDigit
    }

    /// Whether the 16 digits that the library writes are all that the number has.
    private static func isExact(_ number: Double) -> Bool {
        Double(String(format: "%.16G", number)) == number
    }

    private func check(_ code: lxw_error) throws(ExportError) {
        guard code == LXW_NO_ERROR else {
            throw .writeFailed(path: file.path, reason: String(cString: lxw_strerror(code)))
        }
    }
}
