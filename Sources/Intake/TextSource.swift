internal import Glibc

/// The text of a file as UTF-8, converted where it is in another encoding, a chunk at a time.
struct TextSource {
    /// What one read gave.
    struct Part {
        /// Bytes written.
        var count: Int
        /// Bytes that are no text follow those; a file that ends within a character is `.truncated`.
        var fault: IntakeFault?
    }

    let file: InputFile
    /// Bytes of the file that were taken so far.
    private(set) var bytesRead = 0
    private let converter: Converter?

    init(file: InputFile, encoding: TextEncoding) throws(IntakeError) {
        self.file = file
        converter = encoding == .utf8 ? nil : try Converter(from: encoding, path: file.path)
    }

    /// Writes up to `limit` bytes of UTF-8 from `start` on; none at the end.
    mutating func read(into bytes: inout [UInt8], from start: Int, limit: Int) throws(IntakeError) -> Part {
        guard let converter else {
            let count = try file.read(into: &bytes, from: start, limit: limit)
            bytesRead += count
            return Part(count: count)
        }
        let part = try converter.read(file, into: &bytes, from: start, limit: limit)
        bytesRead = converter.bytesRead
        return part
    }
}

/// glibc's iconv over a file.
///
/// A class because the descriptor must be closed exactly once.
private final class Converter {
    private(set) var bytesRead = 0
    private let descriptor: iconv_t
    private let encoding: TextEncoding
    private var input: [UInt8]
    /// The bytes of `input` not yet converted.
    private var pending = 0..<0
    private var isAtEnd = false

    init(from encoding: TextEncoding, path: String) throws(IntakeError) {
        let opened = iconv_open("UTF-8", encoding.name)
        guard let opened, opened != iconv_t(bitPattern: -1) else {
            throw IntakeError(path: path, fault: .badEncoding("UTF-8"))
        }
        descriptor = opened
        self.encoding = encoding
        input = [UInt8](repeating: 0, count: IntakeLimits.chunkBytes)
    }

    deinit { iconv_close(descriptor) }

    func read(
        _ file: InputFile, into bytes: inout [UInt8], from start: Int, limit: Int
    ) throws(IntakeError) -> TextSource.Part {
        var written = 0
        while written < limit {
            if pending.isEmpty || stopped(by: EINVAL) {
                try refill(file)
                if pending.isEmpty { break }
            }
            let code = convert(into: &bytes, from: start + written, limit: limit - written, written: &written)
            stop = code
            switch code {
            case 0: continue
            case E2BIG: return TextSource.Part(count: written)
            case EINVAL where isAtEnd: return TextSource.Part(count: written, fault: .truncated)
            case EINVAL: continue
            default: return TextSource.Part(count: written, fault: .badEncoding(encoding.name))
            }
        }
        return TextSource.Part(count: written)
    }

    /// Why the last conversion stopped: 0, or an error number.
    private var stop: Int32 = 0

    private func stopped(by code: Int32) -> Bool { stop == code && !isAtEnd }

    /// Moves what is left to the front and reads on behind it.
    private func refill(_ file: InputFile) throws(IntakeError) {
        let left = pending.count
        input.replaceSubrange(0..<left, with: Array(input[pending]))
        let wanted = input.count - left
        let count = try file.read(into: &input, from: left, limit: wanted)
        bytesRead += count
        isAtEnd = count < wanted
        pending = 0..<(left + count)
        stop = 0
    }

    private func convert(into bytes: inout [UInt8], from start: Int, limit: Int, written: inout Int) -> Int32
    {
        input.withUnsafeMutableBytes { source in
            bytes.withUnsafeMutableBytes { target in
                var from = source.baseAddress.map {
                    ($0 + pending.lowerBound).assumingMemoryBound(to: CChar.self)
                }
                var to = target.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
                var fromCount = pending.count
                var toCount = limit
                let result = iconv(descriptor, &from, &fromCount, &to, &toCount)
                let code = result == -1 ? errno : 0
                pending = (pending.upperBound - fromCount)..<pending.upperBound
                written += limit - toCount
                return code
            }
        }
    }
}
