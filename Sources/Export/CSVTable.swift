internal import Foundation

/// A table as CSV: to a file in UTF-8 with the mark by which Excel knows it, or without one to standard output.
public final class CSVTable: TableWriter {
    private let file: DraftFile?
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Bytes that are written at a time.
    private static let chunkBytes = 64 << 10
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// - Parameter path: nil for standard output.
    /// - Throws: `.cannotCreate`
    public init(path: String?) throws(ExportError) {
        guard let path else {
            (file, descriptor) = (nil, STDOUT_FILENO)
            return
        }
        let file = try DraftFile(replacing: path)
        descriptor = open(file.draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
        }
        self.file = file
        buffer = Self.mark
    }

    deinit {
        if file != nil { close(descriptor) }
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
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes { bytes in
                Foundation.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let path = file?.path ?? "standard output"
                throw .writeFailed(path: path, reason: String(cString: strerror(errno)))
            }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
