internal import Foundation

/// Writes a CSV in UTF-8 with BOM beside its place, and puts it there when it is complete.
///
/// The name that it has until then cannot be guessed and the file is always new, so that nobody has a link there that leads elsewhere. A
/// class because an unfinished file must be removed exactly once.
final class CSVOutput {
    private let url: URL
    private let draft: URL
    private let descriptor: Int32
    private var buffer: [UInt8] = [0xEF, 0xBB, 0xBF]
    private var isFinished = false

    init(replacing url: URL) throws(IntakeError) {
        let suffix = String(UInt32.random(in: .min ... .max), radix: 16)
        let draft = url.appendingPathExtension("partial-" + suffix)
        let descriptor = open(draft.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.error(url) }
        (self.url, self.draft, self.descriptor) = (url, draft, descriptor)
    }

    deinit {
        guard !isFinished else { return }
        close(descriptor)
        unlink(draft.path)
    }

    func write(_ cells: [String]) throws(IntakeError) {
        buffer += Array((cells.map(Self.quoted).joined(separator: ",") + "\r\n").utf8)
        if buffer.count >= IntakeLimits.chunkBytes { try flush() }
    }

    func finish() throws(IntakeError) {
        try flush()
        guard fsync(descriptor) == 0, rename(draft.path, url.path) == 0 else { throw Self.error(url) }
        close(descriptor)
        isFinished = true
    }

    /// The cell in the form in which a spreadsheet shows it and runs nothing.
    static func quoted(_ cell: String) -> String {
        let first = cell.unicodeScalars.first
        let isActive = first.map { activeSigns.contains($0) } ?? false
        let text = isActive && !isPlainNumber(cell) ? "'" + cell : cell
        guard text.utf8.contains(where: { needsQuotes.contains($0) }) else { return text }
        let doubled = text.utf8.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
        return "\"" + String(decoding: doubled, as: UTF8.self) + "\""
    }

    private static func isPlainNumber(_ cell: String) -> Bool {
        let digits = cell.first == "-" || cell.first == "+" ? cell.dropFirst() : cell[...]
        return DecimalNumber(digits.utf8.span, allowsCommas: true) != nil
    }

    private static let activeSigns: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r"]
    private static let needsQuotes: Set<UInt8> = Set(",;\t\"\r\n".utf8)

    private func flush() throws(IntakeError) {
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes { bytes in
                Foundation.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.error(url) }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func error(_ url: URL) -> IntakeError {
        IntakeError(path: url.path, fault: .cannotCreate(reason: InputFile.reason(errno)))
    }
}
