/// A workbook (XLSX), opened: its sheets, its texts and its styles.
struct Workbook {
    let path: String
    let archive: ZipArchive
    let sheets: [WorkbookIndex.Sheet]
    let epoch: DateEpoch
    let strings: SharedTexts
    /// By cell style: whether it shows a number as a date or a time.
    let dateStyles: [Bool]

    /// Whether a file is meant as a workbook, by its name or by its first bytes; it is left at its start.
    static func isWorkbook(_ file: InputFile) throws(IntakeError) -> Bool {
        let kind = try FileKind(file)
        return kind != .other || file.path.lowercased().hasSuffix(".xlsx")
    }

    init(_ file: InputFile) throws(IntakeError) {
        path = file.path
        let kind = try FileKind(file)
        do throws(IntakeFault) {
            guard file.sizeBytes > 0 else { throw .empty }
            guard kind != .oleContainer else { throw .workbook(.oleContainer) }
            let archive = try ZipArchive(file, isZip: kind == .zip)
            let root = try Relations(of: "", in: archive)
            guard let main = try root.part(of: "officeDocument") else {
                throw .workbook(.missingPart("_rels/.rels"))
            }
            let relations = try Relations(of: main, in: archive)
            let index = try WorkbookIndex(main, relations: relations, in: archive)
            (sheets, epoch) = (index.sheets, index.epoch)
            strings = try SharedStrings(archive.part(relations.part(of: "sharedStrings"))).texts
            dateStyles = try DateStyles(archive.part(relations.part(of: "styles"))).styles
            self.archive = archive
        } catch {
            throw IntakeError(path: file.path, fault: error)
        }
    }
}

/// What a file is by its first bytes.
private enum FileKind {
    case zip, oleContainer, other

    init(_ file: InputFile) throws(IntakeError) {
        var start = [UInt8](repeating: 0, count: 4)
        let count = try file.read(into: &start, from: 0, limit: start.count)
        try file.seek(to: 0)
        switch start.prefix(count) {
        case [0x50, 0x4B, 0x03, 0x04]: self = .zip
        case [0xD0, 0xCF, 0x11, 0xE0]: self = .oleContainer
        default: self = .other
        }
    }
}
