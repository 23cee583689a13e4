/// What `workbook.xml` says: the sheets in their order, and the day that dates count from.
final class WorkbookIndex: XMLHandler {
    struct Sheet {
        var name: String
        /// The part with its cells.
        var part: String
        var isHidden: Bool
    }

    private(set) var sheets: [Sheet] = []
    private(set) var epoch = DateEpoch.from1900
    private let relations: Relations

    init(_ name: String, relations: Relations, in archive: ZipArchive) throws(IntakeFault) {
        self.relations = relations
        try XMLReader(archive.part(name)).run(into: self)
        guard !sheets.isEmpty else { throw .workbook(.noSheet) }
    }

    func begin(_ name: XMLName, _ attributes: XMLAttributes) throws(IntakeFault) {
        if name("workbookPr"), attributes.flag("date1904") { epoch = .from1904 }
        // Sheets of charts, dialogs and macros have no cells.
        guard name("sheet"), let id = attributes.prefixed("id"), let relation = relations.all[id],
            relation.kind == "worksheet"
        else { return }
        guard sheets.count < WorkbookLimits.sheets else { throw .workbook(.tooManySheets) }
        let sheet = Sheet(
            name: attributes.text("name") ?? "", part: try relations.part(relation),
            isHidden: ["hidden", "veryHidden"].contains(attributes.text("state") ?? ""))
        sheets.append(sheet)
    }

    func end(_ name: XMLName) {}
    func take(_ text: UnsafeBufferPointer<UInt8>) {}
}
