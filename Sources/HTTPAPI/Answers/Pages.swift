/// Lists in pages: each begins where the one before ended, in the very same list.
enum Pages {
    static let usualCount = 100
    static let largestCount = 1_000

    /// One page: its body, its tag, and the cursor of the next; nil for the last.
    struct Page {
        let body: String
        let tag: String
        let next: Cursor?
    }

    /// The page of a list that a query asks for.
    ///
    /// - Throws: `APIFault` where its cursor is none, or one of a list that is no longer so.
    static func page(_ kept: Documents.Kept, _ arguments: Arguments) throws(APIFault) -> Page {
        let records = kept.document.records
        guard kept.document.isList else {
            return Page(body: kept.document.text, tag: kept.tag, next: nil)
        }
        let count = arguments.whole("limit") ?? usualCount
        var start = 0
        if let text = arguments.text("cursor") {
            guard let cursor = Cursor(text) else {
                throw APIFault(
                    .invalid, "bad_cursor",
                    "this cursor is none of this server's; take one from a Link header")
            }
            guard cursor.tag == kept.tag, cursor.offset < records.count else {
                throw APIFault(
                    .gone, "list_changed",
                    "the list has changed since its first page; begin again without a cursor")
            }
            start = cursor.offset
        }
        let end = min(records.count, start + count)
        return Page(
            body: Document.list(records[start..<end]), tag: "\(kept.tag)-\(start)-\(end)",
            next: end < records.count ? Cursor(tag: kept.tag, offset: end) : nil)
    }
}
