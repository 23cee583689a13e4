/// Workbooks made of parts that the fuzzer wrote.
///
/// A byte that no UTF-8 has ends each part. What is left out stands as below, so an input can be a sheet alone.
enum WorkbookBytes {
    private static let separator: UInt8 = 0xFF
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    /// The parts in the order in which an input has them, with what stands in place of one that is missing.
    private static let parts: [(name: String, usual: String)] = [
        ("xl/worksheets/sheet1.xml", "<worksheet/>"),
        ("xl/sharedStrings.xml", "<sst/>"),
        ("xl/styles.xml", "<styleSheet/>"),
        (
            "xl/workbook.xml",
            """
            <workbook xmlns="\(main)" xmlns:r="\(office)"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>
            """
        ),
        (
            "xl/_rels/workbook.xml.rels",
            """
            <Relationships><Relationship Id="r1" Type="\(office)/worksheet" Target="worksheets/sheet1.xml"/>\
            <Relationship Id="r2" Type="\(office)/sharedStrings" Target="sharedStrings.xml"/>\
            <Relationship Id="r3" Type="\(office)/styles" Target="styles.xml"/></Relationships>
            """
        ),
        (
            "_rels/.rels",
            """
            <Relationships><Relationship Id="r1" Type="\(office)/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """
        ),
    ]

    static func workbook(of bytes: [UInt8]) -> [UInt8] {
        workbook(bytes.split(separator: separator, omittingEmptySubsequences: false).map { Array($0) })
    }

    /// The same with the sheet in UTF-16, of which no row is read without an XML parser; nil where it cannot be told in it.
    static func wideWorkbook(of bytes: [UInt8]) -> [UInt8]? {
        var given = bytes.split(separator: separator, omittingEmptySubsequences: false).map { Array($0) }
        guard var sheet = String(validating: given[0], as: UTF8.self), !sheet.isEmpty else { return nil }
        let usual = "<?xml version=\"1.0\" encoding=\"UTF-8\""
        if sheet.hasPrefix(usual) { sheet = "<?xml version=\"1.0\"" + sheet.dropFirst(usual.count) }
        // Bytes of zero, which no document in UTF-8 has, are UTF-16 to expat, and another document then.
        guard !sheet.utf8.contains("encoding".utf8), !sheet.utf8.contains(0) else { return nil }
        let units = sheet.utf16.first == mark ? Array(sheet.utf16) : [mark] + Array(sheet.utf16)
        given[0] = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        return workbook(given)
    }

    /// What a text in UTF-16 begins with.
    private static let mark: UInt16 = 0xFEFF

    private static func workbook(_ given: [[UInt8]]) -> [UInt8] {
        var archive = StoredArchive()
        for (index, part) in parts.enumerated() {
            let isGiven = index < given.count && !given[index].isEmpty
            archive.add(part.name, isGiven ? given[index] : Array(part.usual.utf8))
        }
        return archive.finished()
    }
}

/// A zip archive whose parts are stored as they are (PKWARE APPNOTE 6.3, 4.3).
private struct StoredArchive {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    mutating func add(_ name: String, _ part: [UInt8]) {
        let offset = bytes.count
        let shared =
            Self.number(Self.checksum(part), 4) + Self.number(part.count, 4)
            + Self.number(part.count, 4) + Self.number(name.utf8.count, 2) + [0, 0]
        // Version 2.0, no flags, stored, 1980-01-01.
        let start: [UInt8] = [20, 0, 0, 0, 0, 0, 0, 0, 33, 0]
        bytes += [0x50, 0x4B, 3, 4] + start + shared + Array(name.utf8) + part
        directory += [0x50, 0x4B, 1, 2, 20, 0] + start + shared + [UInt8](repeating: 0, count: 10)
        directory += Self.number(offset, 4) + Array(name.utf8)
        count += 1
    }

    func finished() -> [UInt8] {
        bytes + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + Self.number(count, 2) + Self.number(count, 2)
            + Self.number(directory.count, 4) + Self.number(bytes.count, 4) + [0, 0]
    }

    /// Little-endian.
    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// CRC-32 as zip has it.
    private static func checksum(_ bytes: [UInt8]) -> Int {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes { sum = table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
        return Int(sum ^ 0xFFFF_FFFF)
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }
}
