internal import Foundation
internal import Glibc
internal import SupplyModel
internal import Synchronization

/// Appends messages to files, a line of JSON each, and knows them on the disk before it says so.
///
/// A file is opened anew for each line, so that it may be moved away at any time. Where a line was written in part, the
/// disk being full, the next one begins with a line's end of its own: the torn line stays and its message is written
/// again, whole. One line at a time is written by this process; another's may stand between, never within.
final class LineFile: Sendable {
    private let turn = Mutex<Void>(())

    /// One line at the end of a file, which is made, for its owner alone, where there is none.
    func append(_ message: OutboxMessage, to path: String) -> Judgement {
        let line = Self.line(message)
        return turn.withLock { _ in
            do throws(FileFault) {
                try Self.append(line, to: path)
                return .delivered
            } catch {
                return .retry("\(path): \(error.sentence)")
            }
        }
    }

    /// The message's id and its fields; what is no object stands under `message`, as a text.
    static func line(_ message: OutboxMessage) -> [UInt8] {
        var line = Array("{\"id\":".utf8) + JSONBytes.text(message.id)
        if let fields = JSONBytes.fields(message.body), !fields.isEmpty, fields["id"] == nil,
            let open = message.body.firstIndex(of: 123)
        {
            // Between its texts JSON's line ends are spaces, and within them there are none.
            let rest = message.body[(open + 1)...].map { $0 == 10 || $0 == 13 ? 32 : $0 }
            line += [44] + rest
        } else {
            let text = String(decoding: message.body, as: UTF8.self)
            line += Array(",\"message\":".utf8) + JSONBytes.text(text) + [125]
        }
        return line + [10]
    }

    /// Which step failed, and the system's number for the reason.
    private struct FileFault: Error {
        var step: String
        var number: Int32

        var sentence: String {
            let reason = number == 0 ? "not a regular file" : String(cString: strerror(number))
            return
                "cannot \(step) (\(reason)); check the folder, who may write there, and the room on the disk"
        }
    }

    private static func append(_ line: [UInt8], to path: String) throws(FileFault) {
        // A pipe without a reader must not hold up the thread.
        let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK
        let file = open(path, flags, 0o600)
        guard file >= 0 else { throw FileFault(step: "open the file", number: errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw FileFault(step: "look at the file", number: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileFault(step: "append", number: 0) }
        var last: UInt8 = 10
        let isTorn = status.st_size > 0 && pread(file, &last, 1, status.st_size - 1) == 1 && last != 10
        try write(isTorn ? [10] + line : line, to: file)
        guard fsync(file) == 0 else { throw FileFault(step: "bring the line to the disk", number: errno) }
        if status.st_size == 0 { try keepName(of: path) }
    }

    private static func write(_ bytes: [UInt8], to file: Int32) throws(FileFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                throw FileFault(step: "write the line", number: count < 0 ? errno : ENOSPC)
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Brings a new file's name to the disk: without it the lines would be lost with the power.
    private static func keepName(of path: String) throws(FileFault) {
        let folder = open(
            URL(filePath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw FileFault(step: "open the folder", number: errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else {
            throw FileFault(step: "bring the file's name to the disk", number: errno)
        }
    }
}
