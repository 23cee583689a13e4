import Foundation
import TestSupport

/// A workbook as another program reads it.
enum Book {
    struct Sheet {
        var name: String
        /// Texts and numbers, line by line; an empty text where nothing is.
        var lines: [[Any]]
    }

    static func sheets(_ path: String) throws -> [Sheet] {
        let shown = try Command.tool("workbooks.py", ["sheets", path])
        guard shown.status == 0,
            let sheets = try JSONSerialization.jsonObject(with: shown.output) as? [[String: Any]]
        else { throw Program.Failure(text: shown.errorText) }
        return sheets.map {
            Sheet(name: $0["name"] as? String ?? "", lines: $0["lines"] as? [[Any]] ?? [])
        }
    }
}
