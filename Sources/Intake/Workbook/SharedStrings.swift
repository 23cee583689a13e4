/// The texts that the cells of a workbook share: one block of bytes, and where each text ends in it.
struct SharedTexts {
    fileprivate var bytes: [UInt8] = []
    fileprivate var ends: [UInt32] = []

    /// Appends a text to the bytes of a record.
    func append(_ index: Int, to record: inout [UInt8]) throws(IntakeFault) {
        guard ends.indices.contains(index) else { throw .workbook(.noSuchString("\(index)")) }
        let first = index == 0 ? 0 : Int(ends[index - 1])
        bytes.withUnsafeBufferPointer {
            record.append(contentsOf: UnsafeBufferPointer(rebasing: $0[first..<Int(ends[index])]))
        }
    }
}

/// Reads them.
final class SharedStrings: XMLHandler {
    // Not guarded: only the reader calls, on one thread, one event after the other.
    @exclusivity(unchecked) private(set) var texts = SharedTexts()
    /// The text that is being read; nil between texts.
    @exclusivity(unchecked) private var item: StringItem?
    @exclusivity(unchecked) private var start = 0

    /// Reads the part; without one there are no texts.
    init(_ part: ZipPart?) throws(IntakeFault) {
        if let part { try XMLReader(part).run(into: self) }
    }

    func begin(_ name: XMLName, _ attributes: XMLAttributes) throws(IntakeFault) {
        guard item == nil else {
            item?.begin(name)
            return
        }
        guard name("si") else { return }
        guard texts.ends.count < WorkbookLimits.sharedStrings else { throw .workbook(.tooMuchText) }
        item = StringItem()
        start = texts.bytes.count
    }

    func end(_ name: XMLName) {
        guard item != nil else { return }
        guard name("si") else {
            item?.end()
            return
        }
        EscapedText.decode(&texts.bytes, from: start)
        texts.ends.append(UInt32(texts.bytes.count))
        item = nil
    }

    func take(_ text: UnsafeBufferPointer<UInt8>) throws(IntakeFault) {
        guard item?.takesText ?? false else { return }
        guard texts.bytes.count - start + text.count <= WorkbookLimits.stringBytes else {
            throw .workbook(.longText)
        }
        guard texts.bytes.count + text.count <= WorkbookLimits.sharedTextBytes else {
            throw .workbook(.tooMuchText)
        }
        texts.bytes += text
    }
}
