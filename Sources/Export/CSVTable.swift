internal import Foundation

/// A table as CSV: to a file in UTF-8 with the mark by which Excel knows it, or without one to standard output.
public final class CSVTable: TableWriter {
    private let file: DraftFile?
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Bytes that are written at a time.
    private static let chunkBytes = 64 << 10
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// `path`: nil for standard output; `isForm`: whether it replaces no file.
    ///
    /// - Throws: `.cannotCreate`
    public init(path: String?, isForm: Bool = false) throws(ExportError) {
        guard let path else {
            (file, descriptor) = (nil, STDOUT_FILENO)
            return
        }
        let file = try DraftFile(replacing: path, isForm: isForm)
        (self.file, descriptor) = (file, file.descriptor)
        buffer = Self.mark
    }

    public func write(_ row: [ExportCell]) throws(ExportError) {
        buffer += Array((row.map(CSVText.cell).joined(separator: ",") + "\r\n").utf8)
        if buffer.count >= Self.chunkBytes { try flush() }
    }

    public func finish() throws(ExportError) {
        try flush()
        try file?.finish()
    }

    private func flush() throws(ExportError) {
        guard DraftFile.write(buffer, to: descriptor) else {
            let path = file?.path ?? "standard output"
            throw .writeFailed(path: path, reason: String(cString: strerror(errno)))
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
